import type { Theme } from '../src-shared/shell.ts';

/** Where the process finds itself; a plain copy, so that a test can be anywhere. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The person's own folder. */
  readonly homeFolder: string;
  readonly platform: NodeJS.Platform;
  /** Folder of the seed a new home starts from. */
  readonly seedFolder: string;
  readonly version: string;
}

/** Time, replaceable in tests. Nothing may wait a fixed time for something to have happened: waits are for conditions. */
export interface Clock {
  now(): Date;
  /** A monotonic time in milliseconds, for durations. */
  tick(): number;
}

/** The app's own log; never given secrets or file contents. */
export interface Log {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, cause?: unknown): void;
}

/** What only a desktop can do; absent on the command line. */
export interface Desktop {
  theme(): Theme;
  setTheme(theme: Theme): void;
  openUrl(url: string): Promise<void>;
  openFolder(path: string): Promise<void>;
  /** Lets the person choose a folder in a window of the system; null where they do not. */
  chooseFolder(title: string): Promise<string | null>;
  /** Lets the person choose an archive of a user; null where they do not. */
  chooseArchive(): Promise<string | null>;
  /** Lets the person choose where a new archive of a user goes; null where they do not. */
  chooseNewArchive(suggestedName: string): Promise<string | null>;
  /** Lets the person choose where a new file goes; null where they do not. */
  chooseNewFile(suggestedName: string): Promise<string | null>;
  /** Lets the person choose a file to read; null where they do not. */
  chooseFile(title: string): Promise<string | null>;
  /** Opens a window for a user, and notes it as theirs before its page can ask anything. */
  openWindow(userId: string): void;
  /** Brings a window to the front. */
  presentWindow(windowId: number): void;
  quit(): void;
}

/** Keeps what nobody else may read. A name is the app's own, `domain/what`; a value never appears in a log or a message. */
export interface Secrets {
  /** False where what is entered now is gone when the app ends. */
  isLasting(): Promise<boolean>;
  /**
   * Null where there is none. Faults of one that is there and cannot be read: `secrets/unavailable`,
   * `secrets/unreadable`, `secrets/kept-by-app`, `secrets/file-unreadable`, `secrets/newer`.
   */
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
  /** Fine where there is none. */
  remove(name: string): Promise<void>;
}

/** How the operating system protects what it is given now. */
export type KeychainState =
  /** `backend`: its own name for what does it. */
  | { readonly kind: 'system'; readonly backend: string }
  /** With a fixed password, which is no protection. */
  | { readonly kind: 'weak'; readonly backend: string }
  /** Not now; `why` is half a sentence. */
  | { readonly kind: 'none'; readonly why: string };

/** The operating system's own protection of secrets, bound to this computer and this account of it. */
export interface Keychain {
  state(): Promise<KeychainState>;
  /** Fault: `secrets/unavailable`. */
  seal(text: string): Promise<Uint8Array>;
  /** Faults: `secrets/unavailable`; `secrets/unreadable` for what another computer or account has sealed. */
  open(sealed: Uint8Array): Promise<string>;
}

/** Everything the app asks of the outside. */
export interface Ports {
  readonly surroundings: Surroundings;
  readonly clock: Clock;
  readonly log: Log;
  readonly desktop: Desktop | null;
  /**
   * What secrets are kept under: the operating system's own protection, or a passphrase that a person gives. Left out
   * where there is neither: they are kept in memory then, and the window says so.
   */
  readonly keychain?: Keychain | 'passphrase';
}
