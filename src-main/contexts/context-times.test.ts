import { describe, expect, it } from 'vitest';
import { type ContextTimeName, timeFrom, timeRules } from './context-times.ts';

describe.each(Object.keys(timeRules) as ContextTimeName[])('%s', (name) => {
  const { variable, least, most } = timeRules[name];

  it('is nobody’s where the surroundings do not say it', () => {
    for (const env of [{}, { [variable]: '' }, { [variable]: '  ' }]) expect(timeFrom(env, name)).toBeNull();
  });

  it('takes what is a number within its bounds', () => {
    for (const value of [least, most, 2.5, 60]) expect(timeFrom({ [variable]: String(value) }, name)).toBe(value);
    expect(timeFrom({ [variable]: ' 7 ' }, name)).toBe(7);
  });

  it('refuses the rest with the name', () => {
    for (const text of ['5m', '0', '-1', '0x10', '1e3', 'NaN', 'Infinity', '1,5', String(most + 1), '9'.repeat(400)]) {
      expect(() => timeFrom({ [variable]: text }, name), text).toThrow(
        expect.objectContaining({ code: 'input/invalid', message: expect.stringContaining(variable) }),
      );
    }
  });
});

it('has the names and figures of upstream', () => {
  expect(timeFrom({ TDA_USER_CONTEXT_CLEANUP_INTERVAL: '60' }, 'cleanupIntervalSeconds')).toBe(60);
  expect(timeFrom({ TDA_USER_CONTEXT_MAX_AGE_HOURS: '1' }, 'maxAgeHours')).toBe(1);
  expect(Object.values(timeRules).map(({ usual }) => usual)).toEqual([300, 24]);
});
