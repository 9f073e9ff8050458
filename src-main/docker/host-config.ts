import type { ComposeBind, ComposeRuntime, ComposeService, ComposeVolume } from '../formats/compose-service.ts';

/**
 * A service as the part of a new container that is the host's matter. What the files do not speak of is left out, so that
 * the hash of what they say stays the same from one version of the app to the next.
 */
export function hostConfigOf(compose: ComposeService) {
  const { restart, cpus, memory, init } = compose;
  const long = compose.binds.filter(needsLongForm);
  const short = compose.binds.filter((bind) => !needsLongForm(bind));
  return {
    NetworkMode: compose.networks[0]?.name ?? 'default',
    Binds: [...short.map(bindText), ...compose.volumes.map(volumeText)],
    Mounts: long.map(({ source, target, readOnly, propagation }) => ({
      Type: 'bind' as const,
      Source: source,
      Target: target,
      ReadOnly: readOnly,
      ...(propagation === undefined ? {} : { BindOptions: { Propagation: propagation } }),
    })),
    PortBindings: portBindings(compose),
    ExtraHosts: [...compose.extraHosts],
    RestartPolicy: { Name: restart.name, MaximumRetryCount: restart.maximumRetryCount },
    ...(cpus === null ? {} : { NanoCpus: Math.round(cpus * 1e9) }),
    ...(memory === null ? {} : { Memory: memory }),
    ...(init === null ? {} : { Init: init }),
    ...(compose.tmpfs.length === 0
      ? {}
      : { Tmpfs: Object.fromEntries(compose.tmpfs.map(({ target, options }) => [target, options])) }),
    ...runtimeConfig(compose.runtime),
  };
}

/**
 * A colon separates the parts of a short bind, so a path that has one needs the long form; not on Windows, whose drive
 * letters Docker Desktop knows. And only the long form does not make what is missing.
 */
function needsLongForm({ source, target, mustExist }: ComposeBind): boolean {
  return mustExist === true || (source.startsWith('/') && `${source}${target}`.includes(':'));
}

function bindText({ source, target, readOnly, relabel, propagation }: ComposeBind): string {
  const modes = [readOnly ? 'ro' : 'rw', relabel, propagation].filter((mode) => mode !== undefined);
  return `${source}:${target}:${modes.join(',')}`;
}

function volumeText({ name, target, readOnly, copy }: ComposeVolume): string {
  return `${name}:${target}:${readOnly ? 'ro' : 'rw'}${copy ? '' : ',nocopy'}`;
}

function portBindings(compose: ComposeService): Record<string, { HostIp: string; HostPort: string }[]> {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { address, host, hostRange, container, protocol } of compose.ports) {
    const name = `${container}/${protocol}`;
    const HostPort = host === null ? (hostRange ?? '') : String(host);
    bindings[name] = [...(bindings[name] ?? []), { HostIp: address, HostPort }];
  }
  return bindings;
}

function runtimeConfig(runtime: ComposeRuntime) {
  const { logging, ulimits, sharedMemory, readOnly, reservedMemory, processes } = runtime;
  const { addedCapabilities, droppedCapabilities, securityOptions, dns, dnsSearch, dnsOptions } = runtime;
  return {
    ...(logging === null ? {} : { LogConfig: { Type: logging.driver, Config: { ...logging.options } } }),
    ...(ulimits.length === 0
      ? {}
      : { Ulimits: ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })) }),
    ...(sharedMemory === null ? {} : { ShmSize: sharedMemory }),
    ...(addedCapabilities.length === 0 ? {} : { CapAdd: [...addedCapabilities] }),
    ...(droppedCapabilities.length === 0 ? {} : { CapDrop: [...droppedCapabilities] }),
    ...(readOnly ? { ReadonlyRootfs: true } : {}),
    ...(securityOptions.length === 0 ? {} : { SecurityOpt: [...securityOptions] }),
    ...(dns.length === 0 ? {} : { Dns: [...dns] }),
    ...(dnsSearch.length === 0 ? {} : { DnsSearch: [...dnsSearch] }),
    ...(dnsOptions.length === 0 ? {} : { DnsOptions: [...dnsOptions] }),
    ...(reservedMemory === null ? {} : { MemoryReservation: reservedMemory }),
    ...(processes === null ? {} : { PidsLimit: processes }),
  };
}
