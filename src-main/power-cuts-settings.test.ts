import { describe, expect, it } from 'vitest';
import type { Caller } from '../src-shared/define.ts';
import { createActingUser } from './lib/acting-user.ts';
import { type CrashScenario, replayCrashes } from './lib/crash/replay-crashes.ts';
import type { Disk } from './lib/disk.ts';
import { createFiles } from './lib/files.ts';
import { createJournal } from './lib/journal.ts';
import type { SecretChange, UserSecrets } from './lib/user-secrets.ts';
import { createProviders } from './providers/index.ts';
import { createSettings } from './settings/index.ts';

const caller: Caller = { kind: 'cli', windowId: 0 };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const home = '/person/.persag/desktop';
const clock = { now: () => new Date('2026-01-02T03:04:05.678Z'), tick: () => 0 };
const settingsFile = `${home}/settings/anna/settings.json`;

/** Secrets whose file says what they are: what is really sealed is other bytes at every run. */
function plainSecrets(disk: Disk): UserSecrets {
  const files = createFiles(disk);
  const path = `${home}/secrets/users/anna.json`;
  const read = async () => JSON.parse((await files.readText(path)) ?? '{}') as Record<string, SecretChange>;
  return {
    async read() {
      const entries = Object.entries(await read()).flatMap(([name, one]) =>
        one === null ? [] : [[name, { state: 'set', ...one }] as const],
      );
      return { byName: new Map(entries), fault: null };
    },
    protection: async () => ({ kind: 'system', backend: 'plain' }),
    isLocked: async () => false,
    async prepare(_userId, changes) {
      const kept = { ...(await read()) };
      for (const [name, change] of changes) {
        if (change === null) delete kept[name];
        else kept[name] = change;
      }
      const after = new TextEncoder().encode(JSON.stringify(kept));
      return { files: [{ path, before: await files.read(path), after }], done: () => undefined };
    },
    unlock: async () => undefined,
    lock: () => undefined,
    forgetMemory: () => undefined,
    allowWeak: async () => undefined,
    path: () => path,
  };
}

/** The settings on a disk of the test's own, after what was cut off is brought to an end. */
async function openSettings(disk: Disk, from = 100) {
  const files = createFiles(disk);
  const journal = createJournal({ disk, folder: () => `${home}/journal`, clock, log });
  await journal.recover();
  for (const folder of [`${home}/settings/anna`, `${home}/secrets/users`, home]) {
    await files.clearDrafts(folder);
    if (await files.exists(folder)) await journal.clearStaged(folder);
  }
  const providers = createProviders({ clock });
  let count = from;
  return createSettings({
    ...{ disk, files, journal, clock, log, desktop: null, secrets: plainSecrets(disk) },
    folder: () => `${home}/settings`,
    keptFolder: () => `${home}/kept`,
    acting: createActingUser({ windowUsers: () => ({}), currentUserId: async () => 'anna' }),
    fieldsOf: providers.fieldsOf,
    problemsOf: providers.problemsOf,
    readSecret: providers.readSecret,
    environment: () => [],
    actingUsers: async () => new Set(['anna']),
    onActingChange: () => () => undefined,
    onUserLeft: () => () => undefined,
    newId() {
      count += 1;
      return `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`;
    },
  });
}

const draft = (name: string, value: string) => ({
  ...({ id: null, revision: 0, name, provider: 'openai', fields: {}, model: 'one', parameters: {} } as const),
  secrets: { apiKey: { kind: 'set', value } } as const,
});
const firstId = '00000000-0000-4000-8000-000000000001';

function scenario(run: (disk: Disk) => Promise<unknown>, damage?: string): CrashScenario {
  return {
    async prepare(disk) {
      await createFiles(disk).makeFolder(home);
      await (await openSettings(disk, 0)).saveConfiguration(draft('One', 'sk-one'), caller);
      if (damage !== undefined) await createFiles(disk).write(settingsFile, new TextEncoder().encode(damage));
    },
    run: async (disk) => void (await run(disk)),
    async recover(disk) {
      const { trouble } = await (await openSettings(disk)).get(undefined, caller);
      // Whatever was cut off, what is there can be read: but for what was damaged before.
      if (trouble !== null && damage === undefined) throw new Error(trouble.error.message);
    },
    isApart: (path) => !/\.json(\.[^/]*)?$/.test(path) || path.includes('/journal/') || /\.(lock|draft)/.test(path),
    refuse: () => null,
  };
}

const scenarios: Readonly<Record<string, CrashScenario>> = {
  'a save with its key': scenario(async (disk) => {
    const made = { ...draft('Other', 'sk-two'), id: firstId, revision: 1 };
    await (await openSettings(disk)).saveConfiguration(made, caller);
  }),
  'a removal with its key': scenario(async (disk) => {
    await (await openSettings(disk)).removeConfiguration({ id: firstId }, caller);
  }),
  'an import': scenario(async (disk) => {
    const settings = await openSettings(disk);
    const { text } = await settings.exportText(undefined, caller);
    const { planId } = await settings.planImportText({ fileName: 'a.json', text }, caller);
    await settings.importFile({ planId }, caller);
  }),
  'turning "session only" on': scenario(async (disk) => {
    await (await openSettings(disk)).setPreferences({ sessionOnly: true }, caller);
  }),
  'taking the last good copy': scenario(async (disk) => {
    await (await openSettings(disk)).useLastGood(undefined, caller);
  }, '{"version": 1, "savedAt"'),
  'beginning afresh': scenario(async (disk) => {
    await (await openSettings(disk)).startAfresh(undefined, caller);
  }, '{"version": 1, "savedAt"'),
};

describe('a power cut at any point of', () => {
  it.each(Object.keys(scenarios))(
    '%s leaves the old or the new, whole',
    async (name) => {
      const { points, disks, violations } = await replayCrashes(scenarios[name] as CrashScenario);
      expect(violations).toEqual([]);
      expect(points).toBeGreaterThan(100);
      process.stdout.write(`settings, ${name}: ${points} crash points, ${disks} disks\n`);
    },
    300_000,
  );

  it('a save would be found out where folders are not synced', async () => {
    const careless = (disk: Disk): Disk => ({ ...disk, syncFolder: async () => undefined });
    const found = await replayCrashes(scenarios['a save with its key'] as CrashScenario, careless, 1);
    expect(found.violations).not.toEqual([]);
  }, 300_000);
});
