import * as fc from 'fast-check';

/** How a text can be written as one value of YAML: plain where that is safe, else in quotes. */
export function scalar(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(text, fc.constantFrom('plain', 'single', 'double'))
    .map(([value, style]) => (style === 'plain' ? plain(value) : style === 'single' ? single(value) : double(value)));
}

/** Letters of the subset that both YAML 1.1 and YAML 1.2 take for text in any place. */
function plain(value: string): string {
  const word = /^[a-z/][\w./@-]*$/i.test(value) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(value);
  return word ? value : double(value);
}

function single(value: string): string {
  return value.includes('\n') ? double(value) : `'${value.replaceAll("'", "''")}'`;
}

function double(value: string): string {
  return `"${value.replaceAll(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}"`;
}

/** A list of written values, in block or flow style, below a key at this depth. */
export function list(items: fc.Arbitrary<readonly string[]>, depth: number): fc.Arbitrary<string> {
  return fc
    .tuple(items, fc.boolean())
    .map(([texts, flow]) =>
      flow || texts.length === 0
        ? ` [${texts.join(', ')}]`
        : texts.map((text) => `\n${' '.repeat(depth)}- ${text}`).join(''),
    );
}

/** A mapping of written values, in block or flow style, below a key at this depth. */
export function mapping(
  pairs: fc.Arbitrary<readonly (readonly [key: string, value: string])[]>,
  depth: number,
): fc.Arbitrary<string> {
  return fc
    .tuple(pairs, fc.boolean())
    .map(([texts, flow]) =>
      flow || texts.length === 0
        ? ` {${texts.map(([key, value]) => `${key}: ${value}`).join(', ')}}`
        : texts.map(([key, value]) => `\n${' '.repeat(depth)}${key}: ${value}`).join(''),
    );
}
