import { expect, test } from 'vitest';
import { waitFor } from './wait-for.ts';

test('gives what the probe finds at last', async () => {
  let asked = 0;
  const found = await waitFor('three', 1000, () => {
    asked += 1;
    if (asked === 1) throw new Error('not yet');
    return asked === 3 && 'three';
  });
  expect(found).toBe('three');
});

test('gives up after its limit and says what for and why', async () => {
  const cause = new Error('no');
  const failed = waitFor('a thing', 30, () => Promise.reject(cause));
  await expect(failed).rejects.toMatchObject({ message: expect.stringContaining('a thing') as string, cause });
});
