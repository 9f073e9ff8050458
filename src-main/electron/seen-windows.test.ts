import { expect, it } from 'vitest';
import { createSeenWindows } from './seen-windows.ts';

it('tells once that one can be seen, and once that none can any more', () => {
  const told: boolean[] = [];
  const { note } = createSeenWindows((seen) => told.push(seen));
  note(1, false);
  note(1, true);
  note(2, true);
  note(1, false);
  note(1, false);
  expect(told).toEqual([true]);
  note(2, false);
  expect(told).toEqual([true, false]);
  note(1, true);
  expect(told).toEqual([true, false, true]);
});
