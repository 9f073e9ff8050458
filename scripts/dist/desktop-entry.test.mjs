import { expect, test } from 'vitest';
import { desktopEntry } from './desktop-entry.mjs';

const entry = (executable) => desktopEntry({ name: 'App', comment: 'Does it.', executable, icon: '/a b/i.png' });

test('names the program, quoted, and the icon', () => {
  const lines = entry('/a b/app').split('\n');
  expect(lines[0]).toBe('[Desktop Entry]');
  expect(lines).toContain('Exec="/a b/app"');
  expect(lines).toContain('Icon=/a b/i.png');
  expect(lines).toContain('Name=App');
});

test('what means something in an Exec line is escaped', () => {
  expect(entry('/a%b/$c/app')).toContain('Exec="/a%%b/\\\\$c/app"');
});
