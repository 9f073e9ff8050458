import { serviceTitles } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { AwaitedContainer } from './answer.ts';
import type { ContainerSummary } from './container-facts.ts';
import type { Connection } from './engine.ts';
import { ensureNetwork } from './network.ts';
import type { PortSurroundings } from './ports.ts';
import type { ServicePlan } from './service-files.ts';
import { firstAnswering, type OldContainer, ownContainers, type ServiceReplacement } from './service-replacement.ts';
import { startContainer } from './start-container.ts';

/**
 * The restart of one service's container as a part of a replacement: nothing is made and nothing removed, and taking it
 * back makes sure that the container does again what it did before. One that did not run is started.
 */
export function createServiceRestart(
  plan: ServicePlan,
  version: string,
  portsOf: (connection: Connection) => PortSurroundings,
): ServiceReplacement {
  let own: OldContainer | null = null;
  let answering: AwaitedContainer | null = null;
  let stopped = false;

  return {
    plan,
    runs: true,
    get newId() {
      return own?.id ?? null;
    },
    async run(connection, containers, signal) {
      const { calls, endpoint } = connection;
      own = mainOf(plan, containers);
      if (own.wasRunning) {
        answering = await firstAnswering(plan, [own], endpoint.publishedHost);
        signal.throwIfAborted();
        stopped = true;
        await calls.stop(own.id, plan.compose.stopGraceSeconds);
      } else {
        await ensureNetwork(calls, plan, version);
      }
      signal.throwIfAborted();
      await startContainer(calls, plan, own.id, { ports: portsOf(connection), signal });
    },
    async undo(connection) {
      if (own === null) return null;
      const { calls } = connection;
      if (!own.wasRunning) await calls.stop(own.id, plan.compose.stopGraceSeconds);
      else if (stopped) {
        const signal = new AbortController().signal;
        await startContainer(calls, plan, own.id, { ports: portsOf(connection), signal });
      }
      return answering;
    },
    commit: async () => undefined,
  };
}

/** Fault: `docker/refused` where there is none any more. */
function mainOf(plan: ServicePlan, containers: readonly ContainerSummary[]): OldContainer {
  const all = ownContainers(plan, containers);
  const main = all.find(({ name }) => name === plan.compose.containerName) ?? all[0];
  if (main !== undefined) return main;
  const message = `${serviceTitles[plan.name]} has no container to restart: something else removed it meanwhile.`;
  throw new Fault('docker/refused', message);
}
