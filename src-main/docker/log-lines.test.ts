import { expect, test } from 'vitest';
import { logLines } from './log-lines.ts';

function frame(stream: number, text: string): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(8);
  head.writeUInt8(stream, 0);
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
}

test('frames of both streams become lines, also where a character is split between frames', () => {
  const umlaut = Buffer.from('ü');
  const bytes = Buffer.concat([
    frame(1, 'one\ntw'),
    frame(1, 'o\n'),
    Buffer.concat([frame(2, '').subarray(0, 4), Buffer.from([0, 0, 0, 1]), umlaut.subarray(0, 1)]),
    Buffer.concat([frame(2, '').subarray(0, 4), Buffer.from([0, 0, 0, 1]), umlaut.subarray(1)]),
  ]);
  expect(logLines(bytes)).toEqual(['one', 'two', 'ü']);
});

test('a container with a terminal sends raw text', () => {
  expect(logLines(Buffer.from('plain line\r\nnext\r\n'))).toEqual(['plain line', 'next']);
});

test('colours and control characters are taken out', () => {
  expect(logLines(frame(1, '\u001b[31mred\u001b[0m \u0007bell\n'))).toEqual(['red bell']);
});

test.each([[Buffer.alloc(0)], [null], [42], [Buffer.from([1, 0, 0, 0])]])(
  'odd answers are no lines or text (%j)',
  (answer) => {
    expect(() => logLines(answer)).not.toThrow();
  },
);
