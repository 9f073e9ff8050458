import { beforeEach, expect, it } from 'vitest';
import { keepCount, lastCount } from './last-count.ts';

beforeEach(() => localStorage.clear());

it('knows nothing at first, then the last count, at most eight', () => {
  expect(lastCount('users')).toBeNull();
  keepCount('users', 3);
  expect(lastCount('users')).toBe(3);
  keepCount('users', 10_000);
  expect(lastCount('users')).toBe(8);
});

it('takes none, and what somebody else wrote, for nothing known', () => {
  keepCount('users', 0);
  expect(lastCount('users')).toBeNull();
  localStorage.setItem('count of users', 'many');
  expect(lastCount('users')).toBeNull();
});
