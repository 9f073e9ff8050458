import { serviceTitles } from '../../src-shared/docker.ts';
import { untilAnswers } from './answer.ts';
import type { ContainerSummary } from './container-facts.ts';
import type { Connection } from './engine.ts';
import { refusalFault } from './engine-fault.ts';
import type { PortSurroundings } from './ports.ts';
import { madeBy, type ReplacementRecord, removeOlds, replacementRecord, takeBack } from './replacement-record.ts';
import type { ServicePlan } from './service-files.ts';
import { startContainer } from './start-container.ts';
import { pause } from './time-limit.ts';

/** What the process that was cut off may have asked of the engine without waiting for the answer. */
export interface UnderWay {
  /** New containers were being made: one may appear a moment after the process is gone. */
  readonly creating: boolean;
  /** Old containers were being stopped: one that runs may end at any moment. */
  readonly stopping: boolean;
}

/** What it is brought to an end with. */
export interface RecoverParts {
  readonly connection: Connection;
  /** What the files say now, as far as they can be used. */
  readonly plans: readonly ServicePlan[];
  readonly ports: PortSurroundings;
  readonly signal: AbortSignal;
}

/** How long a container may take to appear that was being made. */
const appearLimitMs = 3000;
/** How long services that answered before may take until they do again; slower ones are told of and not waited for. */
const answerLimitMs = 10_000;

/**
 * Brings the old containers back that a replacement of a process that is gone had put aside. May be cut off and repeated.
 * @param given the record of the replacement
 * @returns what is not as before, in words. Faults: those of the engine, `docker/port-taken`, `docker/refused`
 */
export async function takeBackReplacement(
  given: unknown,
  underWay: UnderWay,
  parts: RecoverParts,
): Promise<readonly string[]> {
  const record = replacementRecord.parse(given);
  const { connection, signal } = parts;
  const { calls } = connection;
  const containers = underWay.creating ? await untilMade(record, connection, signal) : await calls.list();
  const outcomes = await Promise.allSettled(
    record.services.map(async (part): Promise<readonly string[]> => {
      const start = (id: string) => startAgain(id, part.service, parts);
      const options = { replacement: record.id, containers, mayBeStopping: underWay.stopping, start };
      const { awaited, missing } = await takeBack(calls, part, options);
      if (awaited === null) return missing;
      const late = await untilAnswers(calls, awaited, { signal, limitMs: answerLimitMs }).then(
        () => [],
        (cause: Error) => [cause.message],
      );
      return [...missing, ...late];
    }),
  );
  const failed = outcomes.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return outcomes.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
}

/** Removes the old containers of a replacement that had succeeded. May be cut off and repeated. */
export async function finishReplacement(given: unknown, { calls }: Connection): Promise<void> {
  const record = replacementRecord.parse(given);
  await Promise.all(record.services.map((part) => removeOlds(calls, part)));
}

/** Waits a moment for the containers that were being made. @returns all that the engine has then */
async function untilMade(
  record: ReplacementRecord,
  { calls }: Connection,
  signal: AbortSignal,
): Promise<readonly ContainerSummary[]> {
  const begin = performance.now();
  for (;;) {
    const containers = await calls.list();
    const made = containers.filter(madeBy(record.id)).length;
    if (made >= record.services.length || performance.now() - begin > appearLimitMs) return containers;
    await pause(100, signal);
  }
}

/** Starts an old container; a port that is taken is named where the files of its service can be read. */
async function startAgain(
  id: string,
  service: ServicePlan['name'],
  { connection, plans, ports, signal }: RecoverParts,
): Promise<void> {
  const plan = plans.find(({ name }) => name === service);
  if (plan !== undefined) return startContainer(connection.calls, plan, id, { ports, signal });
  try {
    await connection.calls.start(id);
  } catch (cause) {
    throw refusalFault(cause, { what: `start ${serviceTitles[service]}` });
  }
}
