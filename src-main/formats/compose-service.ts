/** A port of the service published on the host. */
export interface ComposePort {
  /** The host's address as written; empty where the file gives none, which Docker takes as all of them. */
  readonly address: string;
  /** The host's port, or null where the file leaves the choice to the engine. */
  readonly host: number | null;
  /** Where the engine is to choose among some: `8000-8010`. `host` is null then. */
  readonly hostRange?: string;
  readonly container: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
}

/** The ways in which mounts below another are passed on. */
export const propagations = ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'] as const;
/** One of them. */
export type Propagation = (typeof propagations)[number];

/** A folder or file of the host inside the container. */
export interface ComposeBind {
  /** Absolute. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** The label SELinux is to give it: `z` for several containers, `Z` for this one. */
  readonly relabel?: 'z' | 'Z';
  /** How mounts below it are passed on, in the words of the Engine API. */
  readonly propagation?: Propagation;
  /** True where a source that is missing is a fault, and not to be made as an empty folder. */
  readonly mustExist?: true;
}

/** A volume of the engine inside the container. */
export interface ComposeVolume {
  /** As the file names it. */
  readonly key: string;
  /** As the engine does. */
  readonly name: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** False where it stays empty instead of being filled with what the image has there. */
  readonly copy: boolean;
  /** True where it is somebody else's to make. */
  readonly external: boolean;
  /** Empty for the engine's own. */
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** A folder in memory. */
export interface ComposeTmpfs {
  readonly target: string;
  /** As `mount -o` takes them; empty for none. */
  readonly options: string;
}

/** A network the container is in. */
export interface ComposeNetwork {
  /** As the file names it. */
  readonly key: string;
  /** As the engine does. */
  readonly name: string;
  /** True where it is somebody else's to make. */
  readonly external: boolean;
  /** Names of the container in it, besides that of its service. */
  readonly aliases: readonly string[];
  /** Fixed addresses; empty where the engine gives one. */
  readonly address4: string;
  readonly address6: string;
  /** Empty for the engine's own. */
  readonly driver: string;
  readonly options: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly ipv6: boolean;
  /** Its ranges of addresses; empty where the engine chooses. */
  readonly subnets: readonly ComposeSubnet[];
}

/** A range of addresses of a network; what is not written is empty. */
export interface ComposeSubnet {
  readonly subnet: string;
  readonly gateway: string;
  readonly range: string;
}

/** How the engine runs the container, apart from what is in it; null and empty where the file says nothing. */
export interface ComposeRuntime {
  /** As `linux/amd64`. */
  readonly platform: string | null;
  readonly logging: { readonly driver: string; readonly options: Readonly<Record<string, string>> } | null;
  readonly ulimits: readonly { readonly name: string; readonly soft: number; readonly hard: number }[];
  /** Bytes of /dev/shm. */
  readonly sharedMemory: number | null;
  readonly addedCapabilities: readonly string[];
  readonly droppedCapabilities: readonly string[];
  /** True where its own files cannot be written. */
  readonly readOnly: boolean;
  readonly securityOptions: readonly string[];
  readonly dns: readonly string[];
  readonly dnsSearch: readonly string[];
  readonly dnsOptions: readonly string[];
  /** Bytes that are kept for it. */
  readonly reservedMemory: number | null;
  /** How many processes it may have. */
  readonly processes: number | null;
}

/** A probe as the Engine API takes it; durations in nanoseconds, null where the file leaves it to the engine. */
export interface ComposeHealthcheck {
  /**
   * `['CMD', ...]`, `['CMD-SHELL', line]`, `['NONE']` where the probe of the image is turned off, or nothing where the
   * image's own is kept and only its times change.
   */
  readonly test: readonly string[];
  readonly interval: number | null;
  readonly timeout: number | null;
  readonly startPeriod: number | null;
  readonly startInterval: number | null;
  readonly retries: number | null;
}

/** When the engine starts the container again, in the words of the Engine API. */
export interface ComposeRestart {
  readonly name: 'no' | 'always' | 'unless-stopped' | 'on-failure';
  /** For `on-failure`; 0 is no limit. */
  readonly maximumRetryCount: number;
}

/** One service as its compose file and env files say, everything interpolated and resolved. */
export interface ComposeService {
  /** The name of the Compose project. */
  readonly project: string;
  /** The key under `services`. */
  readonly service: string;
  /** As written, else `project-service-1`, which is what Compose makes of it. */
  readonly containerName: string;
  readonly image: string;
  /** The env files in their order, then `environment`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: readonly ComposePort[];
  readonly binds: readonly ComposeBind[];
  readonly volumes: readonly ComposeVolume[];
  readonly tmpfs: readonly ComposeTmpfs[];
  /** At least one; the first is the one the container is made in. */
  readonly networks: readonly ComposeNetwork[];
  readonly runtime: ComposeRuntime;
  /** `name:address`, as the Engine API takes them. */
  readonly extraHosts: readonly string[];
  readonly healthcheck: ComposeHealthcheck | null;
  readonly restart: ComposeRestart;
  /** Number of processors the container may use. */
  readonly cpus: number | null;
  /** Bytes the container may use. */
  readonly memory: number | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Null where the image's own holds. */
  readonly command: readonly string[] | null;
  readonly entrypoint: readonly string[] | null;
  readonly user: string | null;
  readonly init: boolean | null;
  readonly stopSignal: string | null;
  readonly stopGraceSeconds: number | null;
  readonly workingDir: string | null;
  readonly hostname: string | null;
  /** Absolute paths, in the order they are read. */
  readonly envFiles: readonly string[];
  /** What is odd but not fatal: a variable with no value, a line of an env file nobody can read. */
  readonly warnings: readonly string[];
}
