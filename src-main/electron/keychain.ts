import type { SafeStorage } from 'electron';
import { Fault } from '../../src-shared/errors.ts';
import type { Keychain, KeychainState } from '../ports.ts';

/** What of Electron's safe storage is used: its promises from Electron 42 on, its other calls until 46 (Electron's documentation). */
export type UsedStorage = Partial<
  Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'> &
    Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'>
> &
  Partial<Pick<SafeStorage, 'getSelectedStorageBackend' | 'setUsePlainTextEncryption'>>;

/** How what the keyring of a Linux desktop has sealed begins; what the fixed password has begins with v10. */
const ofKeyring = 'v11';

/** The operating system's protection of secrets, as Electron reaches it. To be asked once the app is ready. */
export function createKeychain(storage: UsedStorage, platform: NodeJS.Platform): Keychain {
  const isAsync = storage.isAsyncEncryptionAvailable !== undefined;

  async function isAvailable(): Promise<boolean> {
    if (isAsync) return (await storage.isAsyncEncryptionAvailable?.()) === true;
    return storage.isEncryptionAvailable?.() === true;
  }

  async function state(): Promise<KeychainState> {
    const backend = backendOf(storage, platform);
    // Both mean a password that everybody knows (os_crypt of Chromium): never called a keyring.
    if (backend === 'basic_text' || backend === 'unknown') return { kind: 'weak', backend };
    if (await isAvailable()) return { kind: 'system', backend };
    return { kind: 'none', why: `${nameOf(backend)} is locked, or did not let this app in` };
  }

  /** Fault: `secrets/unavailable`. */
  async function begin(): Promise<KeychainState> {
    const now = await state();
    if (now.kind === 'none') throw new Fault('secrets/unavailable', `Keys cannot be read now: ${now.why}.`);
    // Without this Electron refuses to use the fixed password; whoever allowed it was told what it is.
    if (now.kind === 'weak') storage.setUsePlainTextEncryption?.(true);
    return now;
  }

  return {
    state,
    async seal(text) {
      await begin();
      try {
        return (await (isAsync ? storage.encryptStringAsync?.(text) : storage.encryptString?.(text))) ?? missing();
      } catch (cause) {
        throw new Fault('secrets/unavailable', 'The operating system did not protect the key.', { cause });
      }
    },
    async open(sealed) {
      const now = await begin();
      const bytes = Buffer.from(sealed);
      try {
        if (!isAsync) return storage.decryptString?.(bytes) ?? missing();
        return (await storage.decryptStringAsync?.(bytes))?.result ?? missing();
      } catch (cause) {
        if (now.kind === 'weak' && bytes.subarray(0, 3).toString('latin1') === ofKeyring) {
          throw new Fault('secrets/unavailable', 'The keyring that keeps it is not there now.', { cause });
        }
        throw new Fault('secrets/unreadable', 'It was kept by another account, or on another computer.', { cause });
      }
    },
  };
}

function backendOf(storage: UsedStorage, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'keychain';
  if (platform === 'win32') return 'dpapi';
  return storage.getSelectedStorageBackend?.() ?? 'unknown';
}

function nameOf(backend: string): string {
  const names: Readonly<Record<string, string>> = {
    keychain: 'the keychain of macOS',
    dpapi: 'the data protection of Windows',
    gnome_libsecret: 'the keyring of the desktop',
  };
  return names[backend] ?? 'the wallet of the desktop';
}

function missing(): never {
  throw new Error('this Electron has no such call');
}
