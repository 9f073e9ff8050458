import { serviceTitles } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import { untilServiceAnswers } from './answer.ts';
import type { ContainerFacts } from './container-facts.ts';
import { driftOf } from './drift.ts';
import type { Connection } from './engine.ts';
import { isNetworkGone, refusalFault } from './engine-fault.ts';
import { ensureNetwork } from './network.ts';
import { mainContainer } from './observer.ts';
import { isPortRefusal } from './ports.ts';
import { preflight } from './preflight.ts';
import { prepareReplacement, type Replacement, type ReplacementPorts } from './replacement.ts';
import type { ServicePlan } from './service-files.ts';
import { startContainer } from './start-container.ts';

/** What can be done with one service; each ends when the service answers, or does not run in the case of stop. */
export interface Lifecycle {
  /**
   * Brings a service up as its files say: makes its container where there is none, replaces one that is not what the
   * files say, starts one that does not run. What fails at its first start stays, so that it can be looked at.
   */
  start(plan: ServicePlan, signal: AbortSignal): Promise<void>;
  /** Stops its container within its grace period; fine where there is none. */
  stop(plan: ServicePlan): Promise<void>;
  /** Stops and starts the same container; starts it where it does not run. */
  restart(plan: ServicePlan, signal: AbortSignal): Promise<void>;
  /** A new container from the files as they are; the old one comes back where the new one does not answer. */
  recreate(plan: ServicePlan, signal: AbortSignal): Promise<void>;
}

/**
 * Makes the operations. Faults: those of the engine, of `preflight`, and `docker/container-exited`,
 * `docker/never-healthy`, `docker/refused`.
 */
export function createLifecycle(ports: ReplacementPorts): Lifecycle {
  const { connect, portsOf, version, limitMs } = ports;

  async function prepare(plan: ServicePlan): Promise<Replacement> {
    const connection = await connect();
    return prepareReplacement([plan], connection, await connection.calls.list(), ports);
  }

  async function recreate(plan: ServicePlan, signal: AbortSignal): Promise<void> {
    const replacement = await prepare(plan);
    try {
      await replacement.run(signal);
      await replacement.answered(signal);
      await replacement.mountsBelong();
    } catch (cause) {
      throw await undone(replacement, cause);
    }
    await replacement.commit();
  }

  async function create(plan: ServicePlan, signal: AbortSignal): Promise<void> {
    const replacement = await prepare(plan);
    // What never ran has nothing to show; what does not answer has.
    await replacement.run(signal).catch(async (cause) => {
      throw await undone(replacement, cause);
    });
    await replacement.answered(signal);
  }

  async function bringUp(plan: ServicePlan, facts: ContainerFacts, signal: AbortSignal): Promise<void> {
    const connection = await connect();
    if (facts.paused) await connection.calls.unpause(facts.id);
    else if (!facts.running) await startAgain(connection, plan, facts.id, signal);
    await untilServiceAnswers(connection, plan, facts.id, { signal, limitMs });
  }

  async function startAgain(connection: Connection, plan: ServicePlan, id: string, signal: AbortSignal): Promise<void> {
    await ensureNetwork(connection.calls, plan, version);
    await startContainer(connection.calls, plan, id, { ports: portsOf(connection), signal });
  }

  async function present(plan: ServicePlan): Promise<ContainerFacts | null> {
    const { calls } = await connect();
    const main = mainContainer({ ...plan, envUser: null }, await calls.list());
    return main === null ? null : calls.inspect(main.id);
  }

  async function start(plan: ServicePlan, signal: AbortSignal): Promise<void> {
    const facts = await present(plan);
    if (facts === null || driftOf(facts, plan.compose).length > 0) {
      await preflight([plan], await connect(), portsOf);
      return facts === null ? create(plan, signal) : recreate(plan, signal);
    }
    try {
      await bringUp(plan, facts, signal);
    } catch (cause) {
      // Its network was taken away and made anew by others: the container knows the old one only.
      if (!isNetworkGone(cause)) throw cause;
      await recreate(plan, signal);
    }
  }

  return {
    start,
    async stop(plan) {
      const { calls } = await connect();
      const main = mainContainer({ ...plan, envUser: null }, await calls.list());
      if (main === null) return;
      try {
        await calls.stop(main.id, plan.compose.stopGraceSeconds);
      } catch (cause) {
        throw refusalFault(cause, { what: `stop ${serviceTitles[plan.name]}`, container: plan.compose.containerName });
      }
    },
    async restart(plan, signal) {
      const facts = await present(plan);
      if (facts === null || !facts.running || facts.paused) return start(plan, signal);
      const connection = await connect();
      try {
        await connection.calls.restart(facts.id, plan.compose.stopGraceSeconds);
      } catch (cause) {
        const what = `restart ${serviceTitles[plan.name]}`;
        if (!isPortRefusal(cause)) throw refusalFault(cause, { what, container: facts.name });
        // It is stopped now, and its port went to somebody else: to be tried again or to be named.
        await startAgain(connection, plan, facts.id, signal);
      }
      await untilServiceAnswers(connection, plan, facts.id, { signal, limitMs });
    },
    async recreate(plan, signal) {
      await preflight([plan], await connect(), portsOf);
      await recreate(plan, signal);
    },
  };
}

/** Takes a replacement back. @returns what to throw: why it failed, and where it is so that the undo failed too */
async function undone(replacement: Replacement, cause: unknown): Promise<unknown> {
  try {
    await replacement.undo();
    return cause;
  } catch (failure) {
    if (!(cause instanceof Fault) || !(failure instanceof Error)) return cause;
    const message = `${cause.message} The old container could not be brought back: ${failure.message}`;
    return new Fault(cause.code, message, { cause: failure, hint: cause.hint, details: cause.details });
  }
}
