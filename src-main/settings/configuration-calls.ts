import { Fault } from '../../src-shared/errors.ts';
import type { ConfigurationDraft } from '../../src-shared/settings.ts';
import type { SecretChange } from '../lib/user-secrets.ts';
import type { SettingsDocument } from './document.ts';
import { type Kept, readDraft } from './drafted.ts';
import { draftedConfiguration, putConfiguration, removeConfiguration } from './edits.ts';
import type { SettingsPorts } from './ports.ts';
import { fieldOf, secretName, secretsOf } from './secret-names.ts';
import type { SettingsStore } from './store.ts';

/** Changes of configurations, which change secrets with them as one. */
export interface ConfigurationChanges {
  /** Faults: those of `readDraft` and of `putConfiguration`, `settings/locked`. */
  save(userId: string, draft: ConfigurationDraft): Promise<void>;
  /** Faults: those of `removeConfiguration`. */
  remove(userId: string, id: string): Promise<void>;
  /** Turns "session only" on or off: everything goes into memory, or onto the disk. Fault: `settings/locked`. */
  setSessionOnly(userId: string, sessionOnly: boolean): Promise<void>;
}

/** Makes the changes. */
export function createConfigurationChanges(ports: SettingsPorts, store: SettingsStore): ConfigurationChanges {
  /** Secrets are changed with the file; what is only in memory is, once the file is written. */
  async function change(userId: string, edit: (document: SettingsDocument) => Promise<Change>): Promise<void> {
    let done: () => void = () => undefined;
    await store.change(userId, async (document) => {
      const edited = await edit(document);
      if (edited.secrets.size === 0) {
        done = () => undefined;
        return { document: edited.document };
      }
      const prepared = await ports.secrets.prepare(userId, edited.secrets, edited.document.preferences.sessionOnly);
      done = prepared.done;
      return { document: edited.document, files: prepared.files };
    });
    done();
  }

  return {
    save(userId, draft) {
      const stamp = { newId: ports.newId(), now: ports.clock.now().toISOString() };
      return change(userId, async (document) => {
        const configuration = draftedConfiguration(document, draft);
        const id = configuration?.id ?? stamp.newId;
        const kept: Kept | null =
          configuration === null
            ? null
            : { configuration, secrets: secretsOf(await ports.secrets.read(userId), configuration) };
        const drafted = readDraft(ports, draft, kept);
        const secrets = new Map<string, SecretChange>();
        for (const [field, value] of drafted.changes) {
          secrets.set(secretName(id, field), value === null ? null : { value, boundTo: drafted.boundTo });
        }
        const { fields, changes } = drafted;
        const set = new Set(configuration?.secretFields ?? []);
        for (const [field, value] of changes) value === null ? set.delete(field) : set.add(field);
        return { document: putConfiguration(document, { ...draft, fields }, [...set], stamp), secrets };
      });
    },
    remove: (userId, id) =>
      change(userId, async (document) => {
        const secrets = new Map<string, SecretChange>();
        for (const name of (await ports.secrets.read(userId)).byName.keys()) {
          if (fieldOf(id, name) !== null) secrets.set(name, null);
        }
        return { document: removeConfiguration(document, id), secrets };
      }),
    setSessionOnly: (userId, sessionOnly) =>
      change(userId, async (document) => {
        if (document.preferences.sessionOnly === sessionOnly) return { document, secrets: new Map() };
        const preferences = { ...document.preferences, sessionOnly };
        return { document: { ...document, preferences }, secrets: await allSecrets(ports, userId) };
      }),
  };
}

interface Change {
  readonly document: SettingsDocument;
  readonly secrets: ReadonlyMap<string, SecretChange>;
}

/** All of them anew, so that they are kept in the other place; what cannot be read is given up. Fault: `settings/locked`. */
async function allSecrets({ secrets }: SettingsPorts, userId: string): Promise<ReadonlyMap<string, SecretChange>> {
  const changes = new Map<string, SecretChange>();
  const { byName, fault } = await secrets.read(userId);
  if (fault !== null) throw fault;
  for (const [name, reading] of byName) {
    if (reading.state === 'locked') {
      throw new Fault('settings/locked', 'Your keys cannot be put elsewhere while they are locked.');
    }
    changes.set(name, reading.state === 'set' ? { value: reading.value, boundTo: reading.boundTo } : null);
  }
  return changes;
}
