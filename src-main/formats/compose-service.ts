/** A port of the service published on the host. */
export interface ComposePort {
  /** The host's address as written; empty where the file gives none, which Docker takes as all of them. */
  readonly address: string;
  /** The host's port, or null where the file leaves the choice to the engine. */
  readonly host: number | null;
  readonly container: number;
  readonly protocol: 'tcp' | 'udp';
}

/** A folder or file of the host inside the container. */
export interface ComposeBind {
  /** Absolute. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
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
