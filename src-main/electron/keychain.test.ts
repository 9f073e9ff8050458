import { describe, expect, it } from 'vitest';
import { createKeychain, type UsedStorage } from './keychain.ts';

type Backend = ReturnType<NonNullable<UsedStorage['getSelectedStorageBackend']>>;

/** Electron's storage as far as it matters here: what it seals is the text behind the mark of its way. */
function storageOf(backend: Backend, { isOpen = true, mark = backend === 'basic_text' ? 'v10' : 'v11' } = {}) {
  let plain = false;
  const works = () => (backend === 'basic_text' ? plain : isOpen);
  const decrypt = (bytes: Buffer) => {
    if (!works() || !bytes.toString().startsWith(mark)) throw new Error('Error while decrypting');
    return bytes.toString().slice(3);
  };
  const encrypt = (text: string) => {
    if (!works()) throw new Error('Error while encrypting');
    return Buffer.from(`${mark}${text}`);
  };
  const shared = {
    getSelectedStorageBackend: () => backend,
    setUsePlainTextEncryption: (use: boolean) => {
      plain = use;
    },
  };
  const sync: UsedStorage = { ...shared, isEncryptionAvailable: works, encryptString: encrypt, decryptString: decrypt };
  const promised: UsedStorage = {
    ...shared,
    isAsyncEncryptionAvailable: async () => works(),
    encryptStringAsync: async (text) => encrypt(text),
    decryptStringAsync: async (bytes) => ({ result: decrypt(bytes), shouldReEncrypt: false }),
  };
  return { sync, promised };
}

describe.each(['sync', 'promised'] as const)('the operating system’s protection, by its %s calls', (calls) => {
  it('opens what it has sealed', async () => {
    const keychain = createKeychain(storageOf('gnome_libsecret')[calls], 'linux');
    expect(await keychain.state()).toEqual({ kind: 'system', backend: 'gnome_libsecret' });
    expect(await keychain.open(await keychain.seal('a key'))).toBe('a key');
  });

  it('is none while the keyring is locked, which is not the same as a key of another computer', async () => {
    const sealed = await createKeychain(storageOf('gnome_libsecret')[calls], 'linux').seal('a key');
    const locked = createKeychain(storageOf('gnome_libsecret', { isOpen: false })[calls], 'linux');
    expect(await locked.state()).toMatchObject({ kind: 'none' });
    await expect(locked.open(sealed)).rejects.toMatchObject({ code: 'secrets/unavailable' });
    await expect(locked.seal('a key')).rejects.toMatchObject({ code: 'secrets/unavailable' });
    const elsewhere = createKeychain(storageOf('gnome_libsecret', { mark: 'v99' })[calls], 'linux');
    await expect(elsewhere.open(sealed)).rejects.toMatchObject({ code: 'secrets/unreadable' });
  });

  it('is called weak where it is a fixed password, and then works only because it was asked to', async () => {
    const keychain = createKeychain(storageOf('basic_text')[calls], 'linux');
    expect(await keychain.state()).toEqual({ kind: 'weak', backend: 'basic_text' });
    expect(await keychain.open(await keychain.seal('a key'))).toBe('a key');
    expect(await keychain.state()).toMatchObject({ kind: 'weak' });
    const sealed = await createKeychain(storageOf('gnome_libsecret')[calls], 'linux').seal('a key');
    await expect(keychain.open(sealed)).rejects.toMatchObject({ code: 'secrets/unavailable' });
  });
});

it('is never called a keyring where nobody can say what it is', async () => {
  expect(await createKeychain(storageOf('unknown').sync, 'linux').state()).toMatchObject({ kind: 'weak' });
  expect(await createKeychain({}, 'linux').state()).toMatchObject({ kind: 'weak' });
  expect(await createKeychain(storageOf('kwallet5').sync, 'linux').state()).toMatchObject({ kind: 'system' });
  expect(await createKeychain(storageOf('unknown').sync, 'darwin').state()).toEqual({
    kind: 'system',
    backend: 'keychain',
  });
  expect(await createKeychain({}, 'win32').state()).toMatchObject({ kind: 'none' });
});
