import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { Fault } from '../../src-shared/errors.ts';
import { interpolate, type Lookup } from './interpolate.ts';

/** One place of a compose file: it is asked for what should be there and knows its name and line when it is not. */
export interface ComposeNode {
  /** As in `services.lightrag.ports[0]`. */
  readonly path: string;
  readonly kind: 'map' | 'list' | 'text' | 'nothing';
  /** The keys and what is below them; `x-` keys, which have no meaning to Compose, are left out. */
  entries(): ReadonlyMap<string, ComposeNode>;
  items(): readonly ComposeNode[];
  /** Text with its variables replaced. A number is refused where its digits could be read as another number. */
  text(): string;
  /** The same, and no variable in it may be without a value. */
  completeText(): string;
  /** Text or a number as written, for what is read as a number in the end. */
  written(): string;
  /** `compose/invalid-value` of this place. */
  invalid(why: string): Fault;
  /** `compose/unsupported-key` of this place. */
  unsupported(): Fault;
}

/** What all places of one file share. */
interface Source {
  readonly file: string;
  readonly variable: Lookup;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  warn(warning: string): void;
}

/**
 * Parses the text of a compose file. Variables are replaced where a text is asked for, in values, not in keys.
 * @param warn told of each variable that has no value
 * Fault: `compose/not-yaml`, naming the line.
 */
export function composeRoot(
  text: string,
  options: { readonly file: string; readonly variable: Lookup; warn(warning: string): void },
): ComposeNode {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = lines.linePos(error.pos[0]);
    throw new Fault('compose/not-yaml', `${options.file}, line ${line}: ${error.message}`);
  }
  if (!isMap(document.contents)) {
    throw new Fault('compose/not-yaml', `${options.file}, line 1: the file is empty or no mapping of keys to values.`);
  }
  return nodeOf(document.contents, { path: '', offset: 0, depth: 0 }, { ...options, document, lines });
}

/** Where a node is: its path, where its line is looked up if it has no text of its own, how many are above it. */
interface Position {
  readonly path: string;
  readonly offset: number;
  readonly depth: number;
}

/** Deeper than any key that is understood; a mapping merged into itself has no end otherwise. */
const deepest = 30;

function nodeOf(given: Node | null, { path, offset, depth }: Position, source: Source): ComposeNode {
  const { line } = source.lines.linePos(given?.range?.[0] ?? offset);
  const place = `${source.file}, line ${line}: ${path}`;
  const node = isAlias(given) ? given.resolve(source.document) : given;
  if (node === undefined) throw new Fault('compose/not-yaml', `${place} refers to an anchor that is not there.`);
  if (depth > deepest) throw new Fault('compose/not-yaml', `${place} is nested too deeply.`);
  const invalid = (why: string) => new Fault('compose/invalid-value', `${place} ${why}.`);

  function scalar(): { text: string; value: unknown } {
    if (!isScalar(node)) throw invalid('has to be a text');
    const { value } = node;
    return { value, text: typeof value === 'string' ? value : (node.source ?? String(value)) };
  }

  function replaced(template: string, complete: boolean): string {
    const { text, missing, required, stray } = interpolate(template, source.variable);
    if (stray.length > 0) throw invalid(`has a dollar sign that begins no variable (write $$ for one): ${stray[0]}`);
    if (required.length > 0) throw invalid(`needs a variable: ${required[0]}`);
    if (complete && missing.length > 0) throw invalid(`uses ${missing.join(', ')}, which has no value`);
    for (const name of missing) source.warn(`${place} uses ${name}, which has no value; nothing is put in its place.`);
    return text;
  }

  function text(complete: boolean): string {
    const { text: written, value } = scalar();
    // 0644, 1.10 and 0x10 are read differently by one reader of YAML and the next.
    if (typeof value !== 'string' && String(value) !== written) throw invalid(`has to be in quotes: "${written}"`);
    return replaced(written, complete);
  }

  return {
    path,
    kind: isMap(node) ? 'map' : isSeq(node) ? 'list' : isScalar(node) && node.value !== null ? 'text' : 'nothing',
    entries() {
      if (!isMap(node)) throw invalid('has to be a mapping of keys to values');
      return entriesOf(node, { path, offset, depth }, source);
    },
    items() {
      if (!isSeq(node)) throw invalid('has to be a list');
      return node.items.map((item, index) => {
        const position = { path: `${path}[${index}]`, offset: node.range?.[0] ?? offset, depth: depth + 1 };
        return nodeOf(asNode(item), position, source);
      });
    },
    text: () => text(false),
    completeText: () => text(true),
    written: () => replaced(scalar().text, false),
    invalid,
    unsupported: () => new Fault('compose/unsupported-key', `${place} is not supported.`),
  };
}

function entriesOf(map: Node, { path, offset, depth }: Position, source: Source): ReadonlyMap<string, ComposeNode> {
  const entries = new Map<string, ComposeNode>();
  const merged: ComposeNode[] = [];
  for (const pair of isMap(map) ? map.items : []) {
    const key = asNode(pair.key);
    const name = isScalar(key) ? (key.source ?? String(key.value)) : String(pair.key);
    const below = path === '' ? name : `${path}.${name}`;
    const position = { path: below, offset: key?.range?.[0] ?? offset, depth: depth + 1 };
    const node = nodeOf(asNode(pair.value), position, source);
    if (name === '<<') merged.push(...(node.kind === 'list' ? node.items() : [node]));
    else if (!name.startsWith('x-')) entries.set(name, node);
  }
  // YAML's merge key: what the mapping itself says wins, then the first of those merged in.
  for (const node of merged) {
    for (const [name, below] of node.entries()) if (!entries.has(name)) entries.set(name, below);
  }
  return entries;
}

/** The parser types what is below a pair or a list as unknown; in a parsed document it is a node or nothing. */
function asNode(value: unknown): Node | null {
  return isScalar(value) || isMap(value) || isSeq(value) || isAlias(value) ? value : null;
}
