import { describe, expect, it } from 'vitest';
import { createLevelReader, logLevels, namedLevel } from './log-level.ts';

const named = (line: string) => {
  const level = namedLevel(line);
  return level === null ? null : logLevels[level];
};

describe('the level of a line', () => {
  it.each([
    ['INFO:     127.0.0.1:52140 - "GET /health HTTP/1.1" 200 OK', 'info'],
    ['WARNING: model not found', 'warning'],
    ['[ERROR] no answer', 'error'],
    ['2026-11-25 17:18:36,123 - lightrag - INFO - Process 1 ready', 'info'],
    ['2026-11-25 17:18:36,123 WARNING  lightrag: slow', 'warning'],
    ['2026-11-25T17:18:36.123Z [CRITICAL] no disk', 'critical'],
    ['time=2026-11-25 level=error msg="no answer"', 'error'],
    ['{"level": "debug", "message": "x"}', 'debug'],
    ['Traceback (most recent call last):', 'error'],
    ['Loading 3 documents', null],
    ['an ERROR in the midst of words', null],
    ['INFORMATION is no level', null],
    ['', null],
  ])('%s: %s', (line, level) => expect(named(line)).toBe(level));

  it('is that of the line before where a line goes on with it', () => {
    const read = createLevelReader();
    const lines = [
      ['INFO: begin', 'info'],
      ['  and more of it', 'info'],
      ['Traceback (most recent call last):', 'error'],
      ['  File "a.py", line 1, in <module>', 'error'],
      ['ValueError: no', 'error'],
      ['plain words', 'none'],
    ] as const;
    for (const [line, level] of lines) expect([line, logLevels[read(line)]]).toEqual([line, level]);
  });
});
