import { expect, it } from 'vitest';
import { momentOf } from './moment.ts';

const now = Date.parse('2026-03-10T12:00:00Z');

it('reads how long ago something was', () => {
  expect([momentOf('30m', now), momentOf('2h', now), momentOf('7d', now), momentOf('1w', now)]).toEqual([
    '2026-03-10T11:30:00.000Z',
    '2026-03-10T10:00:00.000Z',
    '2026-03-03T12:00:00.000Z',
    '2026-03-03T12:00:00.000Z',
  ]);
});

it('takes a day for the one of this place, and a time as it is', () => {
  expect(momentOf('2026-01-31', now)).toBe(new Date(2026, 0, 31).toISOString());
  expect(momentOf('2026-01-31T18:00:00Z', now)).toBe('2026-01-31T18:00:00.000Z');
});

it('refuses what is no moment', () => {
  for (const text of ['', 'yesterday', '7', '7y', '-2h', '2026-13-45'])
    expect(() => momentOf(text, now), text).toThrow();
});
