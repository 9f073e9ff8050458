import { randomBytes } from 'node:crypto';
import { Fault } from '../../src-shared/errors.ts';
import type { Keychain } from '../ports.ts';
import type { OpenKeys } from './open-keys.ts';
import { keyLength, seal, unseal } from './sealed.ts';
import type { KeySlot, Safe } from './secret-file.ts';

/** What the key of a safe came to. */
export type SafeKey =
  | { readonly state: 'open'; readonly key: Uint8Array }
  /** A passphrase has to be given first. */
  | { readonly state: 'locked' }
  | { readonly state: 'unreadable'; readonly fault: Fault };

type Protection = Keychain | 'passphrase' | undefined;

/** What can be opened for somebody, and whether a passphrase of theirs would open more. */
export interface OwnKeys extends OpenKeys {
  readonly hasPassphrase: boolean;
}

/** The name under which the key of a safe is sealed: it is of no use in another user's file. */
const keyName = (scope: string, safeId: string) => `persag safe 1 ${scope} ${safeId}`;

/** Opens the key of a safe with what is there now. Never throws. */
export async function openSafeKey(
  scope: string,
  { id, key: slot }: Safe,
  keychain: Protection,
  keys: OwnKeys,
): Promise<SafeKey> {
  switch (slot.under) {
    case 'system':
      return fromKeychain(keychain, Buffer.from(slot.data, 'base64'));
    case 'system-and-passphrase': {
      const inner = underPassphrase(keys, slot, keyName(scope, id));
      return inner.state === 'open' ? fromKeychain(keychain, inner.key) : inner;
    }
    case 'passphrase':
      return underPassphrase(keys, slot, keyName(scope, id));
    case 'command-line': {
      const key = keys.safes.get(id);
      return key === undefined ? { state: 'locked' } : { state: 'open', key };
    }
  }
}

function underPassphrase(
  { access, hasPassphrase }: OwnKeys,
  { sealed }: Extract<KeySlot, { under: 'passphrase' | 'system-and-passphrase' }>,
  name: string,
): SafeKey {
  if (access === null && hasPassphrase) return { state: 'locked' };
  const key = access === null ? null : unseal(access, sealed, name);
  if (key !== null) return { state: 'open', key };
  const message = 'What is kept here is under a passphrase that was removed since.';
  return { state: 'unreadable', fault: new Fault('secrets/unreadable', message) };
}

async function fromKeychain(keychain: Protection, sealed: Uint8Array): Promise<SafeKey> {
  if (keychain === 'passphrase') {
    const message = 'It was entered in the window, where the operating system keeps it for the app alone.';
    return { state: 'unreadable', fault: new Fault('secrets/kept-by-app', message) };
  }
  if (keychain === undefined) {
    const message = 'It is under the protection of the operating system, which cannot be asked here.';
    return { state: 'unreadable', fault: new Fault('secrets/unavailable', message) };
  }
  try {
    const key = Buffer.from(await keychain.open(sealed), 'base64');
    if (key.length === keyLength) return { state: 'open', key };
    throw new Fault('secrets/unreadable', 'What the operating system gave back is no key.');
  } catch (cause) {
    const fault =
      cause instanceof Fault ? cause : new Fault('secrets/unreadable', 'It cannot be opened here.', { cause });
    return { state: 'unreadable', fault };
  }
}

/** A new key. */
export function newSafeKey(): Buffer {
  return randomBytes(keyLength);
}

/** Puts a key under the operating system's protection, and under the user's passphrase where `access` is given. */
export async function underSystem(
  scope: string,
  safeId: string,
  key: Uint8Array,
  {
    keychain,
    backend,
    access,
  }: { readonly keychain: Keychain; readonly backend: string; readonly access: Uint8Array | null },
): Promise<KeySlot> {
  const data = await keychain.seal(Buffer.from(key).toString('base64'));
  const slot: KeySlot = { under: 'system', backend, data: Buffer.from(data).toString('base64') };
  return access === null ? slot : wrapped(scope, safeId, slot, access);
}

/** Puts a key under what the user's passphrase opens. */
export function underAccess(scope: string, safeId: string, key: Uint8Array, access: Uint8Array): KeySlot {
  return { under: 'passphrase', sealed: seal(access, key, keyName(scope, safeId)) };
}

/** The same slot under the user's passphrase, too; the operating system is not asked. */
export function wrapped(scope: string, safeId: string, slot: KeySlot, access: Uint8Array): KeySlot {
  if (slot.under !== 'system') return slot;
  const sealed = seal(access, Buffer.from(slot.data, 'base64'), keyName(scope, safeId));
  return { under: 'system-and-passphrase', backend: slot.backend, sealed };
}

/** The same slot without the user's passphrase; null where it does not open. */
export function unwrapped(scope: string, safeId: string, slot: KeySlot, access: Uint8Array): KeySlot | null {
  if (slot.under !== 'system-and-passphrase') return slot;
  const data = unseal(access, slot.sealed, keyName(scope, safeId));
  return data === null ? null : { under: 'system', backend: slot.backend, data: data.toString('base64') };
}
