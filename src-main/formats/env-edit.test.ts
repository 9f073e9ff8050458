import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setEnvValue } from './env-edit.ts';
import { envValues, readEnv } from './env-file.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
const set = (text: string, value: string) => textOf(setEnvValue(bytesOf(text), 'USER_ID', value).bytes);

describe('setting a value', () => {
  it.each([
    ['USER_ID=charlie\n', 'USER_ID=dana\n'],
    ['USER_ID="charlie"\n', 'USER_ID="dana"\n'],
    ["USER_ID='charlie'\n", "USER_ID='dana'\n"],
    ['export USER_ID = charlie   # who\r\nB=1\r\n', 'export USER_ID = dana   # who\r\nB=1\r\n'],
    ['USER_ID="charlie" # it\'s "me"\n', 'USER_ID="dana" # it\'s "me"\n'],
    ['\ufeffUSER_ID=charlie', '\ufeffUSER_ID=dana'],
    ['A=1\nUSER_ID=\nB=2\n', 'A=1\nUSER_ID=dana\nB=2\n'],
    ['USER_ID=   # nobody yet\n', 'USER_ID=dana   # nobody yet\n'],
    ['USER_ID\nB=2\n', 'USER_ID=dana\nB=2\n'],
    ['USER_ID=${OTHER}/x\n', 'USER_ID=dana\n'],
    ['USER_ID=a\nUSER_ID=b\n', 'USER_ID=a\nUSER_ID=dana\n'],
    ['#USER_ID=a\n', '#USER_ID=a\nUSER_ID=dana\n'],
    ['', 'USER_ID=dana\n'],
    ['\ufeff', '\ufeffUSER_ID=dana\n'],
    ['A=1', 'A=1\nUSER_ID=dana'],
    ['A=1\r\nB=2', 'A=1\r\nB=2\r\nUSER_ID=dana'],
    ['A=1\r\n', 'A=1\r\nUSER_ID=dana\r\n'],
    ['A=1\n   \n', 'A=1\n   \nUSER_ID=dana\n'],
    ['USER_ID="charlie" oops\n', 'USER_ID="charlie" oops\nUSER_ID=dana\n'],
    ['MY_USER_ID=x\nUSER_ID2=y\n', 'MY_USER_ID=x\nUSER_ID2=y\nUSER_ID=dana\n'],
    ['A="x\nUSER_ID=inside\n"\nUSER_ID=charlie\n', 'A="x\nUSER_ID=inside\n"\nUSER_ID=dana\n'],
  ])('makes of %j %j', (before, after) => {
    expect(set(before, 'dana')).toBe(after);
  });

  it('leaves a file alone that has the value already, however it is written', () => {
    for (const text of ['USER_ID=dana # x\n', 'USER_ID="dana"', "USER_ID = 'dana'\r\n"]) {
      expect(set(text, 'dana')).toBe(text);
    }
  });

  it('empties a value without making a comment the value', () => {
    expect(set('USER_ID=charlie # who\n', '')).toBe('USER_ID="" # who\n');
    expect(set('USER_ID=charlie\n', '')).toBe('USER_ID=\n');
  });

  it('keeps bytes that are no UTF-8', () => {
    const before = Buffer.concat([Buffer.from('A=caf\xe9 \x80\xa0\nUSER_ID=charlie #\xe9\n', 'latin1')]);
    const { bytes } = setEnvValue(before, 'USER_ID', 'dän');
    const after = Buffer.concat([
      Buffer.from('A=caf\xe9 \x80\xa0\nUSER_ID=', 'latin1'),
      Buffer.from('dän', 'utf8'),
      Buffer.from(' #\xe9\n', 'latin1'),
    ]);
    expect(Buffer.from(bytes)).toEqual(after);
  });

  it('names the line it edited and those it did not', () => {
    const edit = setEnvValue(bytesOf('USER_ID=a\n\nUSER_ID=b\nUSER_ID=c\n'), 'USER_ID', 'dana');
    expect(edit).toMatchObject({ line: 4, duplicates: [1, 3] });
    expect(setEnvValue(bytesOf('A=1\n'), 'USER_ID', 'dana')).toMatchObject({ line: 2, duplicates: [] });
  });

  it('refuses what no Compose reads back, and a name that is none', () => {
    for (const value of ['${HOME}', 'a\0b', '\ud800', '$A\\']) {
      expect(() => set('USER_ID=a\n', value)).toThrow(expect.objectContaining({ code: 'input/invalid' }));
    }
    for (const key of ['', 'A B', '1A', 'A=B', 'A-B']) {
      expect(() => setEnvValue(bytesOf(''), key, 'x')).toThrow(expect.objectContaining({ code: 'input/invalid' }));
    }
  });

  it('refuses a file so broken that the value would not be read', () => {
    expect(() => set('A="open\n', 'say "x"')).toThrow(expect.objectContaining({ code: 'home/env-file-invalid' }));
    expect(set('A="open\nB=1\n', 'dana')).toBe('A="open\nB=1\nUSER_ID=dana\n');
  });
});

const line = fc.oneof(
  fc.constantFrom('', '  ', '# note', "# it's", 'B=1', 'export C = two words ', "D='x' # y", 'E="p\\"q"', 'F=${B}/x'),
  fc.constantFrom('G="one\ntwo"', 'H', 'I= # c', 'J=a#b', 'A=old', 'A="old" # c', "export A = 'old'", 'A=', 'A'),
);
const file = fc
  .record({
    bom: fc.constantFrom('', '\ufeff'),
    lines: fc.array(line, { maxLength: 8 }),
    newline: fc.constantFrom('\n', '\r\n'),
    last: fc.boolean(),
  })
  .map(({ bom, lines, newline, last }) => bom + lines.join(newline) + (last ? newline : ''));
const part = fc.constantFrom('a', ' ', '#', ' #', '"', "'", '\\', '$', '{', '}', '\n', '\t', 'é', '=', '🙂', 'x:y/');
const value = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''));

/** The file without the assignments of A, the edited place being all that may differ. */
function others(text: string) {
  return readEnv(text, () => 'out')
    .entries.filter((entry) => entry.key !== 'A')
    .map(({ key, value }) => [key, value]);
}

describe('setting any value in any file', () => {
  it('reads back what was set, and changes one run of bytes inside one assignment', async () => {
    await fc.assert(
      fc.property(file, value, (before, wanted) => {
        let edit: ReturnType<typeof setEnvValue>;
        try {
          edit = setEnvValue(bytesOf(before), 'A', wanted);
        } catch (cause) {
          expect(cause).toMatchObject({ code: 'input/invalid' });
          expect(wanted).toMatch(/[$\\]/);
          return;
        }
        const after = textOf(edit.bytes);
        expect(envValues(readEnv(after, () => 'out')).get('A')).toBe(wanted);
        expect(others(after)).toEqual(others(before));
        let head = 0;
        while (head < before.length && before[head] === after[head]) head += 1;
        let tail = 0;
        while (tail < before.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
        // What disappeared lies within one value: it has no comment, no sign and no line end of the old file.
        expect(before.slice(head, before.length - tail)).toMatch(/^["']?(old)?["']?$/);
        expect(setEnvValue(edit.bytes, 'A', wanted).bytes).toEqual(edit.bytes);
      }),
      { numRuns: 6000 },
    );
  });
});
