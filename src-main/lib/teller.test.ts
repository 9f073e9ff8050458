import { expect, it } from 'vitest';
import { createTeller } from './teller.ts';

it('tells of a state once it is another, in the order of the readings', async () => {
  let state = { at: 1 };
  const { on, tell } = createTeller(
    async () => state,
    () => undefined,
  );
  const heard: number[] = [];
  on(({ at }) => void heard.push(at));
  await tell();
  await tell();
  state = { at: 2 };
  await Promise.all([tell(), tell()]);
  expect(heard).toEqual([1, 2]);
});

it('goes on after a reading that failed', async () => {
  const failures: unknown[] = [];
  let broken = true;
  const { on, tell } = createTeller(
    async () => {
      if (broken) throw new Error('not now');
      return 'well';
    },
    (cause) => void failures.push(cause),
  );
  const heard: string[] = [];
  on((state) => void heard.push(state));
  await tell();
  broken = false;
  await tell();
  expect([failures.length, heard]).toEqual([1, ['well']]);
});
