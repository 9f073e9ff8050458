import { decodeBytes } from './env-bytes.ts';
import { type EnvStatement, envStatements } from './env-statements.ts';
import { envValue, whyDisputed } from './env-value.ts';

/**
 * Takes the lines that assign a key too early away, whole, and leaves every other byte: of several assignments the last
 * is in force. Null where that would not be safe: a line between them uses the earlier value, or the last is one that
 * not every Compose reads.
 */
export function dropEarlierAssignments(bytes: Uint8Array, key: string): Uint8Array | null {
  const { text, encode } = decodeBytes(bytes);
  const { statements } = envStatements(text);
  const own = statements.filter((statement) => statement.key === key);
  const last = own.at(-1);
  if (own.length < 2 || last === undefined || last.quote === 'inherited' || whyDisputed(last) !== null) return null;
  let edited = text;
  for (const statement of own.slice(0, -1).reverse()) {
    const start = text.lastIndexOf('\n', statement.start - 1) + 1;
    const newline = text.indexOf('\n', statement.end);
    const bom = start === 0 && text.startsWith('\ufeff') ? 1 : 0;
    edited = edited.slice(0, start + bom) + edited.slice(newline === -1 ? text.length : newline + 1);
  }
  const same = JSON.stringify(values(statements)) === JSON.stringify(values(envStatements(edited).statements));
  return same ? encode.text(edited) : null;
}

/** What each key is in the end, variables from outside marked by their name. */
function values(statements: readonly EnvStatement[]): readonly (readonly [string, string])[] {
  const known = new Map<string, string>();
  for (const statement of statements) {
    const { key } = statement;
    // A name that nobody can have set marks what comes from outside.
    known.set(key, envValue(statement, (name) => known.get(name) ?? `\0${name}\0`).text);
  }
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1));
}
