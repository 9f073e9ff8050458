import { mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { profileDraft } from '../../src-shared/settings.ts';
import { realDisk } from '../lib/disk.ts';
import {
  createSettingsStage,
  ofAnna,
  ofBen,
  type SettingsStage,
  someDraft,
  someProfile,
} from './testing/settings-stage.ts';

let stage: SettingsStage;
beforeEach(async () => {
  stage = await createSettingsStage();
});
afterEach(() => stage.end());

const pathOf = (name = 'settings.json') => join(stage.folder, 'settings', 'anna', name);
const codeOf = (work: unknown) =>
  Promise.resolve(work).then(
    () => 'ok',
    (cause) => cause.code as string,
  );

async function oneConfiguration(feature = stage.open()) {
  const { configurations } = await feature.saveConfiguration(someDraft(), ofAnna);
  const [made] = configurations;
  if (made === undefined) throw new Error('nothing was made');
  return { feature, made };
}

describe('configurations', () => {
  it('have names of their own, however they are written, and as many as there is room for', async () => {
    const { feature, made } = await oneConfiguration();
    for (const name of ['WORK', ' work ', '\uff37ork']) {
      expect(await codeOf(feature.saveConfiguration(someDraft({ name }), ofAnna)), name).toBe('settings/name-taken');
    }
    // Its own name is no other one, and Ben's are no concern of Anna.
    expect(await codeOf(feature.saveConfiguration(someDraft({ id: made.id, revision: 1 }), ofAnna))).toBe('ok');
    expect(await codeOf(feature.saveConfiguration(someDraft(), ofBen))).toBe('ok');
    const { configurations: all, ...rest } = JSON.parse(await readFile(pathOf(), 'utf8'));
    const many = Array.from({ length: 200 }, (_, index) => ({ ...all[0], id: crypto.randomUUID(), name: `n${index}` }));
    await writeFile(pathOf(), JSON.stringify({ ...rest, configurations: many }));
    expect(await codeOf(feature.saveConfiguration(someDraft({ name: 'More' }), ofAnna))).toBe('settings/too-many');
  });

  it('are saved only over what the form began with, by whichever process', async () => {
    const { made } = await oneConfiguration();
    const other = stage.open();
    const draft = someDraft({ id: made.id, revision: 1, secrets: {} });
    const [first, second] = await Promise.all([
      codeOf(stage.open().saveConfiguration({ ...draft, model: 'two' }, ofAnna)),
      codeOf(other.saveConfiguration({ ...draft, model: 'three' }, ofAnna)),
    ]);
    expect([first, second].sort()).toEqual(['ok', 'settings/changed']);
  });

  it('that are saved at once by two processes are all there', async () => {
    const [one, other] = [stage.open(), stage.open()];
    const names = Array.from({ length: 8 }, (_, index) => `n${index}`);
    await Promise.all(
      names.map((name, index) => (index % 2 === 0 ? one : other).saveConfiguration(someDraft({ name }), ofAnna)),
    );
    const { configurations } = await stage.open().get(undefined, ofAnna);
    expect(configurations.map(({ name }) => name).sort()).toEqual(names);
  });

  it('in use by profiles are not removed, and the one in use leaves no trace', async () => {
    const { feature, made } = await oneConfiguration();
    const { profiles } = await feature.saveProfile(someProfile(made.id), ofAnna);
    await feature.choose({ activeConfigurationId: made.id, defaultProfileId: profiles[0]?.id }, ofAnna);
    await expect(feature.removeConfiguration({ id: made.id }, ofAnna)).rejects.toMatchObject({
      code: 'settings/in-use',
      details: ['Short (@SH)'],
    });
    expect((await feature.removeProfile({ id: profiles[0]?.id ?? '' }, ofAnna)).defaultProfileId).toBeNull();
    const after = await feature.removeConfiguration({ id: made.id }, ofAnna);
    expect(after).toMatchObject({ configurations: [], activeConfigurationId: null });
    expect(stage.secrets.kept.get('anna')?.size).toBe(0);
  });

  it('keep the provider they were made for, and take no key among what is no secret', async () => {
    const { feature, made } = await oneConfiguration();
    const other = someDraft({
      id: made.id,
      revision: 1,
      provider: 'anthropic',
      secrets: { apiKey: { kind: 'set', value: 'k' } },
    });
    expect(await codeOf(feature.saveConfiguration(other, ofAnna))).toBe('settings/field-invalid');
    const misplaced = someDraft({ name: 'Other', fields: { apiKey: 'sk-canary' } });
    const failure = await Promise.resolve(feature.saveConfiguration(misplaced, ofAnna)).catch((cause) => cause);
    expect(failure).toMatchObject({ code: 'settings/field-invalid' });
    expect(JSON.stringify([failure.message, failure.details])).not.toContain('sk-canary');
  });
});

describe('a kept key', () => {
  const elsewhere = { baseUrl: 'https://attacker.example/v1' };

  it('goes to no other address: not by saving, not by a draft that is tried, not by a file that was edited', async () => {
    const { feature, made } = await oneConfiguration();
    const moved = someDraft({ id: made.id, revision: 1, fields: elsewhere, secrets: { apiKey: { kind: 'keep' } } });
    expect(await codeOf(feature.saveConfiguration(moved, ofAnna))).toBe('settings/secret-elsewhere');
    expect(await codeOf(feature.resolveDraft('anna', moved))).toBe('settings/secret-elsewhere');
    const text = await readFile(pathOf(), 'utf8');
    await writeFile(pathOf(), text.replace('"fields": {}', `"fields": ${JSON.stringify(elsewhere)}`));
    expect(await codeOf(feature.resolve('anna', made.id))).toBe('settings/secret-elsewhere');
    const [shown] = (await feature.get(undefined, ofAnna)).configurations;
    expect(shown?.secrets.apiKey).toMatchObject({ state: 'unreadable', error: { code: 'settings/secret-elsewhere' } });
  });

  it('stays with another path of the same host, and goes with a new one that is entered', async () => {
    const { feature, made } = await oneConfiguration();
    const samePlace = { baseUrl: 'https://api.example/v2' };
    const draft = someDraft({ id: made.id, revision: 1, fields: samePlace, secrets: {} });
    expect((await feature.resolveDraft('anna', draft)).secrets).toEqual({ apiKey: 'sk-0123456789ab' });
    const entered = { ...draft, fields: elsewhere, secrets: { apiKey: { kind: 'set', value: 'sk-new' } } as const };
    expect((await feature.resolveDraft('anna', entered)).secrets).toEqual({ apiKey: 'sk-new' });
    await feature.saveConfiguration(entered, ofAnna);
    expect(await feature.resolve('anna', made.id)).toMatchObject({ secrets: { apiKey: 'sk-new' }, fields: elsewhere });
  });

  it('is told by its end only where enough of it stays unknown, and not at all where it is locked', async () => {
    const feature = stage.open();
    const save = (name: string, value: string) =>
      feature.saveConfiguration(someDraft({ name, secrets: { apiKey: { kind: 'set', value } } }), ofAnna);
    await save('Long', 'sk-0123456789ab');
    const { configurations } = await save('Short', 'sk-01234567');
    expect(configurations.map(({ secrets }) => secrets.apiKey)).toEqual([
      { state: 'set', last4: '89ab' },
      { state: 'set', last4: '' },
    ]);
    stage.secrets.locked.add('anna');
    const locked = await feature.get(undefined, ofAnna);
    expect(locked.configurations.map(({ secrets }) => secrets.apiKey)).toEqual([
      { state: 'locked' },
      { state: 'locked' },
    ]);
    expect(await codeOf(feature.resolve('anna', configurations[0]?.id ?? ''))).toBe('settings/locked');
  });

  it('that is only the mask of one is refused, and its text is told nobody', async () => {
    const feature = stage.open();
    const masked = someDraft({ secrets: { apiKey: { kind: 'set', value: '\u2022\u2022\u2022\u20221234' } } });
    const failure = await Promise.resolve(feature.saveConfiguration(masked, ofAnna)).catch((cause) => cause);
    expect(failure).toMatchObject({ code: 'settings/secret-invalid' });
    expect(JSON.stringify([failure.message, failure.details])).not.toContain('1234');
  });

  it('is needed before a configuration can be used, whatever is kept of others', async () => {
    const { feature, made } = await oneConfiguration();
    stage.secrets.kept.set('anna', new Map());
    expect(await codeOf(feature.resolve('anna', made.id))).toBe('settings/incomplete');
  });
});

describe('tags', () => {
  it('are one of a kind, in whatever letters they are written, and free of what only looks like one', async () => {
    const { feature, made } = await oneConfiguration();
    await feature.saveProfile(someProfile(made.id), ofAnna);
    const tagged = (tag: string) => profileDraft.safeParse(someProfile(made.id, { name: 'Other', tag }));
    for (const tag of ['sh', ' Sh ', '\u017fh']) {
      const { data } = tagged(tag);
      if (data === undefined) throw new Error(tag);
      expect(await codeOf(feature.saveProfile(data, ofAnna)), tag).toBe('settings/tag-taken');
    }
    for (const tag of ['', '@SH', 'S H', '\u0405H', '\uff33\uff28', 'S\u200bH', 'TOO-LONG', 'ABCDEFGHIJKLMNOPQ']) {
      expect(tagged(tag).success, tag).toBe(false);
    }
    expect(await codeOf(feature.saveProfile(someProfile(made.id), ofBen))).toBe('settings/unknown-configuration');
  });
});

describe('a file that cannot be used', () => {
  const damages: readonly (readonly [string, () => Promise<void>, string])[] = [
    ['empty', () => writeFile(pathOf(), ''), 'settings/unreadable'],
    ['truncated', () => truncate(pathOf(), 100), 'settings/unreadable'],
    ['binary', () => writeFile(pathOf(), Buffer.from([0, 255, 1])), 'settings/unreadable'],
    ['huge', () => writeFile(pathOf(), ' '.repeat(5 * 1024 * 1024)), 'settings/unreadable'],
    ['deep', () => writeFile(pathOf(), '['.repeat(100_000)), 'settings/unreadable'],
    ['newer', () => writeFile(pathOf(), '{"version": 7}'), 'settings/newer'],
    ['gone', () => rm(pathOf()), 'settings/unreadable'],
    ['a folder', () => rm(pathOf()).then(() => mkdir(pathOf())), 'settings/unreadable'],
    [
      'a link',
      () => rm(pathOf()).then(() => symlink(pathOf('settings.last-good.json'), pathOf())),
      'settings/unreadable',
    ],
  ];

  it.each(damages)(
    '%s: is told of with the way out, left as it is, and the last good copy is taken',
    async (what, damage, code) => {
      const { feature, made } = await oneConfiguration();
      await feature.saveConfiguration(someDraft(), ofBen);
      await damage();
      const told = await feature.get(undefined, ofAnna);
      expect(told).toMatchObject({ configurations: [], trouble: { error: { code }, lastGood: expect.any(String) } });
      expect(await codeOf(feature.saveConfiguration(someDraft({ name: 'More' }), ofAnna))).toBe(code);
      expect(await codeOf(feature.resolve('anna', made.id))).toBe(code);
      // Nobody else is kept from theirs.
      expect(await feature.get(undefined, ofBen)).toMatchObject({ trouble: null, configurations: [{ name: 'Work' }] });
      expect(await codeOf(feature.useLastGood(undefined, ofBen))).toBe('settings/no-trouble');
      const after = await feature.useLastGood(undefined, ofAnna);
      expect(after).toMatchObject({ trouble: null, configurations: [{ id: made.id }] });
      const aside = (await readdir(join(stage.folder, 'settings', 'anna'))).filter((name) => name.includes('damaged'));
      expect(aside).toHaveLength(what === 'gone' ? 0 : 1);
    },
  );

  it('is left for nothing at all where somebody begins afresh, with all that was there aside', async () => {
    const { feature } = await oneConfiguration();
    await writeFile(pathOf(), '{');
    await writeFile(pathOf('settings.last-good.json'), '{');
    expect(await feature.get(undefined, ofAnna)).toMatchObject({ trouble: { lastGood: null } });
    expect(await codeOf(feature.useLastGood(undefined, ofAnna))).toBe('settings/no-last-good');
    expect(await readFile(pathOf(), 'utf8')).toBe('{');
    expect(await feature.startAfresh(undefined, ofAnna)).toMatchObject({ trouble: null, configurations: [] });
    const names = await readdir(join(stage.folder, 'settings', 'anna'));
    expect(names.filter((name) => /\.(damaged|former)-/.test(name))).toHaveLength(2);
  });

  it('of another account, or behind a link in the place of the folder, is not used', async () => {
    const { feature } = await oneConfiguration();
    const disk = {
      ...realDisk,
      lstat: async (path: string) => {
        const entry = await realDisk.lstat(path);
        return path.endsWith('settings.json') ? { ...entry, uid: entry.uid + 4321 } : entry;
      },
    };
    expect(await stage.open({ disk }).get(undefined, ofAnna)).toMatchObject({
      trouble: { error: { code: 'settings/unreadable' } },
    });
    await symlink(join(stage.folder, 'settings', 'anna'), join(stage.folder, 'settings', 'ben'));
    expect(await feature.get(undefined, ofBen)).toMatchObject({ configurations: [], trouble: { lastGood: null } });
    expect(await feature.startAfresh(undefined, ofBen)).toMatchObject({ trouble: null, configurations: [] });
    expect((await feature.get(undefined, ofAnna)).configurations).toHaveLength(1);
  });
});
