import { Fault } from '../../src-shared/errors.ts';

/** Longest key, in characters: several times what any provider gives out, and what an HTTP header bears. */
const longest = 8192;
/** What a form shows in the place of a key, with or without its last characters. */
const masked = /^[\u2022\u25cf\u2026*\u00b7]{3,}[\x21-\x7e]{0,8}$/;

/**
 * A key as it is to be kept, of what somebody pasted: without blanks around it, and without the word of the header it was
 * copied with. Null where it is only what a form shows in its place, and means that nothing is changed.
 * @param field for messages; the value is in none
 * Fault: `settings/secret-invalid`.
 */
export function cleanSecret(field: string, pasted: string): string | null {
  const value = pasted.trim().replace(/^bearer\s+/i, '');
  if (masked.test(value)) return null;
  const problem = problemOf(value);
  if (problem === null) return value;
  const said = `The value for "${field}" cannot be a key: ${problem}.`;
  throw new Fault('settings/secret-invalid', said, { details: [`${field}: ${problem}`] });
}

function problemOf(value: string): string | null {
  if (value === '') return 'it is empty';
  if (value.length > longest) return `it has ${value.length} characters, at most ${longest} are allowed`;
  if (/[\r\n]/.test(value)) return 'it has more than one line';
  if (/\s/.test(value)) return 'it has blanks in it';
  if (!/^[\x21-\x7e]+$/.test(value)) {
    return 'it has characters that no key has, such as curly quotes, accents or invisible ones';
  }
  if (/^["'`].*["'`]$/.test(value)) return 'it stands in quotes';
  return null;
}

/** The end of a secret by which a person tells it from another; empty where too little of it would stay unknown. */
export function last4Of(value: string): string {
  return value.length >= 12 ? value.slice(-4) : '';
}
