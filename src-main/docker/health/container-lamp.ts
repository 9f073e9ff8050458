import type { Service } from '../../../src-shared/docker.ts';
import type { ContainerFacts } from '../container-facts.ts';
import { type LampReading, reading } from './reading.ts';

/** What is known of a service's container. */
export interface ContainerSituation {
  /** Why the engine cannot be asked, null where it can. */
  readonly engineProblem: string | null;
  /** Null where there is no container. */
  readonly facts: ContainerFacts | null;
  readonly busy: Service['busy'];
  /** True for the moment in which an ended container may be one that is being restarted. */
  readonly justEnded: boolean;
}

/** 128 + SIGKILL, SIGTERM: how a container ends that was told to. */
const toldToEnd = [0, 137, 143];

/** Whether the container runs. Stopped on purpose is a warning, ended by itself a failure. */
export function containerLamp({ engineProblem, facts, busy, justEnded }: ContainerSituation): LampReading {
  if (engineProblem !== null) return reading('unknown', engineProblem);
  if (busy === 'stopping') return reading('starting', 'It is being stopped.');
  if (busy !== null) return reading('starting', `It is being ${doing[busy]}.`);
  if (facts === null) return reading('warn', 'There is no container yet.', 'Start the service; the app makes it then.');
  if (facts.paused) return reading('warn', 'It is paused.', 'Start the service to resume it.');
  if (facts.restarting) {
    const advice = `Read \`docker logs ${facts.name}\`, correct the cause, then restart it.`;
    return reading('failed', `It ends again and again, last with exit code ${facts.exitCode}.`, advice);
  }
  if (facts.running) return reading('ok', 'It runs.');
  if (justEnded) return reading('starting', 'It ended a moment ago and may be coming back.');
  return ended(facts);
}

const doing = { starting: 'started', restarting: 'restarted', recreating: 'replaced by a new one' } as const;

function ended(facts: ContainerFacts): LampReading {
  const advice = `Read \`docker logs ${facts.name}\`, correct the cause, then start it.`;
  if (facts.outOfMemory) {
    return reading(
      'failed',
      'It was ended because it used more memory than it may.',
      'Give it more memory, then start it.',
    );
  }
  if (facts.startError !== '') return reading('failed', `Docker could not start it: ${facts.startError}`, advice);
  if (facts.status === 'created') return reading('warn', 'It was made but never started.', 'Start the service.');
  if (toldToEnd.includes(facts.exitCode)) return reading('warn', 'It is stopped.', 'Start the service.');
  return reading('failed', `It ended with exit code ${facts.exitCode}.`, advice);
}
