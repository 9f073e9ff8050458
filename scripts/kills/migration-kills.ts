import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { writePlainHome, writeUpstreamHome } from '../../e2e/stand-ins/homes.ts';
import { commandLine, runCommandLine } from '../../e2e/support/command-line.ts';
import { cleanEnvironment } from '../../e2e/support/environment.ts';
import { contentBesideBackups, contentOf } from '../../e2e/support/home-content.ts';
import { makeCore } from '../bench/core.ts';
import type { Stage } from './stage.ts';
import type { Series } from './switch-kills.ts';
import type { Ending } from './tally.ts';

/** A project to move in from, and the home it moves into, made anew for every kill. */
interface Move {
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly args: readonly string[];
  /** Makes the home what it was before. */
  reset(): Promise<void>;
  /** What the home holds without the backups and what the app keeps for itself. */
  content(): Promise<string>;
  /** What the project holds, which nobody may change. */
  source(): Promise<string>;
}

/** Kills the built command line while it moves a project in: the home has to be the old one or the new one, whole. */
export async function killMigrations(stage: Stage, { count, moments, tally, say }: Series): Promise<void> {
  const move = await prepare(await stage.folder());
  const [old, source] = [await move.content(), await move.source()];
  const begin = performance.now();
  const { code, stderr } = await runCommandLine(move.args, move.environment);
  if (code !== 0) throw new Error(`A migration that nobody disturbed failed: ${stderr}`);
  const length = performance.now() - begin;
  const whole = await move.content();
  if (whole === old) throw new Error('The migration moved nothing in.');
  say(`a migration takes ${Math.round(length)} ms from its start to its end`);
  const waiting = [...moments.spread(count, length)];
  for (let index = 0; index < count; ) {
    const moment = waiting[index] ?? 0;
    await move.reset();
    if (!(await killedAt(move, moment))) {
      waiting[index] = moment * 0.97;
      continue;
    }
    index += 1;
    const isBegun = (await move.content()) !== old || (await readdir(join(move.home, 'desktop'))).includes('migrating');
    const problems = await startAgain(move, index % 2 === 0);
    const now = await move.content();
    if (now !== old && now !== whole) problems.push('the home is neither the old one nor the new one');
    if ((await move.source()) !== source) problems.push('the project it came from was changed');
    const ending: Ending = now === whole ? 'finished' : isBegun ? 'undone' : 'untouched';
    tally.add({ step: isBegun ? 'under way' : 'before the backup', ending, problems });
    if (problems.length > 0) say(`kill ${index} of a migration, at ${Math.round(moment)} ms: ${problems.join('; ')}`);
  }
}

async function prepare(folder: string): Promise<Move> {
  const [template, home, project] = ['template', 'home', 'project'].map((name) => join(folder, name));
  if (template === undefined || home === undefined || project === undefined) throw new Error('there are three folders');
  await writePlainHome(template, { image: 'none' });
  await mkdir(join(template, 'desktop'), { recursive: true });
  await writeUpstreamHome(project, { users: [{ id: 'charlie' }] });
  const notes = join(project, 'lightrag_server', 'notes');
  await mkdir(notes);
  for (let index = 0; index < 150; index += 1) await writeFile(join(notes, `note-${index}.txt`), `note ${index}\n`);
  const reset = async () => {
    await rm(home, { recursive: true, force: true });
    await cp(template, home, { recursive: true });
  };
  await reset();
  const nowhere = `unix://${join(folder, 'no-engine.sock')}`;
  return {
    ...{ home, reset },
    environment: cleanEnvironment({ PERSAG_HOME: home, DOCKER_HOST: nowhere }),
    args: ['migrate', '--from', project, '--conflicts', 'replace'],
    content: async () => (await contentBesideBackups(home)).join('\n'),
    source: async () => (await contentOf(project)).join('\n'),
  };
}

/** @returns what is wrong, one line each */
async function startAgain({ home, environment }: Move, byCommand: boolean): Promise<string[]> {
  if (byCommand) {
    const { code, stdout, stderr } = await runCommandLine(['status', '--json'], environment);
    return code === 0 ? [] : [`persag status ended with ${code}: ${stdout}${stderr}`];
  }
  const core = makeCore(home, environment.DOCKER_HOST);
  try {
    await core.open();
    return [];
  } catch (cause) {
    return [`the home could not be opened: ${cause}`];
  } finally {
    await core.end();
  }
}

/** False where the command had ended by then. */
async function killedAt({ environment, args }: Move, moment: number): Promise<boolean> {
  const child = spawn(process.execPath, [commandLine, ...args], { env: environment, stdio: 'ignore' });
  const ended = once(child, 'exit');
  await Promise.race([pause(moment), ended]);
  child.kill('SIGKILL');
  await ended;
  return child.signalCode === 'SIGKILL';
}
