import { Fault } from '../../src-shared/errors.ts';
import {
  type ComposePath,
  type ComposeScalar,
  type ComposeScalars,
  composeScalars,
  deepest,
  pathText,
} from './compose-scalars.ts';
import { decodeBytes } from './env-bytes.ts';

/** One value to be written at one place. */
export interface ComposeChange {
  readonly path: ComposePath;
  readonly value: string;
}

/**
 * Gives values of a compose file new texts and changes no other byte: comments, quotes, blanks, flow and block style,
 * line ends, byte order mark and anchors stay. Of a value itself only the part that differs is written anew.
 * @param file for messages
 * Faults: `compose/not-yaml`; `compose/invalid-value` for a place that is not there, is an alias, or is shared with other
 * places by an anchor, each by name.
 */
export function setComposeValues(bytes: Uint8Array, changes: readonly ComposeChange[], file: string): Uint8Array {
  const { text, encode } = decodeBytes(bytes);
  const before = composeScalars(text, file);
  const splices = changes
    .map((change) => ({ scalar: scalarAt(before, change.path, file), value: encode.value(change.value) }))
    .filter(({ scalar, value }) => scalar.value !== value)
    .sort((a, b) => b.scalar.start - a.scalar.start);
  if (splices.length === 0) return bytes;
  let edited = text;
  for (const { scalar, value } of splices) {
    const written = text.slice(scalar.start, scalar.end);
    edited = edited.slice(0, scalar.start) + rewritten(written, scalar, value, file) + edited.slice(scalar.end);
  }
  const after = composeScalars(edited, file);
  const wanted = new Map(splices.map(({ scalar, value }) => [pathText(scalar.path), value]));
  refuseSpread(before, after, wanted, file);
  return encode.text(edited);
}

function scalarAt({ scalars, aliases }: ComposeScalars, path: ComposePath, file: string): ComposeScalar {
  const place = pathText(path);
  const found = scalars.find((one) => pathText(one.path) === place);
  if (found !== undefined) return found;
  const alias = path
    .map((_, index) => aliases.get(pathText(path.slice(0, index + 1))))
    .find((one) => one !== undefined);
  const why =
    alias === undefined ? 'is no text that is written there' : `is the alias *${alias}; edit its anchor instead`;
  throw new Fault('compose/invalid-value', `${file}: ${place} ${why}.`);
}

/** The written form of a value with as little changed as can be. */
function rewritten(written: string, { value: old, style, path }: ComposeScalar, value: string, file: string): string {
  if (style === 'block') {
    const lines = linesRewritten(written, old.split('\n'), value.split('\n'));
    if (lines !== null) return lines;
    throw new Fault('compose/invalid-value', `${file}: ${pathText(path)} is written as a block; write it on one line.`);
  }
  if (style === 'plain') return staysPlain(old, value) ? value : double(value);
  const quote = written.charAt(0);
  // Without escapes the value stands there as it is.
  const bare = written.slice(1, -1) === old && !value.includes(quote) && !/[\\\r\n\t]/.test(value);
  if (bare) return quote + value + quote;
  return style === 'single' && !/[\r\n]/.test(value) ? single(value) : double(value);
}

/** Numbers, dates, words and (9700:22) times that one YAML or the other does not take for text. */
const notText =
  /^([-+]?(0[xo]?[\da-f_]+|[\d_]+(\.[\d_]*)?(e[-+]?\d+)?|\.[\d_]+|\.inf)|[-+]?\d+(:[0-5]?\d)+|\d{4}-\d\d?-\d\d?.*|y|n|yes|no|on|off|true|false|null|\.nan)$/i;

/** Whether a text means itself without quotes, in YAML 1.1 and 1.2: a careful kind, or a word changed in one that did. */
function staysPlain(old: string, value: string): boolean {
  if (/^\d+$/.test(value)) return /^\d+$/.test(old);
  if (notText.test(value)) return false;
  if (/^[\w./][\w./:@+-]*$/.test(value) && !value.endsWith(':')) return true;
  let head = 0;
  while (head < old.length && old[head] === value[head]) head += 1;
  let tail = 0;
  const most = Math.min(old.length, value.length) - head;
  while (tail < most && old.at(-1 - tail) === value.at(-1 - tail)) tail += 1;
  return head > 0 && tail > 0 && /^\w+$/.test(value.slice(head, value.length - tail));
}

/** The lines of a block, those that differ put in place; null where one is not found in it once. */
function linesRewritten(written: string, old: readonly string[], now: readonly string[]): string | null {
  if (old.length !== now.length) return null;
  let result = written;
  for (const [index, line] of old.entries()) {
    const put = now[index] ?? '';
    if (line === put) continue;
    const at = result.indexOf(line);
    if (line === '' || at === -1 || result.indexOf(line, at + 1) !== -1) return null;
    result = result.slice(0, at) + put + result.slice(at + line.length);
  }
  return result;
}

function single(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function double(value: string): string {
  // JSON's escapes are a part of YAML's.
  return JSON.stringify(value);
}

/** What an anchor shares would change elsewhere too, and that nobody asked for. */
function refuseSpread(
  before: ComposeScalars,
  after: ComposeScalars,
  wanted: ReadonlyMap<string, string>,
  file: string,
): void {
  const [old, now] = [leaves(before.content), leaves(after.content)];
  for (const place of new Set([...old.keys(), ...now.keys()])) {
    const expected = wanted.get(place) ?? old.get(place);
    if (now.get(place) !== expected) {
      const why = wanted.has(place) ? 'would not be read as it was written' : 'would change too, through an anchor';
      throw new Fault('compose/invalid-value', `${file}: ${place} ${why}.`);
    }
  }
}

/** Every value by its place, aliases and merges followed; numbers count as their text. */
function leaves(content: unknown, path: ComposePath = [], found = new Map<string, string>()): Map<string, string> {
  // A mapping that holds itself ends here.
  if (path.length > deepest) return found;
  if (typeof content === 'object' && content !== null) {
    for (const [key, value] of Object.entries(content)) {
      leaves(value, [...path, Array.isArray(content) ? Number(key) : key], found);
    }
  } else {
    found.set(pathText(path), String(content));
  }
  return found;
}
