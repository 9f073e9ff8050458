import * as z from 'zod';

/** A port of a container. `host` is null where it is not published. */
export interface ContainerPort {
  /** The host's address; `0.0.0.0` being all, also where Docker leaves it empty. */
  readonly address: string;
  readonly host: number | null;
  readonly container: number;
  readonly protocol: string;
}

/** What the list of containers says of one. */
export interface ContainerSummary {
  readonly id: string;
  /** Without the slash Docker puts in front. */
  readonly names: readonly string[];
  readonly image: string;
  /** created, running, paused, restarting, exited, dead, removing. */
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Published ones only while it runs. */
  readonly ports: readonly ContainerPort[];
}

/** A folder or file of the host inside a container. */
export interface ContainerMount {
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** Of a volume of the engine. */
  readonly name?: string;
}

/** Some of what a container was made with; undefined where the engine does not tell, null where it is not set. */
export interface ContainerSettings {
  readonly restart?: string;
  readonly user?: string | null;
  readonly command?: readonly string[] | null;
  readonly entrypoint?: readonly string[] | null;
  /** Bytes. */
  readonly memory?: number | null;
  /** Processors. */
  readonly cpus?: number | null;
}

/** What an inspection says of one container. */
export interface ContainerFacts {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly status: string;
  readonly running: boolean;
  readonly paused: boolean;
  readonly restarting: boolean;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** Why the engine could not start it; empty where it could. */
  readonly startError: string;
  /** ISO times, null where it never was. */
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** Docker's own health word, null without a probe. */
  readonly health: string | null;
  /** What Docker's own probe last printed, and its exit code; null where it has not asked yet. */
  readonly lastProbe: { readonly exitCode: number; readonly output: string } | null;
  readonly environment: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly mounts: readonly ContainerMount[];
  /** As configured, so also while it does not run. */
  readonly ports: readonly ContainerPort[];
  readonly configured: ContainerSettings;
}

// Engines of fifteen API versions and Podman answer: every field may be absent or null, none may stop the rest.
const text = z.string().catch('');
const flag = z.boolean().catch(false);
const texts = z.record(z.string(), z.string()).catch({});
const list = <Item extends z.ZodType>(item: Item) => z.array(item).catch([]);

const summaryShape = z.object({
  Id: text,
  Names: list(z.string()),
  Image: text,
  State: text,
  Labels: texts,
  Ports: list(
    z.object({
      IP: text,
      PrivatePort: z.number().catch(0),
      PublicPort: z.number().optional().catch(undefined),
      Type: text,
    }),
  ),
});

const stateShape = z.object({
  Status: text,
  Running: flag,
  Paused: flag,
  Restarting: flag,
  OOMKilled: flag,
  ExitCode: z.number().catch(0),
  Error: text,
  StartedAt: text,
  FinishedAt: text,
  Health: z
    .object({ Status: text, Log: list(z.object({ ExitCode: z.number().catch(0), Output: text })) })
    .nullish()
    .catch(null),
});

const bindingsShape = z
  .record(
    z.string(),
    z
      .array(z.object({ HostIp: text, HostPort: text }))
      .nullish()
      .catch(null),
  )
  .catch({});

const words = z.array(z.string()).nullish().catch(undefined);

const configShape = z.object({
  Image: text,
  Env: list(z.string()),
  Labels: texts,
  User: z.string().optional().catch(undefined),
  Cmd: words,
  Entrypoint: words,
});

const hostShape = z.object({
  PortBindings: bindingsShape,
  RestartPolicy: z.object({ Name: text }).optional().catch(undefined),
  Memory: z.number().optional().catch(undefined),
  NanoCpus: z.number().optional().catch(undefined),
});

const factsShape = z.object({
  Id: text,
  Name: text,
  State: stateShape.catch(stateShape.parse({})),
  Config: configShape.catch(configShape.parse({})),
  RestartCount: z.number().catch(0),
  HostConfig: hostShape.catch(hostShape.parse({})),
  Mounts: list(z.object({ Type: text, Source: text, Destination: text, RW: z.boolean().catch(true), Name: text })),
});

/** Reads an item of `GET /containers/json`. */
export function readSummary(answer: unknown): ContainerSummary {
  const { Id, Names, Image, State, Labels, Ports } = summaryShape.parse(answer);
  const ports = Ports.map(({ IP, PrivatePort, PublicPort, Type }) => ({
    address: anyAddress(IP),
    host: PublicPort ?? null,
    container: PrivatePort,
    protocol: Type || 'tcp',
  }));
  return { id: Id, names: Names.map(withoutSlash), image: Image, state: State.toLowerCase(), labels: Labels, ports };
}

/** Reads `GET /containers/{id}/json`. */
export function readFacts(answer: unknown): ContainerFacts {
  const { Id, Name, State, Config, HostConfig, Mounts, RestartCount } = factsShape.parse(answer);
  return {
    id: Id,
    name: withoutSlash(Name),
    image: Config.Image,
    status: State.Status.toLowerCase(),
    running: State.Running,
    paused: State.Paused,
    restarting: State.Restarting || flaps(RestartCount, time(State.StartedAt)),
    exitCode: State.ExitCode,
    outOfMemory: State.OOMKilled,
    startError: State.Error,
    startedAt: time(State.StartedAt),
    finishedAt: time(State.FinishedAt),
    // Docker turns health to "unhealthy" when it stops probing, so it means something only while the container runs.
    health: State.Running && !State.Paused ? healthWord(State.Health?.Status) : null,
    lastProbe: lastProbeOf(State.Health?.Log),
    environment: readEnvironment(Config.Env),
    labels: Config.Labels,
    mounts: Mounts.map(({ Type, Source, Destination, RW, Name: volume }) => ({
      type: Type,
      source: Source,
      target: Destination,
      readOnly: !RW,
      ...(Type === 'volume' && volume !== '' ? { name: volume } : {}),
    })),
    ports: readBindings(HostConfig.PortBindings),
    configured: readSettings(Config, HostConfig),
  };
}

function lastProbeOf(log: readonly { ExitCode: number; Output: string }[] = []): ContainerFacts['lastProbe'] {
  const last = log.at(-1);
  return last === undefined ? null : { exitCode: last.ExitCode, output: last.Output };
}

function readSettings(
  { User, Cmd, Entrypoint }: z.output<typeof configShape>,
  { RestartPolicy, Memory, NanoCpus }: z.output<typeof hostShape>,
): ContainerSettings {
  return {
    ...(RestartPolicy === undefined ? {} : { restart: RestartPolicy.Name || 'no' }),
    ...(User === undefined ? {} : { user: User || null }),
    ...(Cmd === undefined ? {} : { command: Cmd }),
    ...(Entrypoint === undefined ? {} : { entrypoint: Entrypoint }),
    ...(Memory === undefined ? {} : { memory: Memory || null }),
    ...(NanoCpus === undefined ? {} : { cpus: NanoCpus === 0 ? null : NanoCpus / 1e9 }),
  };
}

/**
 * Podman has no word for a container that it starts again and again. A start by hand sets the count back to 0 (moby and Podman
 * alike), so that one which was started again often and moments ago is one.
 */
function flaps(restarts: number, startedAt: string | null): boolean {
  return restarts >= 3 && startedAt !== null && Date.now() - Date.parse(startedAt) < 10_000;
}

function readBindings(bindings: z.output<typeof bindingsShape>): ContainerPort[] {
  return Object.entries(bindings).flatMap(([name, hosts]) => {
    const [port, protocol = 'tcp'] = name.split('/');
    return (hosts ?? []).map(({ HostIp, HostPort }) => ({
      address: anyAddress(HostIp),
      // A range is the engine's to choose from.
      host: /^\d+$/.test(HostPort) ? Number(HostPort) : null,
      container: Number(port),
      protocol,
    }));
  });
}

function readEnvironment(lines: readonly string[]): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const line of lines) {
    const at = line.indexOf('=');
    if (at > 0) environment[line.slice(0, at)] = line.slice(at + 1);
  }
  return environment;
}

function healthWord(word: string | undefined): string | null {
  return word === undefined || word === '' || word === 'none' ? null : word;
}

/** Docker writes the year 1 where something never happened. */
function time(text: string): string | null {
  return text === '' || text.startsWith('0001-') ? null : text;
}

function anyAddress(address: string): string {
  return address === '' ? '0.0.0.0' : address;
}

function withoutSlash(name: string): string {
  return name.replace(/^\//, '');
}
