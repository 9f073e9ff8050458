import { describe, expect, it } from 'vitest';
import { initialOf, userColor, userColors } from './user-color.ts';

describe('userColor', () => {
  it('is a colour that tokens.css has, the same every time', () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `user${index}`);
    for (const id of ids) {
      const color = userColor(id);
      expect(Number.isInteger(color) && color >= 0 && color < userColors).toBe(true);
      expect(userColor(id)).toBe(color);
    }
  });

  it('spreads users over all colours', () => {
    const counts = new Array<number>(userColors).fill(0);
    for (let index = 0; index < 1200; index += 1)
      counts[userColor(`person.${index}`)] = (counts[userColor(`person.${index}`)] ?? 0) + 1;
    expect(Math.min(...counts)).toBeGreaterThan(60);
    expect(Math.max(...counts)).toBeLessThan(140);
  });

  it('never changes: the colours of three users are pinned', () => {
    expect(['paula', 'charlie', 'dana'].map(userColor)).toEqual([6, 3, 0]);
  });
});

describe('initialOf', () => {
  it.each([
    ['paula', 'P'],
    ['  émile', 'É'],
    ['.dot', 'D'],
    ['7up', '7'],
    ['---', '?'],
  ])('%j begins with %s', (name, initial) => expect(initialOf(name)).toBe(initial));
});
