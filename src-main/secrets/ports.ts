import type { Files } from '../lib/files.ts';
import type { Journal } from '../lib/journal.ts';
import type { Costs } from '../lib/wrapped-key.ts';
import type { Clock, Keychain, Log } from '../ports.ts';

/** What the secrets need of the rest of the app, as functions. */
export interface SecretsPorts {
  readonly files: Files;
  readonly journal: Pick<Journal, 'apply'>;
  readonly clock: Clock;
  readonly log: Log;
  /** As `Ports.keychain`. */
  readonly keychain: Keychain | 'passphrase' | undefined;
  /** How much work a new passphrase of the command line makes; the usual if left out. */
  readonly costs?: Costs;
  /** The folder of the secrets; it may be absent. */
  folder(): string;
  /** Whether a user has a passphrase of their own (spec 2.7). */
  hasPassphrase(userId: string): Promise<boolean>;
  /**
   * The key that a user's passphrase opens. Faults: `access/passphrase-wrong`, `access/passphrase-wait`,
   * `access/passphrase-unreadable`, `access/no-passphrase`.
   */
  openPassphrase(userId: string, passphrase: string): Promise<Uint8Array>;
  /** Told whose secrets can be read now, or no longer. */
  onOpened(userId: string): void;
}
