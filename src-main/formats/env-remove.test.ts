import { describe, expect, it } from 'vitest';
import { dropEarlierAssignments } from './env-remove.ts';

const drop = (text: string) => {
  const bytes = dropEarlierAssignments(new TextEncoder().encode(text), 'A');
  return bytes === null ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
};

describe('dropping assignments that are not in force', () => {
  it.each([
    ['A=1\n# note\nA=2\n', '# note\nA=2\n'],
    ['\ufeffA=1 # old\r\nB=x\r\n\r\nexport A = "2" # new', '\ufeffB=x\r\n\r\nexport A = "2" # new'],
    ['A="one\ntwo"\nC=${B}\nA=3\nB=1\n', 'C=${B}\nA=3\nB=1\n'],
    ['A=1\nA=2\nA=3\nB=${A}\n', 'A=3\nB=${A}\n'],
    ['B=1\n  A=1\nA=2', 'B=1\nA=2'],
  ])('makes of %j %j', (before, after) => {
    expect(drop(before)).toBe(after);
  });

  it('refuses where a line between them uses the earlier value, and where there is nothing to drop', () => {
    expect(drop('A=1\nB=${A}/x\nA=2\n')).toBeNull();
    expect(drop('A=1\nA=${A}/2\n')).toBeNull();
    expect(drop('A=1\nA\n')).toBeNull();
    expect(drop('A=1\nA="x" y\n')).toBeNull();
    expect(drop('A=1\nB=2\n')).toBeNull();
  });
});
