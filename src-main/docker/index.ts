import type { DockerState, ServiceName } from '../../src-shared/docker.ts';
import { createActions } from './actions.ts';
import { compareContainers } from './comparison.ts';
import { usesOf } from './container-uses.ts';
import type { DockerFeature, DockerPorts } from './docker-feature.ts';
import { reach } from './engine.ts';
import { createEngineChoosing } from './engine-choosing.ts';
import { findLeftovers, settleLeftovers } from './leftovers.ts';
import { createParts, type Parts } from './parts.ts';
import { createPortWatching } from './port-watching.ts';
import { createReading } from './reading.ts';
import { createReplacing } from './replacing.ts';
import { planOf, type ServicePlan } from './service-files.ts';
import { statusOf } from './status.ts';
import { startWatch, type Watch } from './watch.ts';

export type { DockerFeature } from './docker-feature.ts';

/** Makes the docker feature; nothing is asked or watched before it is told to. */
export function createDocker(ports: DockerPorts): DockerFeature {
  const parts = createParts(ports);
  const { engine, board, observer, operations, replacements, off } = parts;
  let watch: Watch | null = null;
  let seen = true;

  async function refresh(): Promise<DockerState> {
    await observer.lookAtAll();
    return board.state();
  }

  async function usablePlans(): Promise<readonly ServicePlan[]> {
    return (await ports.services()).flatMap((files) => (files.compose === undefined ? [] : [planOf(files)]));
  }

  const actions = createActions({ ...parts, services: ports.services, state: board.state });

  return {
    async get() {
      if (watch === null) return refresh();
      // The window is never kept waiting for an engine: what is known so far, and news when there are any.
      if (board.memories.length === 0) await observer.readFiles();
      return board.state();
    },
    ...actions,
    onChanged: board.onChanged,
    watch() {
      watch ??= startWatch({ ...parts, clock: ports.clock, log: ports.log });
      watch.setSeen(seen);
    },
    setSeen(now) {
      seen = now;
      watch?.setSeen(now);
    },
    refresh,
    noteChange() {
      if (!operations.isHeld) void watch?.look();
    },
    ...createEngineChoosing(engine, ports.surroundings, () => watch?.wake()),
    ...createPortWatching({ ...parts, platform: ports.surroundings.platform, usablePlans }),
    ready: async () => void (await reach(engine, 0, off.signal)),
    ...createReplacing({ replacements, usablePlans, signal: off.signal }),
    notRunning: (names) => notRunning(parts, names),
    async compare(services, anew) {
      // Without a watch nothing keeps the board true.
      if (anew || watch === null) await observer.look();
      return compareContainers(services, board.memories, board.engineProblem());
    },
    lastComparison() {
      const files = board.memories.map((memory) => memory.files);
      return { files, ...compareContainers(files, board.memories, board.engineProblem()) };
    },
    async status() {
      await observer.lookAndProbe();
      return statusOf(board.plainServices());
    },
    reading: createReading(parts, () => watch !== null),
    ...{ onProbed: board.onProbed, modelsOf: board.modelsOf, askModels: () => observer.askModels(0) },
    webUrl: (name) => board.state().services.find((service) => service.name === name)?.webUrl ?? null,
    hold(reason, names) {
      const release = operations.hold(reason, names);
      return () => {
        release();
        void watch?.look();
      };
    },
    async hasLeftovers() {
      return (await findLeftovers(await replacements.connect(), await usablePlans())).length > 0;
    },
    async settleLeftovers() {
      const connection = await replacements.connect();
      return settleLeftovers(connection, await usablePlans(), replacements.portsOf(connection));
    },
    imageCalls: async () => (await replacements.connect()).images,
    usesOf: async (folders) => usesOf((await replacements.connect()).calls, await usablePlans(), folders),
    async end() {
      await operations.end();
      watch?.end();
      off.abort();
      engine.end();
    },
  };
}

async function notRunning({ board, observer }: Parts, names: readonly ServiceName[]): Promise<readonly ServiceName[]> {
  await observer.look();
  const runs = (name: ServiceName) =>
    board.memories.some(({ files, facts }) => files.name === name && facts?.running === true && !facts.paused);
  return names.filter((name) => !runs(name));
}
