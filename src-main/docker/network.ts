import { Fault } from '../../src-shared/errors.ts';
import type { ComposeNetwork, ComposeVolume } from '../formats/compose-service.ts';
import { endpointOf } from './container-options.ts';
import type { EngineCalls } from './engine-calls.ts';
import { refusalFault, saidBy, statusOf } from './engine-fault.ts';
import { composeLabels } from './ownership.ts';
import type { ServicePlan } from './service-files.ts';

/**
 * Makes the networks and volumes of a service's project where they are not there yet, as Compose would.
 * Fault: `docker/refused`, as where the engine has no addresses left, or an external one is missing.
 */
export async function ensureNetwork(calls: EngineCalls, plan: ServicePlan, version: string): Promise<void> {
  const { networks, volumes } = plan.compose;
  await Promise.all([
    ...networks.map((network) => ensureOne(calls, plan, network, version)),
    ...volumes.map((volume) => ensureVolume(calls, plan, volume, version)),
  ]);
}

/** Puts a new container into the networks besides the one it was made in. Fault: `docker/refused`. */
export async function joinNetworks(calls: EngineCalls, { compose }: ServicePlan, id: string): Promise<void> {
  for (const network of compose.networks.slice(1)) {
    try {
      await calls.connectNetwork(network.name, id, endpointOf(compose, network));
    } catch (cause) {
      throw refusalFault(cause, { what: `put ${compose.containerName} into the network ${network.name}` });
    }
  }
}

async function ensureOne(
  calls: EngineCalls,
  plan: ServicePlan,
  network: ComposeNetwork,
  version: string,
): Promise<void> {
  const { name } = network;
  // The engine's filter finds names that contain the text, too.
  if ((await calls.networkNames(name)).includes(name)) return;
  if (network.external) throw missingFault('network', name, plan);
  const labels = ofProject(plan, version, { ...network.labels, [composeLabels.network]: network.key });
  await made(`make the network ${name}`, () => calls.createNetwork(network, labels));
}

async function ensureVolume(
  calls: EngineCalls,
  plan: ServicePlan,
  volume: ComposeVolume,
  version: string,
): Promise<void> {
  const { name } = volume;
  if (await calls.hasVolume(name)) return;
  if (volume.external) throw missingFault('volume', name, plan);
  const labels = ofProject(plan, version, { ...volume.labels, [composeLabels.volume]: volume.key });
  await made(`make the volume ${name}`, () => calls.createVolume(volume, labels));
}

async function made(what: string, make: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await make();
      return;
    } catch (cause) {
      // 409: somebody else was quicker.
      if (statusOf(cause) === 409) return;
      if (attempt === attempts || !isRace(cause)) throw refusalFault(cause, { what });
    }
  }
}

const attempts = 5;

/** Podman looks through the interfaces of the computer and stumbles where one of another network goes at that moment. */
function isRace(cause: unknown): boolean {
  return /no such network interface/i.test(saidBy(cause));
}

function ofProject({ compose }: ServicePlan, version: string, labels: Readonly<Record<string, string>>) {
  return { ...labels, [composeLabels.project]: compose.project, [composeLabels.version]: version };
}

function missingFault(kind: 'network' | 'volume', name: string, { composeFile }: ServicePlan): Fault {
  return new Fault('docker/refused', `The ${kind} ${name} is not on this engine; ${composeFile} calls it external.`, {
    hint: `Make it with \`docker ${kind} create ${name}\`, or take \`external\` out of docker-compose.yml.`,
  });
}
