import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLogReader, longestLine } from './log-reader.ts';
import { frame, stamp } from './testing/frames.ts';

type Told = readonly [time: string, text: string, stderr: boolean];

function read(chunks: readonly Buffer[]): Told[] {
  const told: Told[] = [];
  const reader = createLogReader((...line) => told.push(line));
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return told;
}

/** Cut at these places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [0, ...new Set([...places].map((place) => place % (bytes.length + 1))), bytes.length].sort(
    (a, b) => a - b,
  );
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

const lineText = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replaceAll(/[\n\r]/g, '·'));

describe('a log reader', () => {
  it('tells every line once and whole, wherever frames, characters and chunks are split', () => {
    const line = fc.record({ text: lineText, stderr: fc.boolean(), pieces: fc.array(fc.nat(), { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 20 }), (lines, places) => {
        const bytes = lines.flatMap(({ text, stderr, pieces }, index) =>
          // A long message comes in several frames, each with a time, cut at any byte.
          cut(Buffer.from(`${text}\n`), pieces).map((piece) => frame(stderr, stamp(index), piece)),
        );
        const expected = lines.map(({ text, stderr }, index): Told => [stamp(index), text, stderr]);
        expect(read(cut(Buffer.concat(bytes), places))).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the streams apart where one is in the midst of a line', () => {
    const bytes = [
      frame(false, stamp(1), Buffer.from('begin ')),
      frame(true, stamp(2), Buffer.from('an error\n')),
      frame(false, stamp(3), Buffer.from('end\n')),
    ];
    expect(read(bytes)).toEqual([
      [stamp(2), 'an error', true],
      [stamp(1), 'begin end', false],
    ]);
  });

  it('reads the log of a container with a terminal, which has no frames', () => {
    const bytes = Buffer.from(`${stamp(1)} one\r\n${stamp(2)} täglich\r\n`);
    for (const chunk of [1, 3, 7, 1000]) {
      const places = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, index) => index * chunk);
      expect(read(cut(bytes, places))).toEqual([
        [stamp(1), 'one\r', false],
        [stamp(2), 'täglich\r', false],
      ]);
    }
  });

  it('understands times with an offset and fewer digits, as Podman writes them', () => {
    const payload = Buffer.from('2026-11-25T19:00:01.5+02:00 hello\n');
    const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, payload.length]);
    expect(read([Buffer.concat([header, payload])])).toEqual([['2026-11-25T17:00:01.500000000Z', 'hello', false]]);
  });

  it('tells a line without an end in pieces, and loses nothing of it', () => {
    const piece = Buffer.alloc(16 * 1024, 'x');
    const told = read([...Array(130)].map(() => frame(false, stamp(1), piece)));
    expect(told.length).toBeGreaterThan(1);
    expect(told.every(([, text]) => text.length <= longestLine)).toBe(true);
    expect(told.reduce((sum, [, text]) => sum + text.length, 0)).toBe(130 * piece.length);
  });
});
