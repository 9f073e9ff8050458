import { describe, expect, it } from 'vitest';
import { shellWords } from './shell-words.ts';

describe('words of a command line', () => {
  it.each([
    ['', []],
    ['  a  b\tc ', ['a', 'b', 'c']],
    ['python -c "print(1)"', ['python', '-c', 'print(1)']],
    [`a'b c'd"e f"`, ['ab cde f']],
    [`"" ''`, ['', '']],
    ['a\\ b c\\"', ['a b', 'c"']],
    ['"a\\"b\\\\c\\d"', ['a"b\\c\\d']],
    ["'a\\b'", ['a\\b']],
    ['$X #y', ['$X', '#y']],
  ])('splits %j', (line, words) => {
    expect(shellWords(line)).toEqual(words);
  });

  it.each(['"open', "'open", 'a\\', '"a\\"'])('refuses %j', (line) => {
    expect(shellWords(line)).toBeNull();
  });
});
