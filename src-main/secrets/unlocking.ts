import { randomUUID } from 'node:crypto';
import { Fault } from '../../src-shared/errors.ts';
import { readWrappedKey, unwrapKey, usualCosts, wrapKey, writeWrappedKey } from '../lib/wrapped-key.ts';
import type { KeyRing } from './open-keys.ts';
import type { SecretsPorts } from './ports.ts';
import { newSafeKey } from './safe-key.ts';
import { readSecretFile, type Safe } from './secret-file.ts';
import { scopeOf, secretPath } from './secret-path.ts';

/** What is locked, and how it is opened. */
export interface Unlocking {
  isLocked(userId: string): Promise<boolean>;
  /** Opens what the passphrase opens. Faults: `access/passphrase-wrong`, `access/passphrase-wait` and others of it. */
  unlock(userId: string, passphrase: string): Promise<void>;
  /** A safe that the command line will use for the first secret it keeps for somebody; null where there is none. */
  fresh(userId: string): Safe | null;
  forget(userId: string): void;
}

/** Makes the way to unlock. */
export function createUnlocking(ports: SecretsPorts, ring: KeyRing): Unlocking {
  const fresh = new Map<string, Safe>();

  async function safesOf(userId: string): Promise<readonly Safe[]> {
    const reading = await readSecretFile(ports.files, secretPath(ports, userId));
    return reading.state === 'good' ? reading.content.safes : [];
  }

  /** Safes under a passphrase of the command line's own: whoever knows it may be without a passphrase as a user. */
  async function openCommandLine(userId: string, passphrase: string): Promise<boolean> {
    let hasOpened = false;
    for (const { id, key } of await safesOf(userId)) {
      if (key.under !== 'command-line') continue;
      const opened = await tryWrapped(wrappedName(userId), passphrase, key.wrapped);
      if (opened === null) continue;
      ring.keepSafe(userId, id, opened);
      opened.fill(0);
      hasOpened = true;
    }
    return hasOpened;
  }

  async function openOwn(userId: string, passphrase: string): Promise<void> {
    const key = await ports.openPassphrase(userId, passphrase);
    ring.keepAccess(userId, key);
    key.fill(0);
  }

  /** The first passphrase that is given on the command line is the one that is asked for from then on. */
  async function makeFresh(userId: string, passphrase: string): Promise<void> {
    const id = randomUUID();
    const key = newSafeKey();
    const wrapped = await wrapKey(wrappedName(userId), passphrase, key, ports.costs ?? usualCosts);
    fresh.set(userId, {
      id,
      key: { under: 'command-line', wrapped: JSON.parse(writeWrappedKey(wrapped)) },
      entries: {},
    });
    ring.keepSafe(userId, id, key);
    key.fill(0);
  }

  return {
    async isLocked(userId) {
      const { access, safes } = ring.of(userId);
      if (access === null && (await ports.hasPassphrase(userId))) return true;
      return (await safesOf(userId)).some(({ id, key }) => key.under === 'command-line' && !safes.has(id));
    },
    async unlock(userId, passphrase) {
      const hasOpened = await openCommandLine(userId, passphrase);
      if (await ports.hasPassphrase(userId)) {
        await openOwn(userId, passphrase).catch((cause) => {
          if (!hasOpened) throw cause;
        });
      } else if (!hasOpened) {
        const hasSafe = (await safesOf(userId)).some(({ key }) => key.under === 'command-line');
        if (hasSafe || ports.keychain !== 'passphrase') throw wrong(userId, hasSafe);
        await makeFresh(userId, passphrase);
      }
      ports.onOpened(userId);
    },
    fresh: (userId) => fresh.get(userId) ?? null,
    forget: (userId) => void fresh.delete(userId),
  };
}

/** Apart from a user's own passphrase file, which cannot be put in this one's place. */
const wrappedName = (userId: string) => `secrets of ${scopeOf(userId)}`;

async function tryWrapped(name: string, passphrase: string, kept: object): Promise<Buffer | null> {
  try {
    return await unwrapKey(name, passphrase, readWrappedKey(JSON.stringify(kept)));
  } catch {
    return null;
  }
}

function wrong(userId: string, hasSafe: boolean): Fault {
  if (hasSafe)
    return new Fault('access/passphrase-wrong', 'This is not the passphrase that the command line keeps keys under.');
  return new Fault('access/no-passphrase', `Nothing of ${userId} is under a passphrase.`);
}

/** For who takes a passphrase away: a key under that very passphrase, as the command line keeps it. */
export async function underCommandLine(
  ports: Pick<SecretsPorts, 'costs'>,
  userId: string,
  key: Uint8Array,
  passphrase: string,
): Promise<Safe['key']> {
  const wrapped = await wrapKey(wrappedName(userId), passphrase, Buffer.from(key), ports.costs ?? usualCosts);
  return { under: 'command-line', wrapped: JSON.parse(writeWrappedKey(wrapped)) };
}
