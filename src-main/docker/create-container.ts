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
  // At the same time, as most engines ask for the network only at the start; a volume that is not there is made by the
  // creation itself, without the labels of its project.
  const network = ensureNetwork(calls, plan, version);
  try {
    if (plan.compose.volumes.length > 0) await network;
    const id = await calls.create(options).catch(async (cause) => {
      if (!isNetworkGone(cause)) throw cause;
      await network;
      return calls.create(options);
    });
    await network;
    await joinNetworks(calls, plan, id).catch(async (cause) => {
      await calls.remove(id, true).catch(() => undefined);
      throw cause;
    });
    return id;
  } catch (cause) {
    await network.catch(() => undefined);
    const what = `create the container of ${serviceTitles[plan.name]}`;
    throw refusalFault(cause, { what, container: containerName, image });
  }
}
