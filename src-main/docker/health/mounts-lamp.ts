import type { ComposeService } from '../../formats/compose-service.ts';
import type { ContainerFacts } from '../container-facts.ts';
import { mountDifferences, servedUser } from '../mounts.ts';
import { type LampReading, reading } from './reading.ts';

/** What is known of a service's folders. */
export interface MountsSituation {
  readonly engineProblem: string | null;
  readonly facts: ContainerFacts | null;
  readonly isBusy: boolean;
  readonly compose: ComposeService;
  /** Null where env.userid cannot be read. */
  readonly currentUser: string | null;
}

/** Whether the container has the current user's folders and name (facts 3.8: only its mounts tell the truth). */
export function mountsLamp({ engineProblem, facts, isBusy, compose, currentUser }: MountsSituation): LampReading {
  if (engineProblem !== null) return reading('unknown', 'Docker cannot be asked for its folders.');
  if (isBusy) return reading('starting', 'Looked at when that is done.');
  if (facts === null) return reading('unknown', 'There is no container yet.');
  if (currentUser === null) return reading('unknown', 'It is not known who is current.', 'Make a user current.');
  const [wrong] = mountDifferences(compose.binds, facts.mounts);
  if (wrong === undefined) return ofEnvironment(facts, currentUser);
  const served = servedUser(compose.binds, facts.mounts, currentUser);
  if (served !== null && served !== currentUser) {
    const advice = `Recreate it for ${currentUser}, or switch to ${served}.`;
    return reading('failed', `It has the folders of ${served}, not of ${currentUser}.`, advice);
  }
  const there = wrong.actual === null ? 'nothing' : wrong.actual;
  return reading('failed', `It has ${there} at ${wrong.target} instead of ${wrong.expected}.`, 'Recreate it.');
}

function ofEnvironment(facts: ContainerFacts, currentUser: string): LampReading {
  const told = facts.environment.USER_ID;
  if (told === undefined || told === currentUser) return reading('ok', `It has the folders of ${currentUser}.`);
  const why = `It has the folders of ${currentUser}, but was told that it serves ${told}.`;
  return reading('warn', why, 'Recreate it, so that both agree.');
}
