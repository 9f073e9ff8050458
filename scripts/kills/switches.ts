import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '../../e2e/stand-ins/wait-for.ts';
import { runCommandLine } from '../../e2e/support/command-line.ts';
import { cleanEnvironment } from '../../e2e/support/environment.ts';
import { composeFiles } from '../../e2e/support/home-files.ts';
import type { HomeNotice } from '../../src-shared/home.ts';
import type { Stage } from '../bench/stage.ts';
import { bothAnswer, type HomeUsers, lookAtHome, type WatchedHome } from './look.ts';
import type { Random } from './random.ts';
import { nothing, type Tally, withKill } from './tally.ts';
import { type Killed, killCommand, killWindow, measureCommand, measureWindow } from './victims.ts';

const [one, other] = ['paula', 'charlie'] as const;

/** A home with running services, and how to work on it. */
interface Scene {
  readonly home: WatchedHome;
  readonly env: NodeJS.ProcessEnv;
  readonly ports: readonly number[];
}

/**
 * Ends switches in the midst, by kill -9, at moments spread over their whole time, and starts once after each. Then env.userid,
 * both env files, both containers and the registry must name one user, both services answer, and nothing be left over.
 */
export async function killSwitches(
  stage: Stage,
  by: 'command' | 'window',
  times: number,
  random: Random,
  interrupt: AbortSignal,
): Promise<Tally> {
  if (times === 0) return nothing;
  const scene = await openScene(stage, `_kill_${by}`);
  const span = await (by === 'command' ? measureCommand : measureWindow)(scene.env, [other, one]);
  process.stdout.write(`a switch by the ${by} takes ${Math.round(span)} ms here; kills come within that time\n`);
  let tally = nothing;
  for (let tries = 0; tally.kills < times && tries < times * 3 && !interrupt.aborted; tries += 1) {
    const before = await lookAtHome(scene.home);
    const to = before.users['env.userid'] === one ? other : one;
    const kill = by === 'command' ? killCommand : killWindow;
    const killed = await kill(scene.env, to, span * random());
    // One that was quicker than its end is none.
    if (killed === null) continue;
    const { outcome, broken } = await startAndLook(scene, before, to);
    const what = broken === null ? null : `kill ${tally.kills + 1} by the ${by}, ${moment(killed)}: ${broken}`;
    if (what !== null) process.stdout.write(`${what}\n`);
    tally = withKill(tally, outcome, killed.step, what);
    if (tally.kills % 20 === 0) process.stdout.write(`  ${tally.kills} kills\n`);
    if (broken !== null) await startAfresh(scene);
  }
  if (tally.kills < times)
    return withKill(tally, 'missing', 'none', `only ${tally.kills} of ${times} kills came about`);
  return tally;
}

const moment = ({ step, after }: Killed) => `${Math.round(after)} ms after its start, last heard of: ${step}`;

async function openScene(stage: Stage, suffix: string): Promise<Scene> {
  const engine = await stage.engine();
  const folder = await engine.home(suffix);
  const env = cleanEnvironment({
    PERSAG_HOME: folder,
    DOCKER_HOST: engine.dockerHost,
    PERSAG_SERVICE_TIMEOUT: '30',
  });
  const ports = await Promise.all(
    Object.values(composeFiles).map(async (path) => {
      const text = await readFile(join(folder, path), 'utf8');
      return Number(/"127\.0\.0\.1:(\d+):9621"/.exec(text)?.[1]);
    }),
  );
  const scene = { home: { folder, docker: engine.docker, suffix }, env, ports };
  await startAfresh(scene);
  return scene;
}

/** Both services of the current user, made anew. */
async function startAfresh({ env }: Scene): Promise<void> {
  const { code, stderr } = await runCommandLine(['services', 'recreate'], env);
  if (code !== 0) throw new Error(`the services could not be started: ${stderr}`);
}

interface Found {
  readonly outcome: 'untouched' | 'undone' | 'finished';
  /** What is wrong, null where nothing is. */
  readonly broken: string | null;
}

/** One start of the command line, as a person's next step would be; it brings to an end what was cut off. */
async function startAndLook(scene: Scene, before: HomeUsers, to: string): Promise<Found> {
  const started = await runCommandLine(['status', '--json'], scene.env);
  const notices = started.code === 0 ? started.json<{ notices: readonly HomeNotice[] }>().notices : [];
  await waitFor('both services to answer', 30_000, () => bothAnswer(scene.ports)).catch(() => undefined);
  const now = await lookAtHome(scene.home);
  const user = now.users['env.userid'] ?? 'nobody';
  const told = notices.some(({ code }) => code === 'switch-recovered');
  const outcome = user === to ? 'finished' : told ? 'undone' : 'untouched';
  const wrong = [
    ...(started.code === 0 ? [] : [`the start ended with ${started.code}: ${started.stderr}`]),
    ...notices.filter(({ code }) => code !== 'switch-recovered').map(({ code, message }) => `${code}: ${message}`),
    ...Object.entries(now.users).flatMap(([place, named]) => (named === user ? [] : [`${place} names ${named}`])),
    ...(Object.keys(now.users).length === 7 ? [] : ['not all places were found']),
    ...now.odd,
    ...registryTrouble(before, now, to, outcome),
    ...((await bothAnswer(scene.ports)) ? [] : ['not both services answer']),
  ];
  return { outcome, broken: wrong.length === 0 ? null : `${user} is current, but ${wrong.join('; ')}` };
}

/** The visit is recorded where the switch was finished, and only there. */
function registryTrouble(before: HomeUsers, now: HomeUsers, to: string, outcome: Found['outcome']): readonly string[] {
  return Object.entries(now.lastSeen).flatMap(([user, seen]) => {
    const isNew = seen !== before.lastSeen[user];
    const shouldBe = outcome === 'finished' && user === to;
    return isNew === shouldBe ? [] : [`last_seen of ${user} ${isNew ? 'was changed' : 'is old'}`];
  });
}
