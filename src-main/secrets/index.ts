import type { UserSecrets } from '../lib/user-secrets.ts';
import type { Secrets } from '../ports.ts';
import { createAppSecrets } from './app-secrets.ts';
import { createKeyRing } from './open-keys.ts';
import { createPassphraseChanges, type PassphraseChanges } from './passphrase-changes.ts';
import type { SecretsPorts } from './ports.ts';
import { secretPath } from './secret-path.ts';
import { createUserSecrets } from './user-secrets.ts';

/** Everything that is kept secret. */
export interface SecretStore {
  readonly users: UserSecrets;
  readonly app: Secrets;
  readonly passphrases: PassphraseChanges;
  /** What a user's passphrase opened elsewhere, at a switch: it counts here, too. */
  opened(userId: string, access: Uint8Array): void;
  /** Removes what is kept of a user who was deleted: the next one of that id must not find it. */
  forgetUser(userId: string): Promise<void>;
}

/** Makes the store of secrets (spec 5.2, 2.7). */
export function createSecrets(ports: SecretsPorts): SecretStore {
  const ring = createKeyRing();
  const users = createUserSecrets(ports, ring);
  return {
    users,
    app: createAppSecrets(ports),
    passphrases: createPassphraseChanges(ports, ring),
    opened(userId, access) {
      ring.keepAccess(userId, access);
      ports.onOpened(userId);
    },
    async forgetUser(userId) {
      users.lock(userId);
      users.forgetMemory(userId);
      await ports.files.remove(secretPath(ports, userId));
    },
  };
}
