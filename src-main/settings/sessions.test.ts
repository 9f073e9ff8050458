import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSessions } from './sessions.ts';
import { createStore } from './store.ts';
import { createSettingsStage, ofAnna, ofBen, type SettingsStage, someDraft } from './testing/settings-stage.ts';

let stage: SettingsStage;
beforeEach(async () => {
  stage = await createSettingsStage();
});
afterEach(() => stage.end());

const onDisk = (name: string) => readFile(join(stage.folder, 'settings', 'anna', name), 'utf8');
const cli = { kind: 'cli', windowId: 0 } as const;

describe('settings for the session only', () => {
  it('leave the disk when that is turned on, and come back when it is turned off', async () => {
    const feature = stage.open();
    await feature.saveConfiguration(someDraft(), ofAnna);
    const turned = await feature.setPreferences({ sessionOnly: true }, ofAnna);
    expect(turned).toMatchObject({ preferences: { sessionOnly: true }, configurations: [{ name: 'Work' }] });
    for (const name of ['settings.json', 'settings.last-good.json']) {
      expect(JSON.parse(await onDisk(name)), name).toMatchObject({
        configurations: [],
        preferences: { sessionOnly: true },
      });
    }
    expect(stage.secrets.inMemory.has('anna')).toBe(true);
    await feature.saveConfiguration(someDraft({ name: 'Another' }), ofAnna);
    expect(await onDisk('settings.json')).not.toContain('Another');
    await feature.setPreferences({ sessionOnly: false }, ofAnna);
    expect(await onDisk('settings.json')).toContain('Another');
    expect(stage.secrets.inMemory.has('anna')).toBe(false);
  });

  it('are forgotten when their user has left, and nobody else’s are', async () => {
    const feature = stage.open();
    await feature.setPreferences({ sessionOnly: true }, ofAnna);
    await feature.saveConfiguration(someDraft(), ofAnna);
    await feature.saveConfiguration(someDraft(), ofBen);
    const heard: unknown[] = [];
    feature.onChanged((news) => heard.push(news));
    await feature.onUserClosed('ANNA');
    await feature.onUserClosed('ben');
    expect(heard).toEqual([{ userId: 'anna' }, { userId: 'ben' }]);
    expect((await feature.get(undefined, ofAnna)).configurations).toEqual([]);
    expect(stage.secrets.kept.has('anna')).toBe(false);
    stage.secrets.locked.clear();
    expect((await feature.get(undefined, ofBen)).configurations).toHaveLength(1);
    expect(stage.secrets.kept.get('ben')?.size).toBe(1);
  });

  it('take no change from a command, whose memory ends with it', async () => {
    const feature = stage.open();
    await feature.setPreferences({ sessionOnly: true }, cli);
    const saving = Promise.resolve(feature.saveConfiguration(someDraft(), cli));
    await expect(saving).rejects.toMatchObject({ code: 'settings/session-only' });
    await feature.setPreferences({ sessionOnly: false }, cli);
    expect((await feature.saveConfiguration(someDraft(), cli)).configurations).toHaveLength(1);
  });

  it('cannot be turned on while the keys are locked, for they would be lost', async () => {
    const feature = stage.open();
    await feature.saveConfiguration(someDraft(), ofAnna);
    stage.secrets.locked.add('anna');
    const turning = Promise.resolve(feature.setPreferences({ sessionOnly: true }, ofAnna));
    await expect(turning).rejects.toMatchObject({ code: 'settings/locked' });
    expect(JSON.parse(await onDisk('settings.json'))).toMatchObject({ preferences: { sessionOnly: false } });
  });
});

it('who no longer acts anywhere, and who has been idle too long, is locked; who is there and busy is not', async () => {
  const told: string[] = [];
  let acting: readonly string[] | null = ['anna', 'ben'];
  const ports = { ...stage.ports(), actingUsers: async () => (acting === null ? null : new Set(acting)) };
  const sessions = createSessions(ports, createStore(ports), (userId) => told.push(userId));
  const off = sessions.watch(async () => ({ intervalMs: 1_000_000, ageMs: 1000 }));
  sessions.used('anna');
  sessions.used('ben');
  await sessions.look();
  expect(told).toEqual([]);
  // A file that is being written, and cannot be read for a moment.
  acting = null;
  await sessions.look();
  expect(told).toEqual([]);
  acting = ['ben'];
  await sessions.look();
  expect(told).toEqual(['anna']);
  stage.tick = 900;
  sessions.used('anna');
  stage.tick = 1100;
  await sessions.lookForIdle(1000);
  expect(told).toEqual(['anna', 'ben']);
  await sessions.lookForIdle(1000);
  expect(told).toHaveLength(2);
  off();
});
