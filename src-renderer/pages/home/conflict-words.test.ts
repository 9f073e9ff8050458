import { expect, it } from 'vitest';
import { someError } from '../../testing/fake-api.ts';
import { conflictsOf, linesBeside } from './conflict-words.ts';

const changed = (...details: string[]) => someError('home/file-changed', 'It changed.', details);

it('reads every file of a conflict with its three texts', () => {
  const error = changed('/a', 'base\n1\n', 'mine\n2\n', 'theirs\n', '/b', 'base\nx', 'mine\ny', 'theirs\nz');
  expect(conflictsOf(error)).toEqual([
    { path: '/a', base: '1\n', mine: '2\n', theirs: '' },
    { path: '/b', base: 'x', mine: 'y', theirs: 'z' },
  ]);
});

it('finds none in other errors, nor in details of another form', () => {
  expect(conflictsOf(someError('home/unwritable', '', ['/a', 'base\n', 'mine\n', 'theirs\n']))).toEqual([]);
  expect(conflictsOf(changed('/a is not what it was'))).toEqual([]);
  expect(conflictsOf(changed('/a', 'base\n', 'theirs\n', 'mine\n'))).toEqual([]);
});

it('shows what differs with a little around it, and leaves the rest out', () => {
  const base = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`);
  const mine = base.with(9, 'mine');
  const lines = linesBeside(mine.join('\n'), [base.join('\n'), base.join('\n')]);
  expect(lines.map(({ number }) => number)).toEqual([null, 7, 8, 9, 10, 11, 12, 13, null]);
  expect(lines.filter((line) => line.changed)).toEqual([{ number: 10, text: 'mine', changed: true }]);
});

it('shows nothing of a file that is not there', () => {
  expect(linesBeside('', ['a', 'b'])).toEqual([]);
});
