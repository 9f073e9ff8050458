import { expect, it } from 'vitest';
import { addText, type TextBlocks, textOfBlocks } from './text-blocks.ts';

const line = `${'word '.repeat(30)}\n`;

it('keeps every character, however it comes', () => {
  const whole = line.repeat(500);
  for (const step of [1, 7, 1999, 2000, 2001, 60_000]) {
    let blocks: TextBlocks = [];
    for (let at = 0; at < whole.length; at += step) blocks = addText(blocks, whole.slice(at, at + step));
    expect(textOfBlocks(blocks), `in steps of ${step}`).toBe(whole);
    expect(Math.max(...blocks.map(({ length }) => length)), `in steps of ${step}`).toBeLessThanOrEqual(2200);
  }
});

it('leaves the pieces before the last one as they are', () => {
  const before = addText([], line.repeat(50));
  const after = addText(before, 'more');
  expect(after.slice(0, -1)).toEqual(before.slice(0, -1));
  expect(after.at(-1)).toBe(`${before.at(-1)}more`);
  expect(addText(before, '')).toBe(before);
});

it('ends pieces with a line, and where there is none all the same', () => {
  expect(addText([], line.repeat(50)).every((block) => block === '' || block.endsWith('\n'))).toBe(true);
  const endless = addText([], 'x'.repeat(20_000));
  expect(endless.map(({ length }) => length)).toEqual([8000, 8000, 4000]);
});
