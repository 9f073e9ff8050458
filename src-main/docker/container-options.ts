import { createHash } from 'node:crypto';
import type { ComposeHealthcheck, ComposeNetwork, ComposeService } from '../formats/compose-service.ts';
import type { CreateOptions } from './engine-calls.ts';
import { hostConfigOf } from './host-config.ts';
import { composeLabels, serviceLabel } from './ownership.ts';
import type { ServicePlan } from './service-files.ts';

/**
 * A service as options for a new container, labelled so that `docker compose ps`, `logs` and `down` take it for one of
 * their own (Compose lists what has project, service, oneoff=False and a config hash).
 * @param version what made it, for Compose's version label
 */
export function containerOptions(plan: ServicePlan, version: string): CreateOptions {
  const { compose } = plan;
  const settings = settingsOf(compose);
  const { others: _others, ...options } = settings;
  const labels = {
    ...compose.labels,
    [composeLabels.project]: compose.project,
    [composeLabels.service]: compose.service,
    [composeLabels.hash]: hashOf(settings),
    [composeLabels.oneOff]: 'False',
    [composeLabels.number]: '1',
    [composeLabels.folder]: plan.folder,
    [composeLabels.files]: plan.composeFile,
    [composeLabels.version]: version,
    [serviceLabel]: plan.name,
  };
  return { name: compose.containerName, ...options, Labels: labels };
}

/** The hash a container of this service carries; the same for the same settings, whatever made the app read them. */
export function configHash(compose: ComposeService): string {
  return hashOf(settingsOf(compose));
}

function settingsOf(compose: ComposeService) {
  const [first, ...others] = compose.networks;
  const { healthcheck, command, entrypoint, user, workingDir, hostname, stopSignal, stopGraceSeconds } = compose;
  const { platform } = compose.runtime;
  return {
    Image: compose.image,
    Env: Object.entries(compose.environment).map(([key, value]) => `${key}=${value}`),
    Labels: { ...compose.labels },
    ExposedPorts: Object.fromEntries(compose.ports.map((port) => [`${port.container}/${port.protocol}`, {}])),
    ...(command === null ? {} : { Cmd: [...command] }),
    ...(entrypoint === null ? {} : { Entrypoint: [...entrypoint] }),
    ...(user === null ? {} : { User: user }),
    ...(workingDir === null ? {} : { WorkingDir: workingDir }),
    ...(hostname === null ? {} : { Hostname: hostname }),
    ...(stopSignal === null ? {} : { StopSignal: stopSignal }),
    ...(stopGraceSeconds === null ? {} : { StopTimeout: Math.ceil(stopGraceSeconds) }),
    ...(healthcheck === null ? {} : { Healthcheck: probeOf(healthcheck) }),
    HostConfig: hostConfigOf(compose),
    ...(platform === null ? {} : { platform }),
    NetworkingConfig: {
      EndpointsConfig: first === undefined ? {} : { [first.name]: endpointOf(compose, first) },
    },
    // Engines before API 1.44 take one network only; the container is put into these once it is made.
    ...(others.length === 0 ? {} : { others: others.map((network) => [network.name, endpointOf(compose, network)]) }),
  };
}

/** How the container is in one network: the name of its service is an alias there, as with Compose. */
export function endpointOf(compose: ComposeService, network: ComposeNetwork) {
  const { aliases, address4, address6 } = network;
  const addresses = {
    ...(address4 === '' ? {} : { IPv4Address: address4 }),
    ...(address6 === '' ? {} : { IPv6Address: address6 }),
  };
  return {
    Aliases: [...new Set([compose.service, ...aliases])],
    ...(Object.keys(addresses).length === 0 ? {} : { IPAMConfig: addresses }),
  };
}

function probeOf({ test, interval, timeout, startPeriod, startInterval, retries }: ComposeHealthcheck) {
  return {
    Test: [...test],
    ...(interval === null ? {} : { Interval: interval }),
    ...(timeout === null ? {} : { Timeout: timeout }),
    ...(startPeriod === null ? {} : { StartPeriod: startPeriod }),
    ...(startInterval === null ? {} : { StartInterval: startInterval }),
    ...(retries === null ? {} : { Retries: retries }),
  };
}

function hashOf(settings: unknown): string {
  return createHash('sha256').update(stableJson(settings)).digest('hex');
}

/** JSON with sorted keys: the same text for the same content. */
function stableJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
