import type { Api } from '../../src-shared/contract.ts';
import { someEngines, someMovePlan, someMoveReport } from './engine-facts.ts';
import type { FakeParts } from './fake-home-parts.ts';

/** The domains of engines and ports. */
export function fakeEngineParts({ states, read, record, listen }: FakeParts): Pick<Api, 'engines' | 'ports'> {
  return {
    engines: {
      list: () => read(states.engines),
      use: (input) => record('engines.use', input, someEngines()),
      onChanged: listen('engines'),
    },
    ports: {
      look: () => read(states.ports),
      plan: (input) =>
        record('ports.plan', input, someMovePlan({ service: input.service, to: input.to ?? someMovePlan().to })),
      move: (input) => record('ports.move', input, someMoveReport()),
      onChanged: listen('ports'),
    },
  };
}
