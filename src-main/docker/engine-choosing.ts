import type { DockerFeature } from './docker-feature.ts';
import type { EndpointSurroundings } from './endpoint.ts';
import type { Engine } from './engine.ts';
import { checkEngine, listEngines } from './engine-list.ts';

/** What the docker feature offers to whoever chooses among engines. @param wake lets a watch connect anew, if there is one */
export function createEngineChoosing(
  engine: Engine,
  surroundings: EndpointSurroundings,
  wake: () => void,
): Pick<DockerFeature, 'noteWake' | 'listEngines' | 'checkEngine' | 'usedEngine' | 'changeEngine'> {
  return {
    noteWake: wake,
    listEngines: (choice) => listEngines(surroundings, choice, engine.used?.address ?? null),
    checkEngine: (choice) => checkEngine(surroundings, choice),
    usedEngine: () => engine.used,
    async changeEngine() {
      engine.forget();
      wake();
      await engine.connect();
    },
  };
}
