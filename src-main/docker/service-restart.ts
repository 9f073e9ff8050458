import { serviceTitles } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { ContainerSummary } from './container-facts.ts';
import { ensureNetwork } from './network.ts';
import type { OldContainer } from './replacement-record.ts';
import type { ServicePlan } from './service-files.ts';
import { oldContainers, type ServiceReplacement, type ServiceReplacementParts } from './service-replacement.ts';
import { startContainer } from './start-container.ts';

const unending = new AbortController().signal;

/**
 * The restart of one service's container as a part of a replacement: nothing is made and nothing removed, and taking it
 * back makes sure that the container does again what it did before. One that did not run is started. Fault:
 * `docker/refused` where there is none any more.
 * @param containers all that the engine has now
 */
export async function prepareServiceRestart(
  { plan, version, portsOf }: ServiceReplacementParts,
  containers: readonly ContainerSummary[],
  publishedHost: string,
): Promise<ServiceReplacement> {
  const own = mainOf(plan, await oldContainers(plan, containers, publishedHost));
  const { containerName } = plan.compose;
  let stopped = false;

  return {
    plan,
    part: { service: plan.name, name: containerName, newName: containerName, olds: [own] },
    runs: true,
    newId: own.id,
    create: async () => undefined,
    async run(connection, signal) {
      const { calls } = connection;
      if (own.wasRunning) {
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
      const { calls } = connection;
      if (!own.wasRunning) await calls.stop(own.id, plan.compose.stopGraceSeconds);
      else if (stopped) await startContainer(calls, plan, own.id, { ports: portsOf(connection), signal: unending });
      return own.answeredAt === null ? null : { name: plan.name, id: own.id, url: own.answeredAt };
    },
    commit: async () => undefined,
  };
}

function mainOf(plan: ServicePlan, all: readonly OldContainer[]): OldContainer {
  const main = all.find(({ name }) => name === plan.compose.containerName) ?? all[0];
  if (main !== undefined) return main;
  const message = `${serviceTitles[plan.name]} has no container to restart: something else removed it meanwhile.`;
  throw new Fault('docker/refused', message);
}
