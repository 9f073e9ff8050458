import { expect, test } from 'vitest';
import { settled } from './settled.ts';

test('all work is at rest before the first failure is told', async () => {
  let slowDone = false;
  const slow = new Promise<void>((resolve) => {
    setTimeout(() => {
      slowDone = true;
      resolve();
    }, 20);
  });
  await expect(settled([slow, Promise.reject(new Error('first'))])).rejects.toThrow('first');
  expect(slowDone).toBe(true);
});
