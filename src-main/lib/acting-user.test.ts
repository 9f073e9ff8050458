import { expect, it } from 'vitest';
import { createActingUser } from './acting-user.ts';

let windows: Record<number, string> = {};
let current: string | null = 'anna';
const acting = createActingUser({ windowUsers: () => windows, currentUserId: async () => current });
const window = { kind: 'window', windowId: 3 } as const;
const cli = { kind: 'cli', windowId: 0 } as const;

it('is the window’s own user, else the current one', async () => {
  windows = { 3: 'Ben' };
  current = 'anna';
  expect(await acting.of(window)).toBe('ben');
  expect(await acting.of(cli)).toBe('anna');
});

it('is nobody where that cannot be read, and none whom a file cannot be called by', async () => {
  windows = { 3: '../anna' };
  current = null;
  await expect(acting.of(cli)).rejects.toMatchObject({ code: 'home/user-id-unreadable' });
  await expect(acting.of(window)).rejects.toMatchObject({ code: 'users/id-unsafe' });
});

it('hands an answer on only to whom it was for', async () => {
  windows = {};
  current = 'anna';
  expect(await acting.during(window, (userId) => userId)).toBe('anna');
  const late = acting.during(window, async (userId) => {
    windows = { 3: 'ben' };
    return `of ${userId}`;
  });
  await expect(late).rejects.toMatchObject({ code: 'settings/user-changed' });
  const later = acting.during(cli, async () => {
    current = 'ben';
  });
  await expect(later).rejects.toMatchObject({ code: 'settings/user-changed' });
});

it('tells nobody else what went wrong', async () => {
  windows = {};
  current = 'anna';
  const failed = acting.during(window, async () => {
    windows = { 3: 'ben' };
    throw new Error('something of anna');
  });
  await expect(failed).rejects.toMatchObject({ code: 'settings/user-changed' });
  const own = acting.during(window, async () => {
    throw new Error('something of ben');
  });
  await expect(own).rejects.toThrow('something of ben');
});
