import type { ServiceName } from '../../src-shared/docker.ts';
import type { ComposeBind } from '../formats/compose-service.ts';
import type { ContainerFacts } from './container-facts.ts';
import { mountDifferences } from './mounts.ts';
import type { ServiceFiles } from './service-files.ts';
import type { ServiceMemory } from './service-memory.ts';

/** A folder of a service: what its files want inside the container, and what the container has there. */
export interface ComparedMount {
  readonly target: string;
  readonly expected: string;
  readonly actual: string | null;
  readonly same: boolean;
}

/** What the engine has for a service, beside what its files say; that there is none is a state, too. */
export interface ComparedContainer {
  readonly name: ServiceName;
  /** `foreign`: another container has the name. `unknown`: nobody can tell, and `problem` says why. */
  readonly state: 'unknown' | 'absent' | 'foreign' | 'stopped' | 'running';
  readonly problem: string;
  /** Null where there is no container of the service. */
  readonly id: string | null;
  /** The USER_ID it was told, null for none. */
  readonly userId: string | null;
  readonly mounts: readonly ComparedMount[];
}

/** All services at one moment. */
export interface Comparison {
  /** Why the engine cannot be asked, null where it can. */
  readonly engineProblem: string | null;
  readonly containers: readonly ComparedContainer[];
}

/** Compares what was last seen of the containers with files as they are now. */
export function compareContainers(
  files: readonly ServiceFiles[],
  memories: readonly ServiceMemory[],
  engineProblem: string | null,
): Comparison {
  const containers = files.map((own) => {
    const memory = memories.find((one) => one.files.name === own.name) ?? null;
    return compareOne(own, memory, engineProblem);
  });
  return { engineProblem, containers };
}

function compareOne(
  { name, compose, error }: ServiceFiles,
  memory: ServiceMemory | null,
  engineProblem: string | null,
): ComparedContainer {
  const base = { name, problem: '', id: null, userId: null, mounts: [] };
  const problem = engineProblem ?? error?.message ?? (memory?.inspected === true ? null : 'Docker is being asked.');
  if (problem !== null || compose === undefined || memory === null) {
    return { ...base, state: 'unknown', problem: problem ?? 'The files of the service cannot be used.' };
  }
  const { facts, foreign } = memory;
  if (facts === null) return { ...base, state: foreign === null ? 'absent' : 'foreign' };
  return {
    ...base,
    state: isUp(facts) ? 'running' : 'stopped',
    id: facts.id,
    userId: facts.environment.USER_ID ?? null,
    mounts: compareMounts(compose.binds, facts),
  };
}

/** Paused and restarting ones count: they come back by themselves or by a click, with what they have mounted. */
function isUp({ running, status }: ContainerFacts): boolean {
  return running || status === 'paused' || status === 'restarting';
}

function compareMounts(binds: readonly ComposeBind[], { mounts }: ContainerFacts): readonly ComparedMount[] {
  const different = mountDifferences(binds, mounts);
  return binds.map(({ source, target }) => {
    const difference = different.find((one) => one.target === target && one.expected === source);
    if (difference !== undefined) return { ...difference, same: false };
    return { target, expected: source, actual: source, same: true };
  });
}
