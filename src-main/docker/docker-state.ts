import type { DockerState } from '../../src-shared/docker.ts';
import { mountDifferences } from './mounts.ts';
import type { Observation } from './observation.ts';

/** True where both env files and every existing container agree with the current user (seed 002's consistency check). */
export function isConsistent(observations: readonly Observation[]): boolean {
  return observations.length > 0 && observations.every(agrees);
}

function agrees({ engineProblem, currentUser, files, facts }: Observation): boolean {
  if (engineProblem !== null || currentUser === null || files.compose === undefined) return false;
  if (files.envUser !== currentUser) return false;
  if (facts === null) return true;
  const told = facts.environment.USER_ID;
  const isToldRight = told === undefined || told === currentUser;
  return isToldRight && mountDifferences(files.compose.binds, facts.mounts).length === 0;
}

/** Tells whether a state is worth sending: whatever a person sees at once, and latencies now and then. */
export interface Novelty {
  isNews(state: DockerState): boolean;
}

const latencyEveryMs = 3000;

/** Makes the memory of what was sent last. @param tick a monotonic time in milliseconds */
export function createNovelty(tick: () => number): Novelty {
  let seen = '';
  let whole = '';
  let at = Number.NEGATIVE_INFINITY;
  return {
    isNews(state) {
      const text = JSON.stringify(state);
      const visible = JSON.stringify(state, (key, value: unknown) => (key === 'latency' ? value !== null : value));
      const isLatencyDue = text !== whole && tick() - at >= latencyEveryMs;
      if (visible === seen && !isLatencyDue) return false;
      seen = visible;
      whole = text;
      at = tick();
      return true;
    },
  };
}
