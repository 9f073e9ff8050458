/** What became of a text with variables in it. */
export interface Interpolated {
  readonly text: string;
  /** Names that have no value and no default; nothing was put in their place. */
  readonly missing: readonly string[];
  /** `${X:?why}` without a value, in words. */
  readonly required: readonly string[];
  /** Dollar signs that begin nothing; they stay as they are. */
  readonly stray: readonly string[];
}

/** Answers with a variable's value, or undefined where it has none. */
export type Lookup = (name: string) => string | undefined;

/** Defaults within defaults; deeper is no file anybody wrote. */
const deepest = 20;
const nameAtStart = /^[A-Za-z_][A-Za-z0-9_]*/;

/**
 * Puts values in the place of `$X`, `${X}`, `${X-d}`, `${X:-d}`, `${X+a}`, `${X:+a}`, `${X?why}` and `${X:?why}`; `$$`
 * is a dollar sign. The words after an operator may hold variables themselves (Compose specification, interpolation).
 */
export function interpolate(template: string, lookup: Lookup): Interpolated {
  const missing: string[] = [];
  const required: string[] = [];
  const stray: string[] = [];

  let depth = 0;

  function expand(text: string): string {
    if (depth === deepest) {
      stray.push(text.slice(0, 20));
      return text;
    }
    depth += 1;
    const result = expanded(text);
    depth -= 1;
    return result;
  }

  function expanded(text: string): string {
    let result = '';
    let at = 0;
    for (let dollar = text.indexOf('$'); dollar !== -1; dollar = text.indexOf('$', at)) {
      result += text.slice(at, dollar);
      const [put, length] = one(text.slice(dollar + 1));
      result += put;
      at = dollar + 1 + length;
    }
    return result + text.slice(at);
  }

  /** What a dollar sign and the text after it become, and how much of that text belongs to it. */
  function one(after: string): [put: string, length: number] {
    if (after.startsWith('$')) return ['$', 1];
    if (after.startsWith('{')) {
      const end = closingBrace(after);
      const put = end === -1 ? null : braced(after.slice(1, end));
      if (put !== null) return [put, end + 1];
    }
    const name = nameAtStart.exec(after)?.[0];
    if (name !== undefined) return [valueFor(name), name.length];
    stray.push(`$${after.slice(0, 20)}`);
    return ['$', 0];
  }

  function braced(inside: string): string | null {
    const name = nameAtStart.exec(inside)?.[0];
    if (name === undefined) return null;
    const operator = /^:?[-+?]/.exec(inside.slice(name.length))?.[0];
    if (operator === undefined) return inside === name ? valueFor(name) : null;
    const word = inside.slice(name.length + operator.length);
    const value = lookup(name);
    const has = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
    if (operator.endsWith('+')) return has ? expand(word) : '';
    if (has) return value ?? '';
    if (operator.endsWith('-')) return expand(word);
    required.push(word === '' ? `${name} has no value` : `${name} has no value: ${expand(word)}`);
    return '';
  }

  function valueFor(name: string): string {
    const value = lookup(name);
    if (value === undefined) missing.push(name);
    return value ?? '';
  }

  return { text: expand(template), missing, required, stray };
}

/** Where the brace that opens the text is closed again, variables within counted; -1 where it is not. */
function closingBrace(text: string): number {
  let open = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (at === 0 || text.startsWith('${', at)) {
      open += 1;
      if (at > 0) at += 1;
    } else if (text[at] === '}') {
      open -= 1;
      if (open === 0) return at;
    }
  }
  return -1;
}
