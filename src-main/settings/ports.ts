import type { Unsubscribe } from '../../src-shared/define.ts';
import type { ProviderField, ProviderId } from '../../src-shared/providers.ts';
import type { ActingUser } from '../lib/acting-user.ts';
import type { Disk } from '../lib/disk.ts';
import type { Files } from '../lib/files.ts';
import type { Journal } from '../lib/journal.ts';
import type { UserSecrets } from '../lib/user-secrets.ts';
import type { Clock, Desktop, Log } from '../ports.ts';

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
  /** The folder for settings of users who were deleted; it may be absent. */
  keptFolder(): string;
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
  /** Reads what was pasted as a secret: the value, or what is wrong with it, without the value. */
  readSecret(
    text: string,
  ): { readonly kind: 'value'; readonly value: string } | { readonly kind: 'problem'; readonly problem: string };
  /** What the surroundings had for each provider when the app began. */
  environment(): readonly FoundInEnvironment[];
  /**
   * For whom anybody acts now: the current user, the windows' users, and both users of a switch that may be taken back.
   * Null while it cannot be known: then nobody has left.
   */
  actingUsers(): Promise<ReadonlySet<string> | null>;
  /** Told when the above may have changed. */
  onActingChange(listener: () => void): Unsubscribe;
  /** Told of a user for whom no window acts any more. */
  onUserLeft(listener: (userId: string) => void): Unsubscribe;
  /** A new id. */
  newId(): string;
}
