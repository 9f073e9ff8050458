import type { DockerState, ServiceName } from '../../src-shared/docker.ts';
import type { DockerFeature } from './docker-feature.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Observer } from './observer.ts';
import type { Doing, Operations } from './operations.ts';
import { planOf, type ServiceFiles } from './service-files.ts';

/** What a person can have done with services. */
export type Actions = Pick<DockerFeature, 'start' | 'stop' | 'restart' | 'recreate'>;

/** What the actions are made of. */
export interface ActionParts {
  readonly operations: Operations;
  readonly lifecycle: Lifecycle;
  readonly observer: Observer;
  services(): Promise<readonly ServiceFiles[]>;
  state(): DockerState;
}

/** Joins the operations of single services to actions on the chosen ones, which answer with the state afterwards. */
export function createActions({ operations, lifecycle, observer, services, state }: ActionParts): Actions {
  const action =
    (doing: Doing, act: keyof Lifecycle) =>
    async (choice: { services: readonly ServiceName[] }): Promise<DockerState> => {
      // Read anew, so that nothing is made from the files of a moment ago.
      const files = await services();
      await operations.run(doing, choice.services, async (name, signal) => {
        const own = files.find((one) => one.name === name);
        if (own === undefined) throw new Error(`no files of ${name} were given`);
        try {
          await lifecycle[act](planOf(own), signal);
        } finally {
          // While it still shows as busy: what is seen then is the app's doing, and not a container that broke down.
          await observer.look();
        }
      });
      await observer.lookAndProbe();
      return state();
    };
  return {
    start: action('starting', 'start'),
    stop: action('stopping', 'stop'),
    restart: action('restarting', 'restart'),
    recreate: action('recreating', 'recreate'),
  };
}
