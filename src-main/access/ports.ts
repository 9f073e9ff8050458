import type { Unsubscribe } from '../../src-shared/define.ts';
import type { CurrentUser } from '../../src-shared/home.ts';
import type { Files } from '../lib/files.ts';
import type { Costs } from '../lib/wrapped-key.ts';
import type { Clock, Log } from '../ports.ts';

/** A user of the registry, as far as rights go. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** The `user_type` as it stands there. */
  readonly type: string;
}

/** What is kept under the keys that passphrases open. Each may keep a copy of a key, which is filled with zeros after it. */
export interface PassphraseKeys {
  /** Somebody gave the passphrase that lets them in. */
  opened(userId: string, key: Uint8Array): void;
  /** It was set. */
  wasSet(userId: string, key: Uint8Array): Promise<void>;
  /** It is to be removed by who knows it. What is thrown here keeps it. */
  willBeRemoved(userId: string, key: Uint8Array, passphrase: string): Promise<void>;
  /** It was removed by who does not know it. */
  wasForgotten(userId: string): Promise<void>;
}

/** What access needs of the rest of the app. */
export interface AccessPorts {
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  /** How much work a new passphrase makes; the usual if left out. */
  readonly costs?: Costs;
  /** Told of what is opened, set and removed; left out where nothing is kept under it. */
  readonly keys?: PassphraseKeys;
  /** The folder of the passphrases; it may be absent. */
  folder(): string;
  currentUser(): Promise<CurrentUser>;
  /** Everybody in the registry, in its order. Fault: `users/registry-unreadable` and others of the file. */
  people(): Promise<readonly Person[]>;
  /** For whom a window acts where that is not the current user; by window id. */
  windowUsers(): Readonly<Record<number, string>>;
  /** Told when the current user, the registry or the windows' users may have changed. */
  onOutsideChange(listener: () => void): Unsubscribe;
}
