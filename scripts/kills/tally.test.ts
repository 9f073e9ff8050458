import { expect, test } from 'vitest';
import { createTally, endingOf } from './tally.ts';

test('kills are counted by what became of them and by the step they fell into', () => {
  const tally = createTally('the command line');
  tally.add({ step: 'replace', ending: 'undone', problems: [] });
  tally.add({ step: 'replace', ending: 'undone', problems: ['memory does not run'] });
  tally.add({ step: 'record', ending: 'finished', problems: [] });
  expect([tally.passed, tally.failed]).toEqual([2, 1]);
  expect(tally.text()).toBe(
    'the command line: 3 kills, 1 finished, 2 undone, 1 broken or of two users. In the steps: replace 2, record 1',
  );
});

test.each([
  [null, false, 'untouched'],
  [null, true, 'ended before'],
  [{ step: 'replace', committed: false }, false, 'undone'],
  [{ step: 'record', committed: true }, true, 'finished'],
] as const)('%j and new: %s is %s', (left, isNew, ending) => {
  expect(endingOf(left, isNew)).toBe(ending);
});
