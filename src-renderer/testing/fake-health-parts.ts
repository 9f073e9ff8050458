import type { Api } from '../../src-shared/contract.ts';
import type { FakeParts } from './fake-home-parts.ts';

/** The parts of the stand-in for the past of the lamps and for the models. */
export function fakeHealthParts({ states, read, record, listen }: FakeParts): Pick<Api, 'health' | 'models'> {
  const models = () => states.models ?? { needed: [], pulls: [] };
  return {
    health: { get: () => read(states.health), onChanged: listen('health') },
    models: {
      get: () => read(states.models),
      check: () => record('models.check', undefined, models()),
      pull: (input) => record('models.pull', input, models()),
      cancel: (input) => record('models.cancel', input, models()),
      onChanged: listen('models'),
    },
  };
}
