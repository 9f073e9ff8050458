import { type ServiceName, serviceTitles } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import { untilAnswers, untilServiceAnswers } from './answer.ts';
import type { Connection } from './engine.ts';
import { mountDifferences } from './mounts.ts';
import type { PortSurroundings } from './ports.ts';
import type { ServicePlan } from './service-files.ts';
import { createServiceReplacement } from './service-replacement.ts';
import { createServiceRestart } from './service-restart.ts';
import { untilAborted } from './time-limit.ts';

/**
 * New containers in the place of old ones, all services at once. The old ones stay, stopped and under another name,
 * until `commit`; `undo` brings them back from any state. Order: run, answered, mountsBelong, commit.
 */
export interface Replacement {
  /**
   * Faults: `docker/name-taken`, `docker/image-missing`, `docker/mount-refused`, `docker/port-taken`, `docker/refused` and
   * those of the engine. Ends soon after an abort; what the engine is doing then is waited for by `undo`.
   */
  run(signal: AbortSignal): Promise<void>;
  /** Until /health of each answers. Faults: `docker/container-exited`, `docker/never-healthy`. */
  answered(signal: AbortSignal): Promise<void>;
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

/** Prepares a replacement; nothing happens before `run`. */
export function createReplacement(
  plans: readonly ServicePlan[],
  ports: ReplacementPorts,
  ways: ReplacementWays = {},
): Replacement {
  const { connect, reconnect, portsOf, version, limitMs } = ports;
  const services = plans.map((plan) =>
    ways[plan.name] === 'restart'
      ? createServiceRestart(plan, version, portsOf)
      : createServiceReplacement(plan, version, portsOf, ways[plan.name] === 'as it was'),
  );
  let begun: Promise<void> = Promise.resolve();
  let runs: readonly Promise<void>[] = [];

  async function replaceAll(signal: AbortSignal): Promise<void> {
    const connection = await connect();
    const containers = await connection.calls.list();
    const failed = new AbortController();
    const both = AbortSignal.any([signal, failed.signal]);
    runs = services.map((service) => service.run(connection, containers, both));
    try {
      await Promise.all(runs);
    } catch (cause) {
      failed.abort();
      throw cause;
    }
  }

  /** Everything that was begun is at rest, well or not: only then is it clear what there is to undo. */
  async function atRest(): Promise<void> {
    await begun.catch(() => undefined);
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
    run(signal) {
      begun = replaceAll(signal);
      return untilAborted(begun, signal);
    },
    async answered(signal) {
      const connection = await connect();
      const both = services.map(async ({ plan, newId, runs: isAwaited }) => {
        if (newId !== null && isAwaited) await untilServiceAnswers(connection, plan, newId, { signal, limitMs });
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
