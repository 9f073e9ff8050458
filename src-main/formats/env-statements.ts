/** How a value is written; `inherited` is a key alone, whose value comes from outside. */
export type EnvQuote = 'none' | 'single' | 'double' | 'inherited';

/** One assignment of an env file, not yet read: where it is and how it is written. */
export interface EnvStatement {
  readonly key: string;
  /** Counted from 1. */
  readonly line: number;
  readonly exported: boolean;
  readonly quote: EnvQuote;
  /** The value as written, without its quotes. */
  readonly raw: string;
  /** Where the value begins and ends, quotes included. */
  readonly start: number;
  readonly end: number;
  /** Right behind the equals sign, or behind the key where there is none. */
  readonly afterSign: number;
  /** Why only one of the two generations of Compose reads the line so; null where both do. */
  readonly odd: string | null;
}

/** Something in an env file nobody can rely on. */
export interface EnvProblem {
  readonly line: number;
  readonly message: string;
}

const blank = /[ \t\v\f\r\u0085\u00a0]*/y;
const exportWord = /export[ \t]+(?=[^\s=:])/y;
const keyShape = /[\p{L}\p{N}_.\-[\]]+/uy;
const onlyComment = /^[^\S\n]*(#[^\n]*)?$/;

/**
 * Cuts the text of an env file into its assignments, as Compose does: comments and blank lines are passed over, quoted
 * values may have many lines, a line that is no assignment is a problem and left out.
 */
export function envStatements(text: string): { statements: EnvStatement[]; problems: EnvProblem[] } {
  const statements: EnvStatement[] = [];
  const problems: EnvProblem[] = [];
  let line = 1;
  let counted = 0;
  for (let at = text.startsWith('\ufeff') ? 1 : 0; at < text.length; ) {
    at = nextWord(text, at);
    if (at >= text.length) break;
    line += newlines(text, counted, at);
    counted = at;
    if (text[at] !== '#') {
      const found = statementAt(text, at, line);
      if (typeof found === 'string') problems.push({ line, message: found });
      else {
        statements.push(found);
        at = found.end;
      }
    }
    at = lineEnd(text, at);
  }
  return { statements, problems };
}

/** The assignment that begins here, or why there is none. */
function statementAt(text: string, at: number, line: number): EnvStatement | string {
  const exported = match(exportWord, text, at);
  const keyStart = at + exported.length;
  const key = match(keyShape, text, keyStart);
  if (key === '') return 'does not begin with a name';
  const keyEnd = keyStart + key.length;
  const sign = keyEnd + match(blank, text, keyEnd).length;
  const common = { key, line, exported: exported !== '' };
  if (text[sign] === '=' || text[sign] === ':') {
    const odd = text[sign] === ':' ? 'has a colon in the place of the equals sign' : null;
    const value = valueAt(text, sign + 1);
    return typeof value === 'string' ? value : { ...common, ...value, odd: odd ?? value.odd };
  }
  if (!onlyComment.test(text.slice(sign, lineEnd(text, sign)))) return 'has no equals sign behind the name';
  if (key === 'export') return 'has no name behind "export"';
  const odd = text[sign] === '#' ? 'has a comment, but no value' : null;
  return { ...common, quote: 'inherited', raw: '', start: keyEnd, end: keyEnd, afterSign: keyEnd, odd };
}

type Value = Omit<EnvStatement, 'key' | 'line' | 'exported'>;

function valueAt(text: string, afterSign: number): Value | string {
  const start = afterSign + match(blank, text, afterSign).length;
  const end = lineEnd(text, start);
  const mark = text[start];
  if (mark !== '"' && mark !== "'") {
    const [raw = ''] = text.slice(start, end).split(' #', 1);
    const trimmed = raw.trimEnd();
    const from = trimmed === '' ? afterSign : start;
    return { quote: 'none', raw: trimmed, start: from, end: from + trimmed.length, afterSign, odd: null };
  }
  const close = closingQuote(text, start, mark);
  if (close === -1) return 'has a quote that is not closed';
  const odd = onlyComment.test(text.slice(close + 1, lineEnd(text, close)))
    ? null
    : 'has text behind the closing quote';
  const quote = mark === '"' ? 'double' : 'single';
  return { quote, raw: text.slice(start + 1, close), start, end: close + 1, afterSign, odd };
}

function closingQuote(text: string, open: number, mark: string): number {
  for (let at = open + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === mark) return at;
  }
  return -1;
}

function nextWord(text: string, at: number): number {
  const found = text.slice(at).search(/\S/);
  return found === -1 ? text.length : at + found;
}

function lineEnd(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found === -1 ? text.length : found;
}

function newlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at += 1) if (text[at] === '\n') count += 1;
  return count;
}

function match(shape: RegExp, text: string, at: number): string {
  shape.lastIndex = at;
  return shape.exec(text)?.[0] ?? '';
}
