import { expect, test } from 'vitest';
import { coalesce } from './coalesce.ts';

test('a thousand calls cost two runs, and the last begins after the call', async () => {
  let runs = 0;
  let atOnce = 0;
  const look = coalesce(async () => {
    runs += 1;
    atOnce += 1;
    expect(atOnce).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    atOnce -= 1;
  });
  await Promise.all(Array.from({ length: 1000 }, () => look()));
  expect(runs).toBe(2);
  await look();
  expect(runs).toBe(3);
});

test('a failure reaches its callers only', async () => {
  let runs = 0;
  const look = coalesce(async () => {
    runs += 1;
    if (runs === 1) throw new Error('first');
  });
  const first = look();
  const second = look();
  await expect(first).rejects.toThrow('first');
  await second;
  expect(runs).toBe(2);
});
