import { Fault } from '../../src-shared/errors.ts';
import { decodeBytes } from './env-bytes.ts';
import { type EnvStatement, envStatements } from './env-statements.ts';
import { envValue, whyDisputed } from './env-value.ts';
import { writtenValue } from './env-written.ts';

/** What an edit of an env file made. */
export interface EnvEdit {
  readonly bytes: Uint8Array;
  /** The line that now has the value, counted from 1. */
  readonly line: number;
  /** The other lines that assign the key; the edited one is the last and so the one in force. */
  readonly duplicates: readonly number[];
}

/**
 * Gives a key of an env file a value and changes no other byte: comments, order, quotes, line ends, byte order mark,
 * the missing last newline and bytes of another encoding stay (spec 1.6). An absent key becomes a line at the end.
 * Faults: `input/invalid` where no form of the value is read back by every Compose, `home/env-file-invalid` where the
 * file is so broken that the new value would not be read.
 */
export function setEnvValue(bytes: Uint8Array, key: string, value: string): EnvEdit {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) throw new Fault('input/invalid', `"${key}" is no name of a variable.`);
  const { text, encode } = decodeBytes(bytes);
  const { statements } = envStatements(text);
  const own = statements.filter((statement) => statement.key === key);
  const last = own.at(-1);
  const splice = last === undefined || last.odd !== null ? appended(text, key, value) : replaced(text, last, value);
  const edited =
    splice === null ? text : text.slice(0, splice.start) + encode.value(splice.put) + text.slice(splice.end);
  const now = envStatements(edited);
  const line = now.statements.findLast((statement) => statement.key === key)?.line ?? 0;
  const others = own.filter((statement) => statement.line !== line).map((statement) => statement.line);
  if (!holds(statements, now.statements, key, encode.value(value))) throw broken(key, now.problems[0]?.line);
  return { bytes: splice === null ? bytes : encode.text(edited), line, duplicates: others };
}

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly put: string;
}

function replaced(text: string, statement: EnvStatement, value: string): Splice | null {
  const { start, end, afterSign, quote, raw } = statement;
  if (whyDisputed(statement) === null && !raw.includes('$') && quote !== 'inherited') {
    if (envValue(statement, () => undefined).text === value) return null;
  }
  const written = writtenValue(value, quote);
  if (quote === 'inherited') return { start, end, put: `=${written}` };
  // Nothing between sign and comment would make the comment the value.
  const put = written === '' && /^[^\S\n]*#/.test(text.slice(end)) ? '""' : written;
  // Compose takes `X= # note` for the value "# note"; who wrote it meant a comment, so it stays one.
  const noteOnly = quote === 'none' && raw.startsWith('#') && start > afterSign;
  return noteOnly ? { start: afterSign, end: afterSign, put: put === '' ? '""' : put } : { start, end, put };
}

function appended(text: string, key: string, value: string): Splice {
  const newline = /\r?\n/.exec(text)?.[0] ?? '\n';
  const bare = text.replace(/^\ufeff/, '');
  const whole = bare === '' || bare.endsWith('\n');
  const line = `${key}=${writtenValue(value, 'none')}`;
  return { start: text.length, end: text.length, put: whole ? `${line}${newline}` : `${newline}${line}` };
}

/** Whether after the edit the key has the value for every Compose, and every other assignment reads as before. */
function holds(before: readonly EnvStatement[], after: readonly EnvStatement[], key: string, value: string): boolean {
  const last = after.findLast((statement) => statement.key === key);
  if (last === undefined || whyDisputed(last) !== null) return false;
  if (envValue(last, () => undefined).text !== value) return false;
  const rest = (statements: readonly EnvStatement[]) =>
    JSON.stringify(statements.filter((one) => one.key !== key).map((one) => [one.key, one.quote, one.raw, one.odd]));
  return rest(before) === rest(after);
}

function broken(key: string, line: number | undefined): Fault {
  const where = line === undefined ? '' : ` Line ${line} cannot be read.`;
  return new Fault('home/env-file-invalid', `${key} cannot be set: the env file is broken.${where}`);
}
