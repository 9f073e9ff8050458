import { expect, it } from 'vitest';
import { terminalText } from './terminal-text.ts';

it.each([
  ['plain\ttext\nof two lines, ä, 日本, 🙂', 'plain\ttext\nof two lines, ä, 日本, 🙂'],
  ['\u001b[2J\u001b]0;title\u0007gone', '[2J]0;titlegone'],
  ['a\u009b31mb\u0000c\rd', 'a31mbcd'],
  ['user\u202Etxt.exe', 'usertxt.exe'],
])('%j is written as %j', (text, written) => {
  expect(terminalText(text)).toBe(written);
});
