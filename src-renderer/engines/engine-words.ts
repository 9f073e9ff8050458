import type { EngineEntry, EngineOrigin } from '../../src-shared/engines.ts';

const origins: Readonly<Record<EngineOrigin, string>> = {
  chosen: 'chosen here',
  'docker-host': 'set in the environment',
  'docker-context': 'Docker context, named by DOCKER_CONTEXT',
  'current-context': 'Docker context in use',
  context: 'Docker context',
  'known-place': 'usual place',
};

/** Where an engine is known from, in a few words. */
export function originWords({ origin }: EngineEntry): string {
  return origins[origin];
}

/** True for usual places where nothing is: most computers have one engine, and nobody misses the others. */
export function isMerelyAbsent({ origin, condition }: EngineEntry): boolean {
  return origin === 'known-place' && condition.state === 'unusable' && condition.error.code === 'docker/not-found';
}

/** What stands for an engine when it is chosen: a context has its name, and what is reached by an address the address. */
export function choiceOf({ origin, name, address }: EngineEntry): string {
  return /context$/.test(origin) || address === '' ? name : address;
}
