import { expect, it } from 'vitest';
import { progressLine } from './progress-line.ts';

function terminal(isTTY: boolean, columns = 80) {
  let text = '';
  return { isTTY, columns, write: (more: string) => (text += more), written: () => text };
}

it('writes over itself on a terminal, no wider than that, and leaves nothing', () => {
  const screen = terminal(true, 12);
  const line = progressLine(screen, true);
  line.show('one of two layers');
  line.show('two');
  line.end();
  line.end();
  expect(screen.written()).toBe('\r\u001b[2Kone of two \r\u001b[2Ktwo\r\u001b[2K');
});

it('writes a line for what is new elsewhere, and not for every byte', () => {
  const file = terminal(false);
  const line = progressLine(file, true);
  for (const text of ['1 of 2 layers, a 5 MB', '1 of 2 layers, a 6 MB', '2 of 2 layers', null]) line.show(text);
  line.end();
  expect(file.written()).toBe('1 of 2 layers\n2 of 2 layers\n');
});

it('writes nothing where a script reads', () => {
  const file = terminal(true);
  const line = progressLine(file, false);
  line.show('something');
  line.end();
  expect(file.written()).toBe('');
});
