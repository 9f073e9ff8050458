import { randomUUID } from 'node:crypto';
import { type ServiceName, serviceTitles } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import { settled } from '../lib/settled.ts';
import { untilAnswers, untilServiceAnswers } from './answer.ts';
import type { ContainerSummary } from './container-facts.ts';
import type { Connection } from './engine.ts';
import { mountDifferences } from './mounts.ts';
import type { PortSurroundings } from './ports.ts';
import type { ReplacementRecord } from './replacement-record.ts';
import type { ServicePlan } from './service-files.ts';
import { prepareServiceReplacement, type ServiceReplacement } from './service-replacement.ts';
import { prepareServiceRestart } from './service-restart.ts';
import { untilAborted } from './time-limit.ts';

/**
 * New containers in the place of old ones, all services at once. The old ones stay, stopped and under another name,
 * until `commit`; `undo` brings them back from any state. Order: create, run, answered, mountsBelong, commit.
 */
export interface Replacement {
  /** What it sets out from, for whoever has to bring it to an end where this process cannot. */
  readonly record: ReplacementRecord;
  /**
   * Makes the new containers, which binds no port and stops nothing; `run` does it where this was left out. Faults:
   * `docker/image-missing`, `docker/mount-refused`, `docker/name-taken`, `docker/refused` and those of the engine.
   */
  create(): Promise<void>;
  /**
   * Faults: those of `create`, `docker/port-taken`. Ends soon after an abort; what the engine is doing then is waited
   * for by `undo`.
   */
  run(signal: AbortSignal): Promise<void>;
  /** Until /health of each answers. Faults: `docker/container-exited`, `docker/never-healthy`. @param limitMs the longest wait, the usual if left out */
  answered(signal: AbortSignal, limitMs?: number): Promise<void>;
  /** Fault: `docker/wrong-mounts` where a container mounts other folders than its files say. */
  mountsBelong(): Promise<void>;
  /** Removes the new ones, brings the old ones back and waits until those answer that did before. */
  undo(): Promise<void>;
  /** Removes the old ones. */
  commit(): Promise<void>;
}

/** What a replacement needs. */
export interface ReplacementPorts {
  connect(): Promise<Connection>;
  /** Like `connect`, but waits for an engine that is restarting. */
  reconnect(): Promise<Connection>;
  portsOf(connection: Connection): PortSurroundings;
  /** For Compose's version label. */
  readonly version: string;
  /** How long a service may take to answer. */
  readonly limitMs: number;
}

/**
 * How a service's container is replaced: by a new one that runs (where nothing else is said), by a new one that runs only
 * if the old one did, or not at all, but stopped and started again.
 */
export type ReplacementWay = 'running' | 'as it was' | 'restart';
/** The ways of the services of a replacement. */
export type ReplacementWays = Readonly<Partial<Record<ServiceName, ReplacementWay>>>;

const unending = new AbortController().signal;

/**
 * Prepares a replacement by looking at what is there; nothing is changed before `create`. Fault: `docker/name-taken`.
 * @param containers all that the engine has now
 */
export async function prepareReplacement(
  plans: readonly ServicePlan[],
  connection: Connection,
  containers: readonly ContainerSummary[],
  ports: ReplacementPorts,
  ways: ReplacementWays = {},
): Promise<Replacement> {
  const { portsOf, version } = ports;
  const { publishedHost } = connection.endpoint;
  const id = randomUUID();
  const services = await Promise.all(
    plans.map((plan) => {
      const way = ways[plan.name] ?? 'running';
      const parts = { id, plan, version, portsOf, publishedHost, asItWas: way === 'as it was' };
      return way === 'restart'
        ? prepareServiceRestart(parts, containers)
        : prepareServiceReplacement(parts, containers);
    }),
  );
  return replacementOf(id, services, ports);
}

function replacementOf(id: string, services: readonly ServiceReplacement[], ports: ReplacementPorts): Replacement {
  const { connect, reconnect, limitMs } = ports;
  let creating: Promise<void> = Promise.resolve();
  let begun: Promise<void> = Promise.resolve();
  let runs: readonly Promise<void>[] = [];

  async function createAll(): Promise<void> {
    const connection = await connect();
    await settled(services.map((service) => service.create(connection)));
  }

  async function replaceAll(signal: AbortSignal): Promise<void> {
    const connection = await connect();
    const failed = new AbortController();
    const both = AbortSignal.any([signal, failed.signal]);
    runs = services.map((service) => service.run(connection, both));
    try {
      await Promise.all(runs);
    } catch (cause) {
      failed.abort();
      throw cause;
    }
  }

  /** Everything that was begun is at rest, well or not: only then is it clear what there is to undo. */
  async function atRest(): Promise<void> {
    await Promise.allSettled([creating, begun]);
    await Promise.allSettled(runs);
  }

  async function undo(): Promise<void> {
    await atRest();
    const connection = await reconnect();
    const containers = await connection.calls.list();
    const outcomes = await Promise.allSettled(
      services.map(async (service) => {
        const answering = await service.undo(connection, containers);
        if (answering !== null) await untilAnswers(connection.calls, answering, { signal: unending, limitMs });
      }),
    );
    throwAll(outcomes, 'The old containers could not be brought back');
  }

  return {
    record: { id, services: services.map(({ part }) => part) },
    create() {
      creating = createAll();
      return creating;
    },
    run(signal) {
      begun = replaceAll(signal);
      return untilAborted(begun, signal);
    },
    async answered(signal, longest = limitMs) {
      const connection = await connect();
      const both = services.map(async ({ plan, newId, runs: isAwaited }) => {
        if (newId !== null && isAwaited)
          await untilServiceAnswers(connection, plan, newId, { signal, limitMs: longest });
      });
      await Promise.all(both);
    },
    async mountsBelong() {
      const { calls } = await connect();
      await Promise.all(
        services.map(async ({ plan, newId }) => {
          const facts = newId === null ? null : await calls.inspect(newId);
          const [wrong] = mountDifferences(plan.compose.binds, facts?.mounts ?? []);
          if (wrong === undefined) return;
          const there = wrong.actual ?? 'nothing';
          const message = `${serviceTitles[plan.name]} has ${there} at ${wrong.target} instead of ${wrong.expected}.`;
          throw new Fault('docker/wrong-mounts', message);
        }),
      );
    },
    undo,
    async commit() {
      const connection = await connect();
      const containers = await connection.calls.list();
      const outcomes = services.map((service) => service.commit(connection, containers));
      throwAll(await Promise.allSettled(outcomes), 'Old containers could not be removed');
    },
  };
}

/** One failure as it is, several in one fault. */
function throwAll(outcomes: readonly PromiseSettledResult<unknown>[], what: string): void {
  const causes = outcomes.flatMap((outcome): unknown[] => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (causes.length === 0) return;
  if (causes.length === 1) throw causes[0];
  const said = causes.map((cause) => (cause instanceof Error ? cause.message : String(cause)));
  throw new Fault('docker/refused', `${what}: ${said.join(' ')}`, { cause: causes[0] });
}
