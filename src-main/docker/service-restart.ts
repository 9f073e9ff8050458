import { serviceTitles } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { ContainerSummary } from './container-facts.ts';
import { ensureNetwork } from './network.ts';
import type { ServicePlan } from './service-files.ts';
import { oldContainers, type ServiceReplacement, type ServiceReplacementParts } from './service-replacement.ts';
import { startContainer } from './start-container.ts';

const unending = new AbortController().signal;

/**
 * Prepares the restart of one service's container as a part of a replacement: nothing is made and nothing removed, and
 * taking it back makes sure that the container does again what it did before. One that did not run is started.
 * Fault: `docker/refused` where there is none any more.
 */
export async function prepareServiceRestart(
  { plan, version, portsOf }: ServiceReplacementParts,
  containers: readonly ContainerSummary[],
  publishedHost: string,
): Promise<ServiceReplacement> {
  const name = plan.compose.containerName;
  const all = await oldContainers(plan, containers, publishedHost);
  const own = all.find((one) => one.name === name) ?? all[0];
  if (own === undefined) throw nothingToRestart(plan);
  let touched = false;

  return {
    plan,
    part: { service: plan.name, name, newName: name, olds: [own] },
    newId: own.id,
    runs: true,
    create: async () => undefined,
    async run(connection, signal) {
      const { calls } = connection;
      signal.throwIfAborted();
      touched = true;
      if (own.wasRunning) await calls.stop(own.id, plan.compose.stopGraceSeconds);
      else await ensureNetwork(calls, plan, version);
      signal.throwIfAborted();
      await startContainer(calls, plan, own.id, { ports: portsOf(connection), signal });
    },
    async undo(connection, now) {
      const { calls } = connection;
      if (!touched) return null;
      if (!now.some(({ id }) => id === own.id)) {
        throw new Fault('docker/refused', `The container ${own.name} is gone: something else removed it meanwhile.`);
      }
      if (!own.wasRunning) {
        await calls.stop(own.id, plan.compose.stopGraceSeconds);
        return null;
      }
      await startContainer(calls, plan, own.id, { ports: portsOf(connection), signal: unending });
      return own.answeredAt === null ? null : { name: plan.name, id: own.id, url: own.answeredAt };
    },
    commit: async () => undefined,
  };
}

function nothingToRestart({ name }: ServicePlan): Fault {
  const message = `${serviceTitles[name]} has no container to restart: something else removed it meanwhile.`;
  return new Fault('docker/refused', message);
}
