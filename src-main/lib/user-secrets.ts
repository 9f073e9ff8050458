import type { Fault } from '../../src-shared/errors.ts';
import type { Protection } from '../../src-shared/settings.ts';
import type { FileChange } from './journal.ts';

/** A secret of a user as it can be read now. `boundTo`: what it was entered for, as it was told when it was kept. */
export type SecretReading =
  | { readonly state: 'set'; readonly value: string; readonly boundTo: string }
  | { readonly state: 'locked' }
  | { readonly state: 'unreadable'; readonly fault: Fault };

/** The secrets of a user by name; `fault`: why nothing is known of any, null where it is. */
export interface SecretReadings {
  readonly byName: ReadonlyMap<string, SecretReading>;
  readonly fault: Fault | null;
}

/** What is to become of a secret; null: it is forgotten. */
export type SecretChange = { readonly value: string; readonly boundTo: string } | null;

/** Secrets that are to be changed together with files. */
export interface PreparedSecrets {
  /** To be applied as one with those of the caller; none where all of it is in memory. */
  readonly files: readonly FileChange[];
  /** To be called once they are. */
  done(): void;
}

/** The secrets of users, by the names that whoever keeps them gives. */
export interface UserSecrets {
  read(userId: string): Promise<SecretReadings>;
  /** How what is entered now would be kept. */
  protection(userId: string): Promise<Protection>;
  /** Whether the user's passphrase, or that of the command line, has to be given before all of it can be used. */
  isLocked(userId: string): Promise<boolean>;
  /**
   * Looks at what a change of secrets comes to; nothing is changed yet. Faults: `settings/locked` where they cannot be
   * kept before a passphrase is given, `secrets/file-unreadable`, `secrets/newer`.
   * @param inMemory they are kept nowhere else, and what the disk has of the named ones is removed
   */
  prepare(userId: string, changes: ReadonlyMap<string, SecretChange>, inMemory: boolean): Promise<PreparedSecrets>;
  /** Faults: `access/passphrase-wrong`, `access/passphrase-wait` and others of a passphrase. */
  unlock(userId: string, passphrase: string): Promise<void>;
  /** What was unlocked is locked again. */
  lock(userId: string): void;
  /** What is kept in memory alone is forgotten. */
  forgetMemory(userId: string): void;
  /**
   * Allows keeping secrets on the disk where they are protected weakly only; those that are there, or in memory, follow.
   * @param inMemory as for `prepare`
   */
  allowWeak(userId: string, isAllowed: boolean, inMemory: boolean): Promise<void>;
  /** The file that keeps them, to be watched. */
  path(userId: string): string;
}
