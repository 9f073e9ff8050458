import { expect, test } from 'vitest';
import { readKills } from './choice.mjs';

test('as many kills as the bar asks for, where nothing is said', () => {
  const { commands, windows, migrations, seed } = readKills([]);
  expect(commands + windows).toBeGreaterThanOrEqual(200);
  expect(migrations).toBeGreaterThanOrEqual(40);
  expect(Number.isInteger(seed)).toBe(true);
});

test('fewer, with the moments of an earlier run', () => {
  expect(readKills(['--commands', '3', '--windows', '0', '--seed', '7'])).toEqual({
    commands: 3,
    windows: 0,
    migrations: 40,
    seed: 7,
  });
});

test.each([[['--commands', 'many']], [['--commands', '-1']], [['--unknown', '1']], [['3']]])(
  '%j is refused',
  (args) => {
    expect(() => readKills(args)).toThrow();
  },
);
