import { Stop } from '../bootstrap/console.mjs';

/** @typedef {'check' | 'unit' | 'e2e'} Part */

/** @type {readonly Part[]} */
const parts = ['check', 'unit', 'e2e'];

/**
 * Reads what `npm test -- ...` was given: `--check`, `--unit`, `--e2e` choose parts (all without one), `-g PATTERN` the tests
 * by name, anything else goes to the runners as it is. A pattern or a file leaves the static checks out.
 * @param {readonly string[]} given
 * @returns {{ parts: Part[], pattern: string | null, rest: string[] }}
 */
export function readArguments(given) {
  const chosen = parts.filter((part) => given.includes(`--${part}`));
  const others = given.filter((argument) => !parts.some((part) => argument === `--${part}`));
  const at = others.findIndex((argument) => argument === '-g' || argument === '--grep');
  const pattern = at < 0 ? null : (others[at + 1] ?? null);
  if (at >= 0 && pattern === null) throw new Stop('-g needs a pattern: npm test -- --unit -g "env file"');
  const rest = at < 0 ? others : others.toSpliced(at, 2);
  const narrowed = pattern !== null || rest.length > 0;
  return { parts: chosen.length > 0 ? chosen : parts.filter((part) => part !== 'check' || !narrowed), pattern, rest };
}
