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
  return nodeOf(document.contents, '', 0, { ...options, document, lines });
}

function nodeOf(given: Node | null, path: string, offset: number, source: Source): ComposeNode {
  const node = isAlias(given) ? (given.resolve(source.document) ?? null) : given;
  const { line } = source.lines.linePos(given?.range?.[0] ?? offset);
  const place = `${source.file}, line ${line}: ${path}`;
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
      return entriesOf(node, path, source);
    },
    items() {
      if (!isSeq(node)) throw invalid('has to be a list');
      return node.items.map((item, index) => nodeOf(asNode(item), `${path}[${index}]`, node.range?.[0] ?? 0, source));
    },
    text: () => text(false),
    completeText: () => text(true),
    written: () => replaced(scalar().text, false),
    invalid,
    unsupported: () => new Fault('compose/unsupported-key', `${place} is not supported.`),
  };
}

function entriesOf(map: Node, path: string, source: Source): ReadonlyMap<string, ComposeNode> {
  const entries = new Map<string, ComposeNode>();
  const merged: ComposeNode[] = [];
  for (const pair of isMap(map) ? map.items : []) {
    const key = asNode(pair.key);
    const name = isScalar(key) ? (key.source ?? String(key.value)) : String(pair.key);
    const below = path === '' ? name : `${path}.${name}`;
    const node = nodeOf(asNode(pair.value), below, key?.range?.[0] ?? 0, source);
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
