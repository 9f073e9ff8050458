import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Stop } from './console.mjs';
import { alone } from './lock.mjs';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('two that want the same work do it one after the other', async () => {
  const events = [];
  const work = (name) => async () => {
    events.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    events.push(`${name} ends`);
  };
  await Promise.all([alone(join(folder, 'l'), work('one')), alone(join(folder, 'l'), work('two'))]);
  const [first, second] = events[0].startsWith('one') ? ['one', 'two'] : ['two', 'one'];
  expect(events).toEqual([`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`]);
});

test('the lock is gone when the work failed', async () => {
  await expect(alone(join(folder, 'l'), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(join(folder, 'l'))).toBe(false);
});

test('a lock whose owner is dead is taken over', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  await mkdir(join(folder, 'l'));
  await writeFile(join(folder, 'l', 'pid'), String(pid));
  expect(await alone(join(folder, 'l'), async () => 'done')).toBe('done');
});

test('a living owner is waited for, up to the limit', async () => {
  await mkdir(join(folder, 'l'));
  await writeFile(join(folder, 'l', 'pid'), String(process.pid));
  await expect(alone(join(folder, 'l'), async () => 'done', { limit: -1 })).rejects.toBeInstanceOf(Stop);
  expect(existsSync(join(folder, 'l', 'pid'))).toBe(true);
});
