import type { ServiceName } from '../../src-shared/docker.ts';
import type { Board } from './board.ts';
import type { ContainerFacts } from './container-facts.ts';
import type { Engine } from './engine.ts';
import type { EngineStreams } from './engine-streams.ts';
import type { Observer } from './observer.ts';

/** What others read of the services' containers, for as long as somebody looks. Faults: those of the engine. */
export interface ServiceReading extends EngineStreams {
  /** The container of a service as it is now, null where there is none. */
  containerOf(name: ServiceName): Promise<ContainerFacts | null>;
}

/** Makes the reading. @param isWatched whether somebody keeps the board true; else it is looked at anew */
export function createReading(
  parts: { readonly engine: Engine; readonly board: Board; readonly observer: Observer },
  isWatched: () => boolean,
): ServiceReading {
  const { engine, board, observer } = parts;
  return {
    async containerOf(name) {
      const memory = () => board.memories.find(({ files }) => files.name === name);
      if (!isWatched() || memory()?.inspected !== true) await observer.look();
      const { calls } = await engine.connect();
      const id = memory()?.facts?.id;
      const facts = id === undefined ? null : await calls.inspect(id);
      if (facts !== null || id === undefined) return facts;
      // It was replaced since the last look.
      await observer.look();
      return memory()?.facts ?? null;
    },
    log: async (id, range, signal) => (await engine.connect()).calls.log(id, range, signal),
    stats: async (id, signal) => (await engine.connect()).calls.stats(id, signal),
    describe: async (id) => (await engine.connect()).calls.describe(id),
  };
}
