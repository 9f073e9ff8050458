import { expect, test } from 'vitest';
import { installCommand, missingRows, parseInstalled } from './system.mjs';

test('only packages that are installed count, whatever else dpkg knows of them', () => {
  const output =
    'xvfb installed\nlibgtk-3-0 not-installed\nlibgbm1:amd64 installed\ndpkg-query: no packages found matching x\n';
  expect([...parseInstalled(output)]).toEqual(['xvfb', 'libgbm1']);
});

test('a library is there under any of its names', () => {
  const rows = [['libgtk-3-0', 'libgtk-3-0t64'], ['xvfb']];
  expect(missingRows(rows, new Set(['libgtk-3-0t64']))).toEqual([['xvfb']]);
  expect(missingRows(rows, new Set(['libgtk-3-0t64', 'xvfb']))).toEqual([]);
});

test('the command for people names what is missing, and only that', () => {
  expect(installCommand([['xvfb'], ['libgtk-3-0', 'libgtk-3-0t64']], 'sudo ')).toBe(
    'sudo apt-get update && sudo apt-get install --no-install-recommends xvfb libgtk-3-0',
  );
});
