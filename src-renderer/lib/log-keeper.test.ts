import { describe, expect, it } from 'vitest';
import { serviceNames } from '../../src-shared/docker.ts';
import { kindOf } from '../../src-shared/logs.ts';
import { createLogKeeper, type LogKeeper } from './log-keeper.ts';
import { everyLine } from './log-rows.ts';

/** A batch of lines; every third is of the memory service, every tenth an error. */
function batch(from: number, count: number, word = 'line') {
  const numbers = Array.from({ length: count }, (_, index) => from + index);
  return {
    text: numbers.map((number) => `${word} ${number}`).join('\n'),
    times: Float64Array.from(numbers),
    kinds: Uint8Array.from(numbers, (number) => kindOf(number % 3 === 0 ? 1 : 0, false, number % 10 === 0 ? 4 : 0)),
  };
}

const texts = (keeper: LogKeeper, from: number, count: number) => keeper.rows(from, count).map(({ text }) => text);

describe('a keeper of lines', () => {
  it('keeps small and large batches in their order', () => {
    const keeper = createLogKeeper();
    let from = 0;
    for (const count of [1, 3, 0, 5000, 2, 3999, 1, 1]) {
      keeper.add(batch(from, count));
      from += count;
    }
    expect(keeper.add(batch(0, 0))).toEqual({ seen: from, dropped: 0, shown: from });
    expect(texts(keeper, 0, from)).toEqual(Array.from({ length: from }, (_, index) => `line ${index}`));
    expect(keeper.rows(from - 1, 10)).toHaveLength(1);
  });

  it('keeps empty lines', () => {
    const keeper = createLogKeeper();
    const kinds = new Uint8Array(1);
    for (const text of ['', 'a', '']) keeper.add({ text, times: new Float64Array(1), kinds });
    expect(texts(keeper, 0, 5)).toEqual(['', 'a', '']);
  });

  it('shows what a filter lets through, of old lines and of new ones', () => {
    const keeper = createLogKeeper();
    keeper.add(batch(0, 100));
    expect(keeper.filter({ ...everyLine, text: 'LINE 1' })).toMatchObject({ shown: 11, seen: 100 });
    expect(texts(keeper, 0, 3)).toEqual(['line 1', 'line 10', 'line 11']);
    expect(keeper.add(batch(100, 100)).shown).toBe(111);
    expect(keeper.filter({ ...everyLine, level: 'error' }).shown).toBe(20);
    // Lines that name no level count as information.
    expect(keeper.filter({ ...everyLine, level: 'info' }).shown).toBe(200);
    expect(keeper.filter({ ...everyLine, level: 'error', services: ['memory'], text: 'line' }).shown).toBe(7);
    expect(keeper.rows(0, 9).every(({ service, level }) => service === serviceNames[1] && level === 'error')).toBe(
      true,
    );
    expect(keeper.filter({ ...everyLine, services: [] }).shown).toBe(0);
    expect(keeper.filter(everyLine).shown).toBe(200);
  });

  it('counts a line once that has the word several times, and takes it as it is written', () => {
    const keeper = createLogKeeper();
    keeper.add({ text: 'a.b a.b\nacb\n(a.b', times: new Float64Array(3), kinds: new Uint8Array(3) });
    expect(keeper.filter({ ...everyLine, text: 'a.b' }).shown).toBe(2);
    expect(keeper.filter({ ...everyLine, text: '(' }).shown).toBe(1);
    expect(texts(keeper, 0, 1)).toEqual(['(a.b']);
  });

  it('lets the oldest go where there are too many, with and without a filter', () => {
    for (const text of ['', 'line']) {
      const keeper = createLogKeeper({ lines: 10_000, text: 1_000_000_000 });
      keeper.filter({ ...everyLine, text });
      for (let from = 0; from < 30_000; from += 5000) keeper.add(batch(from, 5000));
      const { seen, dropped, shown } = keeper.add(batch(0, 0));
      expect({ seen, dropped, shown }).toEqual({ seen: 30_000, dropped: 20_000, shown: 10_000 });
      expect(texts(keeper, 0, 1)).toEqual(['line 20000']);
      expect(texts(keeper, 9999, 5)).toEqual(['line 29999']);
      expect(keeper.placeOf(5)).toBe(0);
      expect(keeper.placeOf(20_100)).toBe(100);
    }
  });

  it('keeps no more text than it may', () => {
    const keeper = createLogKeeper({ lines: 1_000_000, text: 100_000 });
    for (let from = 0; from < 100_000; from += 5000) keeper.add(batch(from, 5000, 'x'.repeat(10)));
    const { seen, dropped } = keeper.add(batch(0, 0));
    expect(seen - dropped).toBeLessThanOrEqual(10_000);
  });

  it('finds a line again after the filter has changed', () => {
    const keeper = createLogKeeper();
    keeper.add(batch(0, 100));
    keeper.filter({ ...everyLine, text: '50' });
    const [row] = keeper.rows(0, 1);
    keeper.filter(everyLine);
    expect(keeper.placeOf(row?.line ?? 0)).toBe(50);
  });

  it('tells text piece by piece, exactly from one line to another', () => {
    const keeper = createLogKeeper();
    keeper.add(batch(0, 100));
    const first = keeper.piece(10, 14, 3);
    expect(first).toMatchObject({ lines: 3, next: 13 });
    expect(first.text.split('\n')[0]).toBe('1970-01-01T00:00:00.010Z knowledge error line 10');
    expect(keeper.piece(13, 14, 3)).toMatchObject({ lines: 2, next: null });
    expect(keeper.clear()).toEqual({ seen: 100, dropped: 100, shown: 0 });
    expect(keeper.piece(0, 100, 3)).toEqual({ text: '', lines: 0, next: null });
  });

  it('searches a million lines in less than a second', () => {
    const keeper = createLogKeeper();
    for (let from = 0; from < 1_000_000; from += 20_000) keeper.add(batch(from, 20_000, 'INFO: some words of a line'));
    const begin = performance.now();
    expect(keeper.filter({ ...everyLine, text: 'LINE 99999' }).shown).toBe(11);
    const took = performance.now() - begin;
    expect(took).toBeLessThan(1000);
  });
});
