import { createHash } from 'node:crypto';
import type { ComposeBind, ComposeHealthcheck, ComposeService } from '../formats/compose-service.ts';
import type { CreateOptions } from './engine-calls.ts';
import { composeLabels, serviceLabel } from './ownership.ts';
import type { ServicePlan } from './service-files.ts';

/** The network Compose makes for a project whose file names none. */
export function networkOf(compose: ComposeService): string {
  return `${compose.project}_default`;
}

/** The labels Compose puts on that network. */
export function networkLabels(compose: ComposeService, version: string): Record<string, string> {
  return {
    [composeLabels.project]: compose.project,
    [composeLabels.network]: 'default',
    [composeLabels.version]: version,
  };
}

/**
 * A service as options for a new container, labelled so that `docker compose ps`, `logs` and `down` take it for one of
 * their own (Compose lists what has project, service, oneoff=False and a config hash).
 * @param version what made it, for Compose's version label
 */
export function containerOptions(plan: ServicePlan, version: string): CreateOptions {
  const { compose } = plan;
  const settings = settingsOf(compose);
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
  return { name: compose.containerName, ...settings, Labels: labels };
}

/** The hash a container of this service carries; the same for the same settings, whatever made the app read them. */
export function configHash(compose: ComposeService): string {
  return hashOf(settingsOf(compose));
}

function settingsOf(compose: ComposeService) {
  const network = networkOf(compose);
  const { healthcheck, command, entrypoint, user, workingDir, hostname, stopSignal, stopGraceSeconds } = compose;
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
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [compose.service] } } },
  };
}

function hostConfigOf(compose: ComposeService) {
  const { restart, cpus, memory, init } = compose;
  // A colon separates the parts of a short bind, so a path that has one needs the long form. Not on Windows, whose
  // drive letters Docker Desktop knows.
  const needsLongForm = ({ source, target }: ComposeBind) =>
    source.startsWith('/') && `${source}${target}`.includes(':');
  const long = compose.binds.filter(needsLongForm);
  const short = compose.binds.filter((bind) => !needsLongForm(bind));
  return {
    NetworkMode: networkOf(compose),
    Binds: short.map(({ source, target, readOnly }) => `${source}:${target}:${readOnly ? 'ro' : 'rw'}`),
    Mounts: long.map(({ source, target, readOnly }) => ({
      Type: 'bind' as const,
      Source: source,
      Target: target,
      ReadOnly: readOnly,
    })),
    PortBindings: portBindings(compose),
    ExtraHosts: [...compose.extraHosts],
    RestartPolicy: { Name: restart.name, MaximumRetryCount: restart.maximumRetryCount },
    ...(cpus === null ? {} : { NanoCpus: Math.round(cpus * 1e9) }),
    ...(memory === null ? {} : { Memory: memory }),
    ...(init === null ? {} : { Init: init }),
  };
}

function portBindings(compose: ComposeService): Record<string, { HostIp: string; HostPort: string }[]> {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { address, host, container, protocol } of compose.ports) {
    const name = `${container}/${protocol}`;
    bindings[name] = [...(bindings[name] ?? []), { HostIp: address, HostPort: host === null ? '' : String(host) }];
  }
  return bindings;
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
