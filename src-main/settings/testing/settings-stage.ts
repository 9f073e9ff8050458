import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as z from 'zod';
import type { ProviderField } from '../../../src-shared/providers.ts';
import type { ConfigurationDraft, profileDraft } from '../../../src-shared/settings.ts';
import { createActingUser } from '../../lib/acting-user.ts';
import { realDisk } from '../../lib/disk.ts';
import { createFiles } from '../../lib/files.ts';
import { createJournal } from '../../lib/journal.ts';
import type { SecretChange, SecretReading, UserSecrets } from '../../lib/user-secrets.ts';
import { createSettings, type SettingsFeature } from '../index.ts';
import type { FoundInEnvironment, SettingsPorts } from '../ports.ts';

const field = (name: string, kind: ProviderField['kind'], more: Partial<ProviderField> = {}): ProviderField => ({
  ...{ name, label: name, kind, isRequired: false, help: '', example: null, standard: null, choices: [] },
  ...more,
});
const fields = [
  field('apiKey', 'secret', { isRequired: true }),
  field('baseUrl', 'url', { standard: 'https://api.example/v1' }),
  field('project', 'text'),
];

/** Secrets in memory, told apart by user; `locked` users cannot be read. */
export interface FakeSecrets extends UserSecrets {
  readonly locked: Set<string>;
  readonly kept: Map<string, Map<string, SecretReading>>;
  /** What was put into memory alone. */
  readonly inMemory: Set<string>;
}

function createFakeSecrets(): FakeSecrets {
  const kept = new Map<string, Map<string, SecretReading>>();
  const locked = new Set<string>();
  const inMemory = new Set<string>();
  const of = (userId: string) => kept.get(userId) ?? new Map<string, SecretReading>();
  const put = (userId: string, changes: ReadonlyMap<string, SecretChange>) => {
    const own = new Map(of(userId));
    for (const [name, change] of changes) {
      if (change === null) own.delete(name);
      else own.set(name, { state: 'set', ...change });
    }
    kept.set(userId, own);
  };
  return {
    ...{ kept, locked, inMemory },
    async read(userId) {
      const byName = new Map([...of(userId)].map(([name, one]) => [name, locked.has(userId) ? lockedOne : one]));
      return { byName, fault: null };
    },
    protection: async () => ({ kind: 'system', backend: 'fake' }),
    isLocked: async (userId) => locked.has(userId),
    async prepare(userId, changes, isInMemory) {
      return {
        files: [],
        done() {
          put(userId, changes);
          if (isInMemory) inMemory.add(userId);
          else inMemory.delete(userId);
        },
      };
    },
    unlock: async (userId) => void locked.delete(userId),
    lock: (userId) => void locked.add(userId),
    forgetMemory(userId) {
      if (inMemory.delete(userId)) kept.delete(userId);
    },
    allowWeak: async () => undefined,
    path: (userId) => `/nowhere/${userId}`,
  };
}
const lockedOne: SecretReading = { state: 'locked' };

/** The settings of a folder of a test's own; windows have the ids of their users. */
export interface SettingsStage {
  readonly folder: string;
  readonly secrets: FakeSecrets;
  readonly logged: string[];
  /** By window id. */
  readonly windows: Record<number, string>;
  /** Milliseconds of the clock's tick. */
  tick: number;
  current: string;
  environment: readonly FoundInEnvironment[];
  chosen: string | null;
  /** Told when for whom anybody acts may have changed. */
  change(): void;
  /** What a feature is made of. */
  ports(): SettingsPorts;
  /** Another process on the same files. */
  open(more?: Partial<SettingsPorts>): SettingsFeature;
  end(): Promise<void>;
}

/** Makes the stage: window 1 is Anna's, window 2 is Ben's, and Anna is current. */
export async function createSettingsStage(): Promise<SettingsStage> {
  const folder = await mkdtemp(join(tmpdir(), 'persag-settings-'));
  const logged: string[] = [];
  const keep = (...texts: readonly unknown[]) => void logged.push(texts.map(String).join(' '));
  const log = { info: keep, warn: keep, error: keep };
  const listeners = new Set<() => void>();
  const features: SettingsFeature[] = [];
  const stage: SettingsStage = {
    ...{ folder, logged, secrets: createFakeSecrets(), windows: { 1: 'anna', 2: 'ben' }, tick: 0 },
    ...{ current: 'anna', environment: [], chosen: null },
    change() {
      for (const listener of listeners) listener();
    },
    open(more = {}) {
      const feature = createSettings({ ...stage.ports(), ...more });
      features.push(feature);
      return feature;
    },
    ports() {
      const clock = { now: () => new Date(), tick: () => stage.tick };
      const files = createFiles();
      const journal = createJournal({ disk: realDisk, folder: () => join(folder, 'journal'), clock, log });
      return {
        ...{ disk: realDisk, files, journal, clock, log, secrets: stage.secrets, desktop: null },
        folder: () => join(folder, 'settings'),
        keptFolder: () => join(folder, 'kept'),
        acting: createActingUser({ windowUsers: () => stage.windows, currentUserId: async () => stage.current }),
        fieldsOf: () => fields,
        problemsOf(_provider, values, secretNames) {
          const problems: Record<string, string> = secretNames.has('apiKey') ? {} : { apiKey: 'is needed' };
          if (values.baseUrl?.startsWith('javascript:')) problems.baseUrl = 'is no address';
          return problems;
        },
        readSecret: (text) =>
          text.includes('\u2022')
            ? { kind: 'problem', problem: 'it is masked' }
            : { kind: 'value', value: text.trim() },
        environment: () => stage.environment,
        actingUsers: async () => new Set([stage.current, ...Object.values(stage.windows)]),
        onActingChange(listener) {
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
        onUserLeft: () => () => undefined,
        newId: () => crypto.randomUUID(),
      };
    },
    async end() {
      for (const feature of features) await feature.end();
      await rm(folder, { recursive: true });
    },
  };
  return stage;
}

/** Anna's window, and Ben's. */
export const [ofAnna, ofBen] = [{ kind: 'window', windowId: 1 } as const, { kind: 'window', windowId: 2 } as const];

/** A draft of a configuration with a key. */
export function someDraft(more: Partial<ConfigurationDraft> = {}): ConfigurationDraft {
  return {
    ...{ id: null, revision: 0, name: 'Work', provider: 'openai', fields: {}, model: 'one', parameters: {} },
    secrets: { apiKey: { kind: 'set', value: 'sk-0123456789ab' } },
    ...more,
  };
}

/** A draft of a profile. */
export function someProfile(configurationId: string, more: Partial<z.output<typeof profileDraft>> = {}) {
  return {
    ...{ id: null, revision: 0, name: 'Short', tag: 'SH', description: '', configurationId, mcpServerId: null },
    parameters: {},
    ...more,
  };
}
