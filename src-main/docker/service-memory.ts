import type { Service } from '../../src-shared/docker.ts';
import type { ContainerFacts, ContainerPort } from './container-facts.ts';
import type { HttpProbe } from './health/http-probe.ts';
import type { ServiceFiles } from './service-files.ts';

/** How long an ended container may be one that is being restarted from outside: engines tell of no restart before its end. */
const restartMs = 2000;

/** What the app remembers of one service between two looks. */
export interface ServiceMemory {
  files: ServiceFiles;
  facts: ContainerFacts | null;
  /** The image of a container that has the service's name and is not its own, null where there is none such. */
  foreign: string | null;
  /** True once the engine was asked for its container. */
  inspected: boolean;
  ports: readonly ContainerPort[];
  /** The last answer to /health, with the start of the container it belongs to. */
  probe: { readonly startedAt: string | null; readonly result: HttpProbe } | null;
  /** The start since which it has answered at least once. */
  answeredStart: string | null;
  /** Monotonic time at which it was first seen ended, null while it runs or was ended by the app. */
  endedAt: number | null;
  busy: Service['busy'];
}

/** A memory with nothing in it but the files. */
export function emptyMemory(files: ServiceFiles): ServiceMemory {
  const nothing = {
    facts: null,
    foreign: null,
    ports: [],
    probe: null,
    answeredStart: null,
    endedAt: null,
    busy: null,
  };
  return { files, inspected: false, ...nothing };
}

/** Takes over what an inspection found. @param tick now, monotonic */
export function noteFacts(
  memory: ServiceMemory,
  facts: ContainerFacts | null,
  ports: readonly ContainerPort[],
  tick: number,
): void {
  const ran = memory.facts?.running === true;
  const runs = facts?.running === true;
  if (runs || facts === null) memory.endedAt = null;
  else if (ran && memory.busy === null) memory.endedAt = tick;
  memory.facts = facts;
  memory.inspected = true;
  memory.ports = ports;
}

/** Takes over an answer to /health, unless the container was started anew meanwhile. */
export function noteProbe(memory: ServiceMemory, startedAt: string | null, result: HttpProbe): void {
  if ((memory.facts?.startedAt ?? null) !== startedAt) return;
  memory.probe = { startedAt, result };
  if (result.ok) memory.answeredStart = startedAt;
}

/** True for the moment in which an ended container may be coming back. */
export function hasJustEnded(memory: ServiceMemory, tick: number): boolean {
  return memory.endedAt !== null && tick - memory.endedAt < restartMs;
}

/** The answer since the container's present start, or null. */
export function presentProbe({ facts, probe }: ServiceMemory): HttpProbe | null {
  return facts?.running === true && probe !== null && probe.startedAt === facts.startedAt ? probe.result : null;
}

/** True where the container was started less than the limit ago and has not answered since. */
export function mayBeStarting({ facts, answeredStart }: ServiceMemory, now: Date, limitMs: number): boolean {
  if (facts?.running !== true || facts.startedAt === null || answeredStart === facts.startedAt) return false;
  return now.getTime() - Date.parse(facts.startedAt) < limitMs;
}
