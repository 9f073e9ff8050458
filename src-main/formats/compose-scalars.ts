import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
} from 'yaml';
import { Fault } from '../../src-shared/errors.ts';

/** The way to a value of a compose file: keys and places in lists. */
export type ComposePath = readonly (string | number)[];

/** One value of a compose file as it is written, at a place of its own: nothing reached through an alias is told. */
export interface ComposeScalar {
  readonly path: ComposePath;
  /** The text as YAML reads it, variables not replaced. */
  readonly value: string;
  /** Counted from 1. */
  readonly line: number;
  /** Where it is written, quotes included, in characters. */
  readonly start: number;
  readonly end: number;
  readonly style: 'plain' | 'single' | 'double' | 'block';
}

/** A compose file taken apart into its values, without a word on what they mean. */
export interface ComposeScalars {
  readonly scalars: readonly ComposeScalar[];
  /** The name of the first service, empty where there is none. */
  readonly service: string;
  /** Aliases by the path they stand at: their name. */
  readonly aliases: ReadonlyMap<string, string>;
  /** The whole content, aliases and merge keys followed, to compare one text with another. */
  readonly content: unknown;
}

/** Deeper than any key of a compose file. */
export const deepest = 30;

/** A path as messages name it: `services.lightrag.ports[0]`. */
export function pathText(path: ComposePath): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

/**
 * Every value that is written in the text of a compose file, in its order.
 * @param file for messages
 * Fault: `compose/not-yaml`.
 */
export function composeScalars(text: string, file: string): ComposeScalars {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const [error] = document.errors;
  if (error !== undefined) {
    throw new Fault('compose/not-yaml', `${file}, line ${lines.linePos(error.pos[0]).line}: ${error.message}`);
  }
  const scalars: ComposeScalar[] = [];
  const aliases = new Map<string, string>();

  function visit(node: unknown, path: ComposePath): void {
    if (path.length > deepest) throw new Fault('compose/not-yaml', `${file} is nested too deeply.`);
    if (isMap(node)) {
      for (const { key, value } of node.items) visit(value, [...path, isScalar(key) ? String(key.value) : String(key)]);
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) visit(item, [...path, index]);
    } else if (isAlias(node)) {
      aliases.set(pathText(path), node.source);
    } else if (isScalar(node)) {
      const found = scalarOf(node, path, lines);
      if (found !== null) scalars.push(found);
    }
  }
  visit(document.contents, []);
  const services = document.get('services');
  const [first] = isMap(services) ? services.items : [];
  const service = isScalar(first?.key) ? String(first.key.value) : '';
  return { scalars, service, aliases, content: contentOf(document, file) };
}

function scalarOf(node: Scalar, path: ComposePath, lines: LineCounter): ComposeScalar | null {
  const range = rangeOf(node);
  if (range === null || node.value === null) return null;
  const value = typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
  const styles: Readonly<Record<string, ComposeScalar['style']>> = {
    PLAIN: 'plain',
    QUOTE_SINGLE: 'single',
    QUOTE_DOUBLE: 'double',
  };
  const style = styles[node.type ?? 'PLAIN'] ?? 'block';
  return { path, value, line: lines.linePos(range[0]).line, start: range[0], end: range[1], style };
}

function rangeOf(node: Node): readonly [number, number] | null {
  const [start, end] = node.range ?? [];
  return start === undefined || end === undefined || start === end ? null : [start, end];
}

/** Plain values, aliases and merge keys followed; the parser's own limit keeps a small text from becoming a huge one. */
function contentOf(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('compose/not-yaml', `${file}: ${why}`, { cause });
  }
}
