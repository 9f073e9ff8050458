import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ContextTimes, contextTimeBounds } from '../../src-shared/chat.ts';
import { realDisk } from '../lib/disk.ts';
import { createFiles } from '../lib/files.ts';
import { createContextTimes, timeFrom, timeRules } from './context-times.ts';

describe.each(Object.keys(timeRules) as (keyof ContextTimes)[])('%s', (name) => {
  const { variable } = timeRules[name];
  const { least, most } = contextTimeBounds[name];

  it('is nobody’s where the surroundings do not say it', () => {
    for (const env of [{}, { [variable]: '' }, { [variable]: '  ' }]) expect(timeFrom(env, name)).toBeNull();
  });

  it('takes what is a number within its bounds', () => {
    for (const value of [least, most, 2.5, 60]) expect(timeFrom({ [variable]: String(value) }, name)).toBe(value);
    expect(timeFrom({ [variable]: ' 7 ' }, name)).toBe(7);
  });

  it('refuses the rest with the name', () => {
    for (const text of ['5m', '0', '-1', '0x10', '1e3', 'NaN', 'Infinity', '1,5', String(most + 1), '9'.repeat(400)]) {
      expect(() => timeFrom({ [variable]: text }, name), text).toThrow(
        expect.objectContaining({ code: 'input/invalid', message: expect.stringContaining(variable) }),
      );
    }
  });
});

describe('the times', () => {
  let folder = '';
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'persag-times-')), 'desktop');
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true }));
  const keeper = (env: Record<string, string> = {}) =>
    createContextTimes({ env, files: createFiles(realDisk), folder: () => folder });
  const usual = { cleanupIntervalSeconds: 300, maxAgeHours: 24 };

  it('are the usual ones, and upstream’s figures, until something is said', async () => {
    expect(await keeper().now()).toEqual(usual);
    expect(await keeper().state()).toMatchObject({ times: { maxAgeHours: { origin: 'usual' } }, refused: [] });
  });

  it('are kept one by one, and go back to the usual one', async () => {
    await keeper().change({ maxAgeHours: 2 });
    await keeper().change({ cleanupIntervalSeconds: 60 });
    expect(await keeper().now()).toEqual({ cleanupIntervalSeconds: 60, maxAgeHours: 2 });
    await keeper().change({ maxAgeHours: null });
    expect(await keeper().now()).toEqual({ cleanupIntervalSeconds: 60, maxAgeHours: 24 });
    expect(JSON.parse(await readFile(join(folder, 'contexts.json'), 'utf8'))).toEqual({
      ...{ cleanupIntervalSeconds: 60, maxAgeHours: null },
    });
  });

  it('are those of the surroundings before those that are kept', async () => {
    await keeper().change({ cleanupIntervalSeconds: 60, maxAgeHours: 2 });
    const { times, refused } = await keeper({ TDA_USER_CONTEXT_MAX_AGE_HOURS: '1' }).state();
    expect(times.maxAgeHours).toEqual({ value: 1, origin: 'environment' });
    expect(times.cleanupIntervalSeconds).toEqual({ value: 60, origin: 'kept' });
    expect(refused).toEqual([]);
  });

  it('are the usual ones where what is said makes no sense, with the name of it', async () => {
    const env = { TDA_USER_CONTEXT_CLEANUP_INTERVAL: '5m', TDA_USER_CONTEXT_MAX_AGE_HOURS: '1' };
    const { times, refused } = await keeper(env).state();
    expect(times).toEqual({
      cleanupIntervalSeconds: { value: 300, origin: 'usual' },
      maxAgeHours: { value: 1, origin: 'environment' },
    });
    expect(refused).toMatchObject([{ code: 'input/invalid' }]);
    expect(refused[0]?.message).toContain('TDA_USER_CONTEXT_CLEANUP_INTERVAL');
  });

  it.each(['', '{', 'null', '[]', '{"maxAgeHours":-1}', '{"maxAgeHours":"2"}'])(
    'are the usual ones where the file is %j, which a change puts right',
    async (text) => {
      await keeper().change({ maxAgeHours: 2 });
      await writeFile(join(folder, 'contexts.json'), text);
      expect(await keeper().now()).toEqual(usual);
      const [refused] = (await keeper().state()).refused;
      expect(refused?.message).toContain('contexts.json');
      await keeper().change({ maxAgeHours: 3 });
      expect(await keeper().state()).toMatchObject({ times: { maxAgeHours: { value: 3 } }, refused: [] });
    },
  );
});
