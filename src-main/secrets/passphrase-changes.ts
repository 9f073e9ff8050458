import type { KeyRing } from './open-keys.ts';
import type { SecretsPorts } from './ports.ts';
import { openSafeKey, underAccess, unwrapped, wrapped } from './safe-key.ts';
import { readSecretFile, type Safe, secretFileBytes } from './secret-file.ts';
import { scopeOf, secretPath } from './secret-path.ts';
import { underCommandLine } from './unlocking.ts';

/** What becomes of a user's secrets when their passphrase does (spec 2.7). Each can be repeated, and cut off anywhere. */
export interface PassphraseChanges {
  /** A passphrase was set: from now on it takes it. `access`: the key it opens. */
  wasSet(userId: string, access: Uint8Array): Promise<void>;
  /** A passphrase is to be removed by who knows it: what it wraps is unwrapped first. */
  willBeRemoved(userId: string, access: Uint8Array, passphrase: string): Promise<void>;
  /** A passphrase was removed by who does not know it: what it wrapped is gone. */
  wasForgotten(userId: string): Promise<void>;
}

/** Makes the changes. */
export function createPassphraseChanges(ports: SecretsPorts, ring: KeyRing): PassphraseChanges {
  const { files, journal } = ports;

  /** Safes that the change answers with null for are dropped. What cannot be read is left to whoever enters it anew. */
  async function change(userId: string, one: (safe: Safe) => Promise<Safe | null> | Safe | null): Promise<void> {
    const path = secretPath(ports, userId);
    await files.exclusively(path, async () => {
      const reading = await readSecretFile(files, path);
      if (reading.state !== 'good' || reading.bytes === null) return;
      const changed = await Promise.all(reading.content.safes.map(one));
      const safes = changed.filter((safe) => safe !== null);
      const after = secretFileBytes({ ...reading.content, safes });
      await journal.apply(`changing what the keys of ${userId} are under`, [{ path, before: reading.bytes, after }]);
    });
  }

  return {
    async wasSet(userId, access) {
      ring.keepAccess(userId, access);
      await change(userId, (safe) => {
        const scope = scopeOf(userId);
        if (safe.key.under !== 'command-line') return { ...safe, key: wrapped(scope, safe.id, safe.key, access) };
        const key = ring.of(userId).safes.get(safe.id);
        // One that is not open stays under its own passphrase, and is opened by that.
        return key === undefined ? safe : { ...safe, key: underAccess(scope, safe.id, key, access) };
      });
      ports.onOpened(userId);
    },
    async willBeRemoved(userId, access, passphrase) {
      await change(userId, async (safe) => {
        const scope = scopeOf(userId);
        if (safe.key.under === 'system-and-passphrase') {
          const key = unwrapped(scope, safe.id, safe.key, access);
          return key === null ? safe : { ...safe, key };
        }
        if (safe.key.under !== 'passphrase') return safe;
        const opened = await openSafeKey(scope, safe, 'passphrase', { access, safes: new Map(), hasPassphrase: true });
        if (opened.state !== 'open') return safe;
        ring.keepSafe(userId, safe.id, opened.key);
        return { ...safe, key: await underCommandLine(ports, userId, opened.key, passphrase) };
      });
      ports.onOpened(userId);
    },
    async wasForgotten(userId) {
      ring.drop(userId);
      await change(userId, (safe) => (safe.key.under.endsWith('passphrase') ? null : safe));
      ports.onOpened(userId);
    },
  };
}
