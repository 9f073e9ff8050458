import type { Api } from '../../src-shared/contract.ts';
import { someDocker } from './facts.ts';
import type { FakeParts } from './fake-home-parts.ts';

/** The part of the stand-in for the two services. */
export function fakeDockerPart({ states, read, record, listen }: FakeParts): Pick<Api, 'docker'> {
  const act = (member: string) => (input: unknown) => record(`docker.${member}`, input, states.docker ?? someDocker());
  return {
    docker: {
      get: () => read(states.docker),
      start: act('start'),
      stop: act('stop'),
      restart: act('restart'),
      recreate: act('recreate'),
      onChanged: listen('docker'),
    },
  };
}
