import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { signal } from '../../e2e/stand-ins/engine/processes.ts';
import { waitFor } from '../../e2e/stand-ins/wait-for.ts';
import { commandLine, runCommandLine } from '../../e2e/support/command-line.ts';
import { launchDesktopApp } from '../../e2e/support/desktop-app.ts';
import { stillRunning } from '../../e2e/support/processes.ts';
import { askForSwitch, askToSwitch } from '../../e2e/support/window-api.ts';
import { stepTitles } from '../../src-shared/step-titles.ts';

/** A process that was ended in the midst of a switch. */
export interface Killed {
  /** The last step that had ended, in words. */
  readonly step: string;
  /** Milliseconds from its start, or from the click. */
  readonly after: number;
}

/** How long a command takes, in milliseconds: the median of three. */
export async function measureCommand(env: NodeJS.ProcessEnv, users: readonly [string, string]): Promise<number> {
  return medianOf(async (turn) => {
    const { code, stderr } = await runCommandLine(['switch', users[turn % 2] ?? ''], env);
    if (code !== 0) throw new Error(`the switch to be measured failed: ${stderr}`);
  });
}

/** The same of a switch that a window asks for. */
export async function measureWindow(env: NodeJS.ProcessEnv, users: readonly [string, string]): Promise<number> {
  const app = await launchDesktopApp(env);
  try {
    return await medianOf(async (turn) => {
      const result = await app.page.evaluate(askToSwitch, users[turn % 2] ?? '');
      if (!result.ok || !result.value.success) throw new Error('the switch to be measured failed');
    });
  } finally {
    await app.quit();
  }
}

async function medianOf(work: (turn: number) => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    const begin = performance.now();
    await work(turn);
    times.push(performance.now() - begin);
  }
  // The first one warms up; an even number leaves the user as it was.
  return times.slice(1).sort((a, b) => a - b)[1] ?? 0;
}

/** Starts `persag` with these arguments and ends it after so long. Null where it had ended by itself. */
export async function killProcess(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  after: number,
): Promise<{ readonly said: string } | null> {
  const child = spawn(process.execPath, [commandLine, ...args], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), after);
  const [, by] = await once(child, 'close');
  clearTimeout(timer);
  return by === 'SIGKILL' ? { said } : null;
}

/** Starts `persag switch` and ends it after so long. */
export async function killCommand(env: NodeJS.ProcessEnv, to: string, after: number): Promise<Killed | null> {
  const killed = await killProcess(['switch', to], env, after);
  return killed === null ? null : { step: lastStep(killed.said), after };
}

/** The command line tells of a step when it has ended. */
function lastStep(said: string): string {
  const titles = Object.values(stepTitles);
  const ended = said
    .split('\n')
    .flatMap((line) => titles.find((title) => line.startsWith('done') && line.includes(title)) ?? []);
  return ended.at(-1) ?? 'nothing yet';
}

/** Starts the app, lets its window ask for a switch, and ends it after so long. */
export async function killWindow(env: NodeJS.ProcessEnv, to: string, after: number): Promise<Killed | null> {
  const app = await launchDesktopApp(env);
  const processes = app.processes();
  const asked = app.page.evaluate(askToSwitch, to).then(
    () => 'ended' as const,
    () => 'cut off' as const,
  );
  const [main] = processes;
  if (main === undefined) throw new Error('the app has no process');
  const begin = performance.now();
  const step = await Promise.race([asked, stepAfter(app.page, after - 50)]);
  if (step === 'ended') {
    await app.quit();
    return null;
  }
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, after - (performance.now() - begin))));
  signal(main.pid, 'SIGKILL');
  await asked;
  // The pages end when they find their main process gone.
  await waitFor('the processes of the app to end', 20_000, () => stillRunning(processes).length === 0);
  return { step, after };
}

/** The step that runs shortly before the end. */
async function stepAfter(page: Awaited<ReturnType<typeof launchDesktopApp>>['page'], wait: number): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, wait)));
  const result = await page.evaluate(askForSwitch);
  if (!result.ok || result.value.state !== 'running') return 'nothing yet';
  return result.value.steps.findLast(({ state }) => state === 'done')?.name ?? 'nothing yet';
}
