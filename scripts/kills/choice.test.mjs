import { expect, test } from 'vitest';
import { readKills } from './choice.mjs';

test('as many kills as the bar asks for, where nothing is said', () => {
  const { switches, app, migrations, seed } = readKills([]);
  expect(switches + app).toBeGreaterThanOrEqual(200);
  expect(migrations).toBeGreaterThanOrEqual(40);
  expect(Number.isInteger(seed)).toBe(true);
});

test('fewer, with the moments of an earlier run', () => {
  expect(readKills(['--switches', '3', '--app', '0', '--seed', '7'])).toEqual({
    switches: 3,
    app: 0,
    migrations: 40,
    seed: 7,
  });
});

test.each([[['--switches', 'many']], [['--switches', '-1']], [['--unknown', '1']], [['3']]])(
  '%j is refused',
  (args) => {
    expect(() => readKills(args)).toThrow();
  },
);
