import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

describe('unified diff', () => {
  it('is empty where nothing changed', () => {
    expect(unifiedDiff('a\nb\n', 'a\nb\n')).toBe('');
    expect(unifiedDiff('', '')).toBe('');
  });

  it('shows a change with the lines around it', () => {
    const before = '1\n2\n3\n4\n5\n6\n7\n8\n9\n';
    expect(unifiedDiff(before, before.replace('5', 'five'))).toBe(
      '@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n',
    );
  });

  it('tells a missing newline at the end', () => {
    expect(unifiedDiff('a\n', 'a')).toBe('@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n');
  });

  it('shows masked lines in the place of the compared ones', () => {
    expect(unifiedDiff('k=1\n', 'k=2\n', { before: 'k=*\n', after: 'k=*\n' })).toBe('@@ -1 +1 @@\n-k=*\n+k=*\n');
  });

  it('says enough that `patch` makes the one out of the other', () => {
    const folder = mkdtempSync(join(tmpdir(), 'persag-diff-'));
    const line = fc.constantFrom('a', 'b', 'c', 'd', '');
    const text = fc.tuple(fc.array(line, { maxLength: 30 }), fc.boolean());
    const textOf = ([lines, whole]: [string[], boolean]) => lines.join('\n') + (whole && lines.length > 0 ? '\n' : '');
    try {
      fc.assert(
        fc.property(text, text, (left, right) => {
          const [before, after] = [textOf(left), textOf(right)];
          const diff = unifiedDiff(before, after);
          fc.pre(diff !== '');
          writeFileSync(join(folder, 'file'), before);
          writeFileSync(join(folder, 'diff'), `--- file\n+++ file\n${diff}`);
          execFileSync('git', ['apply', '--unsafe-paths', '--whitespace=nowarn', '-p0', 'diff'], { cwd: folder });
          expect(readFileSync(join(folder, 'file'), 'utf8')).toBe(after);
        }),
        { numRuns: 150 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('takes texts too long to compare as replaced', () => {
    const many = (prefix: string) => Array.from({ length: 3000 }, (_, index) => `${prefix}${index}\n`).join('');
    const diff = unifiedDiff(many('a'), many('b'));
    expect(diff.startsWith('@@ -1,3000 +1,3000 @@\n-a0\n')).toBe(true);
    expect(diff.split('\n')).toHaveLength(6002);
  });
});
