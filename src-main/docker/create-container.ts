import { serviceTitles } from '../../src-shared/docker.ts';
import { containerOptions } from './container-options.ts';
import type { EngineCalls } from './engine-calls.ts';
import { isNetworkGone, refusalFault } from './engine-fault.ts';
import { ensureNetwork, joinNetworks } from './network.ts';
import { replacementLabel } from './ownership.ts';
import type { ServicePlan } from './service-files.ts';

/**
 * Makes a container of a service, and its networks and volumes where they are missing. It is not started.
 * @param as the name it gets, and the replacement it is made for
 * @returns its id
 * Faults: `docker/image-missing`, `docker/name-taken`, `docker/mount-refused`, `docker/refused`.
 */
export async function createContainer(
  calls: EngineCalls,
  plan: ServicePlan,
  as: { readonly name: string; readonly replacement: string },
  version: string,
): Promise<string> {
  const { containerName, image } = plan.compose;
  const plain = containerOptions(plan, version);
  const options = { ...plain, name: as.name, Labels: { ...plain.Labels, [replacementLabel]: as.replacement } };
  // At the same time, as most engines ask for the network only at the start. Not so where volumes are named, which the
  // creation would make without the labels of their project, nor where something of others may be missing.
  const network = ensureNetwork(calls, plan, version);
  // Whoever waits for it below hears of it; until then a refusal is nobody's.
  network.catch(() => undefined);
  let id: string | null = null;
  try {
    if (plan.compose.volumes.length > 0 || plan.compose.networks.some(({ external }) => external)) await network;
    id = await calls.create(options).catch(async (cause) => {
      if (!isNetworkGone(cause)) throw cause;
      await network;
      return calls.create(options);
    });
    await network;
    await joinNetworks(calls, plan, id);
    return id;
  } catch (cause) {
    await network.catch(() => undefined);
    // One that is not in its networks is no container of the service.
    if (id !== null) await calls.remove(id, true).catch(() => undefined);
    const what = `create the container of ${serviceTitles[plan.name]}`;
    throw refusalFault(cause, { what, container: containerName, image });
  }
}
