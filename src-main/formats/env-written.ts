import { Fault } from '../../src-shared/errors.ts';
import type { EnvQuote } from './env-statements.ts';

/** Needs no quotes anywhere, neither in Compose nor in a shell. */
const plain = /^[\p{L}\p{N}_.\-/:@%+,=]*$/u;
/** What the first generation of Compose replaces even in single quotes. */
const oldVariable = /\$\{[^}:]*(:-[^}]*)?\}/;
const beginsVariable = /\$[A-Za-z_{$]/;

/**
 * A value written so that every Compose reads it back as it is, in the quotes it had if they allow it. The forms were
 * run through Compose 1.29 and compose-go 2.16.
 * Fault: `input/invalid` where there is no such form, as for `${X}` meant as text.
 */
export function writtenValue(value: string, before: EnvQuote): string {
  const forms = { none: bare, double, single, inherited: bare };
  for (const form of [forms[before], bare, double, single, unquoted]) {
    const text = form(value);
    if (text !== null && isText(value)) return text;
  }
  throw new Fault('input/invalid', 'The value cannot be written to an env file so that every Compose reads it back.');
}

/** No NUL, which no environment can hold, and no half of a surrogate pair, which no file can. */
function isText(value: string): boolean {
  return !value.includes('\0') && !/\p{Cs}/u.test(value);
}

function bare(value: string): string | null {
  return plain.test(value) ? value : null;
}

function double(value: string): string | null {
  // Compose 1 takes any quote behind a backslash for an escaped one, so a backslash never comes last.
  if (value.endsWith('\\') || beginsVariable.test(value) || value.includes('\\$')) return null;
  const escaped = value
    .replaceAll(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
  return `"${escaped}"`;
}

function single(value: string): string | null {
  if (/\\(\\|'|$)/.test(value) || value.includes('\r') || oldVariable.test(value)) return null;
  return `'${value.replaceAll("'", "\\'")}'`;
}

/** The last resort, for what quotes spoil: a backslash at the end. */
function unquoted(value: string): string | null {
  if (value !== value.trim() || /^["'#]|\s#|[\r\n]|\\\$/.test(value) || beginsVariable.test(value)) return null;
  return value;
}
