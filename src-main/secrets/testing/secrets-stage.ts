import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../../src-shared/errors.ts';
import { realDisk } from '../../lib/disk.ts';
import { createFiles } from '../../lib/files.ts';
import { createJournal } from '../../lib/journal.ts';
import { systemClock } from '../../lib/system.ts';
import type { Keychain } from '../../ports.ts';
import { createSecrets, type SecretStore } from '../index.ts';
import { createFakeKeychain, type FakeKeychain } from './fake-keychain.ts';

/** The costs of a passphrase in tests. */
export const cheap = { N: 2 ** 14, r: 8, p: 1 };

/** A store of secrets in a folder of a test's own, with one user who may get a passphrase. */
export interface SecretsStage {
  readonly folder: string;
  readonly keychain: FakeKeychain;
  /** Another process on the same files. */
  open(keychain: Keychain | 'passphrase' | undefined): SecretStore;
  /** Sets or removes the passphrase of Anna: its text and the key it opens. */
  passphrase: { text: string; key: Uint8Array } | null;
  /** Changes secrets of Anna and applies what it comes to. */
  set(store: SecretStore, values: Readonly<Record<string, string | null>>, inMemory?: boolean): Promise<void>;
  /** What Anna's secrets are now: values, or states. */
  see(store: SecretStore): Promise<Readonly<Record<string, string>>>;
  end(): Promise<void>;
}

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Makes the stage. */
export async function createSecretsStage(): Promise<SecretsStage> {
  const folder = await mkdtemp(join(tmpdir(), 'persag-secrets-'));
  const files = createFiles();
  const journal = createJournal({ disk: realDisk, folder: () => join(folder, 'journal'), clock: systemClock, log });
  const stage: SecretsStage = {
    folder,
    keychain: createFakeKeychain(),
    passphrase: null,
    open: (keychain) =>
      createSecrets({
        ...{ files, journal, clock: systemClock, log, keychain, costs: cheap },
        folder: () => join(folder, 'secrets'),
        hasPassphrase: async () => stage.passphrase !== null,
        async openPassphrase(_userId, text) {
          if (stage.passphrase?.text === text) return Uint8Array.from(stage.passphrase.key);
          throw new Fault('access/passphrase-wrong', 'It is another one.');
        },
        onOpened: () => undefined,
      }),
    async set(store, values, inMemory = false) {
      const changes = Object.entries(values).map(
        ([name, value]) => [name, value === null ? null : { value, boundTo: 'here' }] as const,
      );
      const prepared = await store.users.prepare('anna', new Map(changes), inMemory);
      await journal.apply('a test', prepared.files);
      prepared.done();
    },
    async see(store) {
      const { byName, fault } = await store.users.read('anna');
      if (fault !== null) return { fault: fault.code };
      const said = [...byName].map(
        ([name, one]) =>
          [name, one.state === 'set' ? one.value : one.state === 'locked' ? 'locked' : one.fault.code] as const,
      );
      return Object.fromEntries(said.sort());
    },
    end: () => rm(folder, { recursive: true }),
  };
  return stage;
}
