import type { Unsubscribe } from '../../src-shared/define.ts';
import type { ProviderField, ProviderId } from '../../src-shared/providers.ts';
import type { Protection } from '../../src-shared/settings.ts';
import type { ActingUser } from '../lib/acting-user.ts';
import type { Disk } from '../lib/disk.ts';
import type { Files } from '../lib/files.ts';
import type { FileChange, Journal } from '../lib/journal.ts';
import type { Clock, Desktop, Log } from '../ports.ts';
import type { Fault } from '../../src-shared/errors.ts';

/** A secret of a user as it can be read now. `boundTo`: what it was entered for, as `set` was told. */
export type SecretReading =
  | { readonly state: 'set'; readonly value: string; readonly boundTo: string }
  | { readonly state: 'locked' }
  | { readonly state: 'unreadable'; readonly fault: Fault };

/** What is to become of a secret; null: it is forgotten. */
export type SecretChange = { readonly value: string; readonly boundTo: string } | null;

/** Secrets that are to be changed together with files. */
export interface PreparedSecrets {
  /** To be applied as one with those of the caller; none where all of it is in memory. */
  readonly files: readonly FileChange[];
  /** To be called once they are. */
  done(): void;
}

/** The secrets of users, by the name that the settings give them. */
export interface UserSecrets {
  read(userId: string): Promise<ReadonlyMap<string, SecretReading>>;
  protection(userId: string): Promise<Protection>;
  /** Whether something of the user's waits for a passphrase. */
  isLocked(userId: string): Promise<boolean>;
  /**
   * Faults: `settings/locked` where they cannot be kept before the passphrase is given, and others of the files.
   * @param inMemory they are kept nowhere else, and what was kept of the named ones is removed
   */
  prepare(
    userId: string,
    changes: ReadonlyMap<string, SecretChange>,
    inMemory: boolean,
  ): Promise<PreparedSecrets>;
  /** Faults: `access/passphrase-wrong`, `access/passphrase-wait` and others of a passphrase. */
  unlock(userId: string, passphrase: string): Promise<void>;
  /** What was unlocked is locked again. */
  lock(userId: string): void;
  /** What is kept in memory alone is forgotten. */
  forgetMemory(userId: string): void;
  allowWeak(userId: string, isAllowed: boolean): Promise<void>;
  /** The file that keeps them, to be watched. */
  path(userId: string): string;
}

/** What the surroundings have for a configuration of a provider. */
export interface FoundInEnvironment {
  readonly provider: ProviderId;
  readonly variables: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** What the settings need of the rest of the app, as functions. */
export interface SettingsPorts {
  readonly disk: Disk;
  readonly files: Files;
  readonly journal: Pick<Journal, 'apply'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly desktop: Desktop | null;
  /** A folder a user; it may be absent. */
  folder(): string;
  readonly acting: ActingUser;
  readonly secrets: UserSecrets;
  /** The fields of a provider. */
  fieldsOf(provider: ProviderId): readonly ProviderField[];
  /** What is wrong with the fields, by name. `secretNames`: those that have a value. */
  problemsOf(
    provider: ProviderId,
    fields: Readonly<Record<string, string>>,
    secretNames: ReadonlySet<string>,
  ): Readonly<Record<string, string>>;
  /** What the surroundings had for each provider when the app began. */
  environment(): readonly FoundInEnvironment[];
  /** For whom anybody acts now: the current user, the windows' users, and whom a switch is leading to. */
  actingUsers(): Promise<ReadonlySet<string>>;
  /** Told when the above may have changed. */
  onActingChange(listener: () => void): Unsubscribe;
  /** A new id. */
  newId(): string;
}

