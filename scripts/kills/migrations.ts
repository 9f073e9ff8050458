import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeUpstreamHome } from '../../e2e/stand-ins/homes.ts';
import { runCommandLine } from '../../e2e/support/command-line.ts';
import { cleanEnvironment } from '../../e2e/support/environment.ts';
import { treeState } from '../../src-main/lib/testing/tree-state.ts';
import type { Stage } from '../bench/stage.ts';
import type { Random } from './random.ts';
import { nothing, type Tally, withKill } from './tally.ts';
import { killProcess } from './victims.ts';

/** Files of a project beside those that a home has anyway: enough for a migration to take a while. */
const many = 150;

/**
 * Ends migrations in the midst and starts once after each: the home must be as it was, or as a migration that nobody ended
 * leaves it, and the source untouched.
 */
export async function killMigrations(
  stage: Stage,
  times: number,
  random: Random,
  interrupt: AbortSignal,
): Promise<Tally> {
  if (times === 0) return nothing;
  const folder = await stage.folder();
  const [project, model, home] = ['project', 'model', 'home'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await writeProject(project);
  await writeUpstreamHome(model, { dataRoot: join(folder, 'data') });
  const env = cleanEnvironment({ PERSAG_HOME: home, PERSAG_ROOT: join(folder, 'data') });
  const args = ['migrate', '--from', project, '--conflicts', 'replace'];
  const state = () => treeState(home, ['desktop', 'backups']);

  const renew = async () => {
    await rm(home, { recursive: true, force: true });
    await cp(model, home, { recursive: true });
  };
  await renew();
  const old = JSON.stringify(await state());
  const source = JSON.stringify(await treeState(project));
  const begin = performance.now();
  const whole = await runCommandLine(args, env);
  const span = performance.now() - begin;
  if (whole.code !== 0) throw new Error(`the migration to be measured failed: ${whole.stderr}`);
  const moved = JSON.stringify(await state());
  if (moved === old) throw new Error('the migration to be measured changed nothing');
  process.stdout.write(`a migration takes ${Math.round(span)} ms here; kills come within that time\n`);

  let tally = nothing;
  for (let tries = 0; tally.kills < times && tries < times * 3 && !interrupt.aborted; tries += 1) {
    await renew();
    const after = span * random();
    if ((await killProcess(args, env, after)) === null) continue;
    const { code, stderr } = await runCommandLine(['status'], env);
    const now = JSON.stringify(await state());
    const wrong = [
      ...(code === 0 ? [] : [`the start ended with ${code}: ${stderr}`]),
      ...([old, moved].includes(now) ? [] : ['the home is neither as it was nor as it was to be']),
      ...(JSON.stringify(await treeState(project)) === source ? [] : ['the source was changed']),
    ];
    const broken =
      wrong.length === 0 ? null : `migration, ${Math.round(after)} ms after its start: ${wrong.join('; ')}`;
    tally = withKill(
      tally,
      now === moved ? 'moved' : 'as it was',
      `${Math.floor((after / span) * 4) + 1}. quarter`,
      broken,
    );
  }
  if (tally.kills < times)
    return withKill(tally, 'missing', 'none', `only ${tally.kills} of ${times} kills came about`);
  return tally;
}

/** A project folder as upstream has it, with many files. */
async function writeProject(project: string): Promise<void> {
  await writeUpstreamHome(project, { current: 'paula.smith', dataRoot: `${project}-data` });
  await mkdir(join(project, 'lightrag_server', 'more'));
  for (let number = 0; number < many; number += 1) {
    await writeFile(join(project, 'lightrag_server', 'more', `file-${number}`), `${number}\n`.repeat(200));
  }
}
