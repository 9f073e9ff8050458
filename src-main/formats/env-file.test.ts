import { describe, expect, it } from 'vitest';
import { envValues, readEnv } from './env-file.ts';

const outside = (name: string) => (name === 'OUTSIDE' ? 'out' : undefined);
const read = (text: string) => readEnv(text, outside);
const values = (text: string) => Object.fromEntries(envValues(read(text)));

describe('reading an env file', () => {
  // Each of these was run through Compose 1.29.2 and compose-go 2.16; both answer the same.
  it.each([
    ['A=1', { A: '1' }],
    ['A=1\nB=2\n', { A: '1', B: '2' }],
    ['A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['\ufeffA=1\n', { A: '1' }],
    ['# note\n\n  # more\n A=1\n', { A: '1' }],
    ['export A=1\n', { A: '1' }],
    ['export A = 1 \n', { A: '1' }],
    ['A\t=\t1\n', { A: '1' }],
    ['A=\nB=""\nC=\'\'\n', { A: '', B: '', C: '' }],
    ['A=a b  \n', { A: 'a b' }],
    ['A=a # note\n', { A: 'a' }],
    ["A=a # it's a note\nB=2\n", { A: 'a', B: '2' }],
    ['A=a#b\n', { A: 'a#b' }],
    ['A=# c\n', { A: '# c' }],
    ['A="a" # note\nB="b"#note\nC=\'c\' # note\r\n', { A: 'a', B: 'b', C: 'c' }],
    ['A="a # b"\n', { A: 'a # b' }],
    ['A="it\'s"\nB=\'say "x"\'\n', { A: "it's", B: 'say "x"' }],
    ['A="a\\"b\\\\c\\nd\\te\\rf"\n', { A: 'a"b\\c\nd\te\rf' }],
    ["A='a\\nb'\nB='it\\'s'\n", { A: 'a\\nb', B: "it's" }],
    ['A=C:\\dir\\x\n', { A: 'C:\\dir\\x' }],
    ['A="one\ntwo"\nB=3\n', { A: 'one\ntwo', B: '3' }],
    ['A=a=b=\n', { A: 'a=b=' }],
    ['A=1\nA=2\n', { A: '2' }],
    ['A=${OUTSIDE}\n', { A: 'out' }],
    ['OUTSIDE=in\nA=${OUTSIDE}\n', { OUTSIDE: 'in', A: 'in' }],
    ['A=/d\nB=${A}/x\nC="${B}/y"\n', { A: '/d', B: '/d/x', C: '/d/x/y' }],
    ['A=${NONE:-x y}\nB=${OUTSIDE:-x}\n', { A: 'x y', B: 'out' }],
    ['B=${A}\nA=late\n', { B: '', A: 'late' }],
    ['A=100%$ off$\n', { A: '100%$ off$' }],
    ['A=é "x" 🙂\n', { A: 'é "x" 🙂' }],
    ['OUTSIDE\nNONE\n', { OUTSIDE: 'out' }],
    ['OUTSIDE=in\nOUTSIDE\n', { OUTSIDE: 'out' }],
  ])('reads %j', (text, expected) => {
    expect(values(text)).toEqual(expected);
    expect(read(text).problems.filter(({ message }) => !message.includes('has no value'))).toEqual([]);
  });

  it.each([
    ['A=x\nB=$A$$\n', { A: 'x', B: 'x$' }],
    ["A=1\nB='${A}'\n", { A: '1', B: '${A}' }],
    ['A=${NONE-x}\n', { A: 'x' }],
    ['A="x" y\n', { A: 'x' }],
    ['A: 1\n', { A: '1' }],
    ["A='a\\\\b'\n", { A: 'a\\\\b' }],
    ['A=a\t#b\n', { A: 'a\t#b' }],
    ['A=\nB=${A:-x}\n', { A: '', B: 'x' }],
    ['OUTSIDE\nB="${OUTSIDE}"\n', { OUTSIDE: 'out', B: 'out' }],
  ])('follows Compose 2 and says so where Compose 1 differs: %j', (text, expected) => {
    expect(values(text)).toEqual(expected);
    expect(read(text).problems).toHaveLength(1);
  });

  it.each([
    ['A=1\n?=2\nB=3\n', 2],
    ['A=1\nB="open\nC=3\n', 2],
    ['two words\nA=1\n', 1],
  ])('leaves out a line it cannot read and names it: %j', (text, line) => {
    const { entries, problems } = read(text);
    expect(problems.map((problem) => problem.line)).toEqual([line]);
    expect(entries.map((entry) => entry.key)).toContain('A');
  });

  it('gives lines, exports and what has no value', () => {
    const { entries, problems } = read('# one\nA="x\ny"\nexport B=${NONE}/x\n');
    expect(entries).toEqual([
      { key: 'A', value: 'x\ny', line: 2, exported: false },
      { key: 'B', value: '/x', line: 4, exported: true },
    ]);
    expect(problems).toEqual([{ line: 4, message: expect.stringContaining('NONE') }]);
  });
});
