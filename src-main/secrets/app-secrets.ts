import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import type { Secrets } from '../ports.ts';
import { readEntries, without } from './entries.ts';
import type { SecretsPorts } from './ports.ts';
import { readSecretFile, type SecretFile, secretFileBytes } from './secret-file.ts';
import { withEntries } from './writing.ts';

/** The scope of what belongs to the app and to nobody of its users. */
const scope = 'app';
const noKeys = { hasPassphrase: false, access: null, safes: new Map<string, Uint8Array>() };

/**
 * The secrets of the app itself, under the operating system's protection alone: what is entered where there is none, or
 * only a weak one, lasts until the app ends, for nobody in particular could allow it.
 */
export function createAppSecrets(ports: SecretsPorts): Secrets {
  const { files, journal, keychain, log } = ports;
  const path = () => join(ports.folder(), 'app', 'secrets.json');
  const memory = new Map<string, string>();

  async function strong() {
    if (keychain === undefined || keychain === 'passphrase') return null;
    const state = await keychain.state();
    return state.kind === 'system' ? ({ kind: 'system', keychain, backend: state.backend } as const) : null;
  }

  async function change(edit: (content: SecretFile) => Promise<SecretFile> | SecretFile): Promise<void> {
    await files.exclusively(path(), async () => {
      const reading = await readSecretFile(files, path());
      if (reading.state === 'unusable') throw reading.fault;
      const damaged = reading.state === 'damaged';
      const content: SecretFile = damaged ? { version: 1, allowsWeak: false, safes: [] } : reading.content;
      const after = secretFileBytes(await edit(content));
      await journal.apply('keeping a key of the app', [
        { path: path(), before: reading.bytes, after },
        ...(damaged ? [{ path: `${path()}.damaged-${randomUUID()}`, before: null, after: reading.bytes }] : []),
      ]);
    });
  }

  return {
    isLasting: async () => (await strong()) !== null,
    async get(name) {
      const inMemory = memory.get(name);
      if (inMemory !== undefined) return inMemory;
      const reading = await readSecretFile(files, path());
      if (reading.state !== 'good') throw reading.fault;
      const entry = (await readEntries(scope, reading.content, keychain, noKeys)).get(name);
      if (entry === undefined) return null;
      if (entry.state === 'set') return entry.value;
      throw entry.state === 'unreadable' ? entry.fault : new Fault('secrets/unreadable', 'It is under a passphrase.');
    },
    async set(name, value) {
      const way = await strong();
      if (way === null) {
        memory.set(name, value);
        return;
      }
      const owner = { scope, keys: noKeys, fresh: null, newId: randomUUID };
      const entries = new Map([[name, { value, boundTo: '' }]]);
      await change((content) => withEntries(content, entries, way, owner));
      memory.delete(name);
    },
    async remove(name) {
      memory.delete(name);
      const reading = await readSecretFile(files, path());
      if (reading.state !== 'good') log.warn('the keys of the app cannot be read, so none is removed from their file');
      else if (reading.bytes !== null) await change((content) => without(content, new Set([name])));
    },
  };
}
