import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { App } from '../../src-main/app.ts';
import { containerOptions } from '../../src-main/docker/container-options.ts';
import type { CreateOptions } from '../../src-main/docker/engine-calls.ts';
import { planOf } from '../../src-main/docker/service-files.ts';
import { createHome } from '../../src-main/home/index.ts';
import { realDisk } from '../../src-main/lib/disk.ts';
import { createFiles } from '../../src-main/lib/files.ts';
import { createJournal } from '../../src-main/lib/journal.ts';
import { createOwnerLock } from '../../src-main/lib/owner-lock.ts';
import { systemClock } from '../../src-main/lib/system.ts';
import { createServiceFiles } from '../../src-main/service-files.ts';
import { compare, type Figures, timed } from './compare.ts';
import { caller, log, makeCore, surroundingsOf } from './core.ts';
import type { EngineStage, Stage } from './stage.ts';

/**
 * S2: a switch of both services, from the call to both /health answering as the new user, against bare calls of the
 * Docker client that do the same to two containers made with the same options. Each side has a home of its own, so that
 * four containers are there at any time.
 */
export async function measureSwitch(stage: Stage): Promise<Figures> {
  const engine = await stage.engine();
  const ours = await engine.home('_ours');
  const floor = await prepareFloor(engine, await engine.home('_floor'));
  const core = makeCore(ours, engine.dockerHost);
  await core.open({ watch: false });
  await core.features.docker.start({ services: ['knowledge', 'memory'] }, caller);
  await core.end();
  await floor.replace('paula');
  let round = 0;
  const next = () => (Math.floor(round++ / 2) % 2 === 0 ? 'charlie' : 'paula');
  return compare(
    () => switchOnce(ours, engine.dockerHost, next()),
    () => floor.replace(next()),
  );
}

/** As in the window: the core is open and watches while it switches. It is closed again before the other side's turn. */
async function switchOnce(home: string, dockerHost: string, user: string): Promise<number> {
  const core = makeCore(home, dockerHost);
  await core.open();
  await untilWatching(core);
  const begin = performance.now();
  const answered = answerTime(core);
  const report = await core.features.switching.start(
    { userId: user, scope: 'machine', services: true, repair: false },
    caller,
  );
  await core.end();
  if (!report.success) throw new Error(`The switch failed: ${report.error?.message}`);
  return (await answered) - begin;
}

async function untilWatching({ features }: App): Promise<void> {
  await new Promise<void>((resolve) => {
    const off = features.docker.onChanged(({ services }) => {
      if (services.length < 2 || services.some(({ lamps }) => lamps.http.state !== 'ok')) return;
      off();
      resolve();
    });
  });
}

function answerTime({ features }: App): Promise<number> {
  return new Promise((resolve) => {
    const off = features.switching.onChanged((state) => {
      const steps = state.state === 'running' ? state.steps : [];
      if (!steps.some(({ name, state: how }) => name === 'answer' && how === 'done')) return;
      off();
      resolve(performance.now());
    });
  });
}

/** The floor: the fewest calls that end with two new containers answering, as much at once as the engine takes. */
async function prepareFloor({ docker, dockerHost }: EngineStage, home: string) {
  const options = new Map<string, readonly CreateOptions[]>();
  for (const user of ['paula', 'charlie']) options.set(user, await optionsFor(home, dockerHost, user));
  let running: readonly Docker.Container[] = [];
  let count = 0;

  async function replace(user: string): Promise<number> {
    const wanted = options.get(user) ?? [];
    const old = running;
    const fresh: Docker.Container[] = [];
    count += 1;
    const took = await timed(() =>
      Promise.all(
        wanted.map(async (each, index) => {
          // In this order: a container made before or during the stop was measured to start later, not sooner.
          await old[index]?.stop();
          const made = await docker.createContainer({ ...each, name: `${each.name}_${count}` });
          fresh.push(made);
          await made.start();
          await untilHealthy(portOf(each));
        }),
      ),
    );
    await Promise.all(old.map((container) => container.remove({ force: true })));
    running = fresh;
    return took;
  }
  return { replace };
}

/** What the app itself makes the containers of this home with, but for the labels by which it would take them for its own. */
async function optionsFor(home: string, dockerHost: string, user: string): Promise<readonly CreateOptions[]> {
  const files = createFiles();
  const desktop = join(home, 'desktop');
  const journal = createJournal({ disk: realDisk, folder: () => join(desktop, 'journal'), clock: systemClock, log });
  const lock = createOwnerLock(() => join(desktop, 'operation.lock'));
  const surroundings = surroundingsOf(home, dockerHost);
  const feature = createHome({ surroundings, files, journal, lock, clock: systemClock, log });
  await feature.open();
  const services = await createServiceFiles({ files, home: feature, log }).read(user);
  await feature.end();
  return services.map((each) => {
    const plan = planOf(each);
    return { ...containerOptions(plan, 'bench'), Labels: { ...plan.compose.labels } };
  });
}

function portOf({ HostConfig }: CreateOptions): number {
  const bindings: Record<string, { HostPort: string }[]> = HostConfig?.PortBindings ?? {};
  return Number(Object.values(bindings)[0]?.[0]?.HostPort);
}

/** Asked more often than the app does. */
async function untilHealthy(port: number): Promise<void> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(300) }).catch(
      () => null,
    );
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    await pause(10);
  }
}
