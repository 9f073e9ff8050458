import type { EnvStatement } from './env-statements.ts';
import { type Interpolated, interpolate, type Lookup } from './interpolate.ts';

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/**
 * The value of an assignment as Compose 2 reads it: single quotes keep variables as text, double quotes know escapes,
 * variables are replaced elsewhere. (Checked against compose-go 2.16.)
 */
export function envValue({ quote, raw, key }: EnvStatement, lookup: Lookup): Interpolated {
  if (quote === 'inherited') {
    const value = lookup(key);
    return { text: value ?? '', missing: value === undefined ? [key] : [], required: [], stray: [] };
  }
  if (quote === 'single') {
    return {
      text: raw.replaceAll(/\\(\\|')/g, (pair) => (pair === "\\'" ? "'" : pair)),
      missing: [],
      required: [],
      stray: [],
    };
  }
  return interpolate(quote === 'double' ? unescaped(raw) : raw, lookup);
}

/** Escapes of double quotes; an escaped dollar sign becomes the pair that interpolation takes for one. */
function unescaped(raw: string): string {
  return raw.replaceAll(/\\(.)/gs, (pair, character: string) =>
    character === '$' ? '$$' : (escapes[character] ?? pair),
  );
}

/** `${X}` and `${X:-d}` as both generations of Compose know them. */
const commonVariable = /\$\{[A-Za-z_][A-Za-z0-9_]*(:-[^}$]+)?\}/g;
/** Anything the first generation takes for a variable, in any quotes. */
const oldVariable = /\$\{[^}:]*(:-[^}]*)?\}/;

/**
 * Why Compose 1.29 (python-dotenv) and Compose 2 (compose-go) read an assignment differently, in words; null where both
 * read the same. Both were run on the forms named here.
 */
export function whyDisputed({ quote, raw, odd }: EnvStatement): string | null {
  if (odd !== null) return odd;
  if (raw.includes('\r')) return 'has a carriage return inside the value';
  if (quote === 'inherited') return null;
  if (quote === 'none') {
    if (/\s#/.test(raw) || /^\s/.test(raw)) return 'has another blank than a space';
    return disputedDollar(raw);
  }
  if (raw.endsWith('\\')) return 'has a backslash before the closing quote';
  if (quote === 'single') {
    if (raw.includes('\\\\')) return 'has a doubled backslash in single quotes';
    return oldVariable.test(raw) ? 'has a variable in single quotes' : null;
  }
  if (/\\[0'$]/.test(raw.replaceAll('\\\\', ''))) return 'has an escape that not every Compose knows';
  if (/\\\$/.test(raw)) return 'has a backslash before a dollar sign';
  return disputedDollar(raw);
}

/** What the lines above an assignment decide. */
export interface LinesAbove {
  /** The value of a variable at that line. */
  readonly lookup: Lookup;
  /** The keys that stand alone above and have not been assigned since. */
  readonly alone: ReadonlySet<string>;
}

/**
 * The differences that depend on the lines above: the first generation does not take the default of `${X:-d}` for an X
 * that is set to nothing, and to the lines below a key that stands alone it has no value.
 */
export function whyValueDisputed({ quote, raw }: EnvStatement, { lookup, alone }: LinesAbove): string | null {
  if (quote === 'single' || quote === 'inherited') return null;
  for (const [, name = '', sign] of raw.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*)(:-|\})/g)) {
    if (alone.has(name)) return `uses ${name}, which stands alone above`;
    if (sign === ':-' && lookup(name) === '') return `has a default for ${name}, which is set to nothing`;
  }
  return null;
}

function disputedDollar(raw: string): string | null {
  // A brace in the place of each, so that a dollar sign in front of one still shows.
  const rest = raw.replaceAll(commonVariable, '{');
  return /\$[A-Za-z_{$]/.test(rest) || /\\\$/.test(rest)
    ? 'has a dollar sign in a form that not every Compose knows'
    : null;
}
