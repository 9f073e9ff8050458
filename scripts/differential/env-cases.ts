import * as fc from 'fast-check';

/** Names that files and shell set; `NONE` is set by nobody, `EMPTY` to nothing. */
const names = ['A', 'B', 'C', 'D_1', 'OUT', 'key.x', 'key-y'];
const variables = ['A', 'B', 'OUT', 'EMPTY', 'NONE'];

const join = (parts: readonly string[]) => parts.join('');
const run = (part: fc.Arbitrary<string>, maxLength: number) => fc.array(part, { maxLength }).map(join);

const letters = fc.constantFrom('a', 'Z', '0', '9', 'x1', 'é', '🙂', '_', '-', '.', '/', ':', ',', '@', '%', '+', '=');
const signs = fc.constantFrom('!', '&', '(', ')', ';', '|', '<', '>', '?', '*', '~', '[', ']', '{', '}', '^', '`', '$');
const inside = fc.oneof({ weight: 6, arbitrary: letters }, { weight: 2, arbitrary: signs });
const variable = fc.oneof(
  fc.constantFrom(...variables).map((name) => `\${${name}}`),
  fc.tuple(fc.constantFrom('A', 'OUT', 'NONE'), run(letters, 3)).map(([name, word]) => `\${${name}:-w${word}}`),
);

const bare = fc
  .tuple(
    letters,
    run(
      fc.oneof(
        { weight: 6, arbitrary: inside },
        { weight: 2, arbitrary: fc.constantFrom(' ', '  ', '#', '"', "'", '\\', '\\n', '\t') },
        { weight: 2, arbitrary: variable },
      ),
      8,
    ),
  )
  .map(join);
const double = run(
  fc.oneof(
    { weight: 5, arbitrary: inside },
    { weight: 4, arbitrary: fc.constantFrom(' ', '#', "'", '\n', ' #', '\\n', '\\t', '\\r', '\\"', '\\\\-', '\\x') },
    { weight: 2, arbitrary: variable },
  ),
  8,
).map((text) => `"${text}"`);
const single = run(
  fc.oneof(
    { weight: 5, arbitrary: inside },
    { weight: 3, arbitrary: fc.constantFrom(' ', '#', '"', '\n', ' #', "\\'", '\\n', '\\x') },
  ),
  8,
).map((text) => `'${text}'`);

const value = fc.oneof(
  { weight: 5, arbitrary: bare },
  { weight: 3, arbitrary: double },
  { weight: 2, arbitrary: single },
  { weight: 2, arbitrary: run(variable, 3) },
  { weight: 1, arbitrary: fc.constant('') },
);
const assignment = fc
  .record({
    before: fc.constantFrom('', '', '', 'export ', ' ', '\t', 'export   '),
    name: fc.constantFrom(...names),
    sign: fc.constantFrom('=', '=', '=', ' = ', '= ', ' ='),
    value,
    after: fc.constantFrom('', '', '', '  ', ' # note', "   # it's a note", ' # a "note" ${A} = 1'),
  })
  .map(({ before, name, sign, value, after }) => `${before}${name}${sign}${value}${after}`);
const line = fc.oneof(
  { weight: 8, arbitrary: assignment },
  { weight: 1, arbitrary: fc.constantFrom('', '   ', '# note', "  # it's = a note", 'OUT', 'NONE', 'export OUT') },
);

/** Texts of env files: every kind of quotes, variables, comments, line ends and byte order mark. */
export const envText = fc
  .record({
    bom: fc.constantFrom('', '', '', '\ufeff'),
    lines: fc.array(line, { maxLength: 7 }),
    newline: fc.constantFrom('\n', '\n', '\r\n'),
    last: fc.boolean(),
  })
  .map(({ bom, lines, newline, last }) => bom + lines.join(newline) + (last ? newline : ''));

/** Anything a person may want as a value. */
export const wantedValue = run(
  fc.oneof(inside, fc.constantFrom(' ', '#', ' #', '"', "'", '\\', '\n', '\t', '${A}', 'C:\\dir\\')),
  8,
);
