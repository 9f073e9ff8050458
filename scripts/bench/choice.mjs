import { Stop } from '../bootstrap/console.mjs';

/**
 * The rows of the speed table: what each needs of the machine, and about how many seconds it takes.
 * @type {Readonly<Record<string, { needs: readonly ('engine' | 'window' | 'screen')[], seconds: number }>>}
 */
export const rows = {
  S1: { needs: ['engine', 'window', 'screen'], seconds: 45 },
  S2: { needs: ['engine'], seconds: 60 },
  S3: { needs: [], seconds: 2 },
  S4: { needs: ['engine', 'window'], seconds: 15 },
  ...Object.fromEntries(
    ['list', 'save'].flatMap((what) =>
      [100, 1000, 10000].map((count) => [`S5-${what}-${count}`, { needs: [], seconds: count === 10000 ? 12 : 4 }]),
    ),
  ),
  ...Object.fromEntries(
    ['open', 'key'].flatMap((what) =>
      [100, 1000, 10000].map((count) => [`S5-${what}-${count}`, { needs: ['window'], seconds: 12 }]),
    ),
  ),
  S6: { needs: ['engine', 'window'], seconds: 30 },
  ...Object.fromEntries(
    ['lines', 'frames', 'heap'].map((what) => [`S7-${what}`, { needs: ['engine', 'window'], seconds: 40 }]),
  ),
  S8: { needs: ['engine', 'window'], seconds: 60 },
  S10: { needs: ['engine'], seconds: 10 },
};

/**
 * The rows to measure: those that `--only` names, separated by commas, else all. A name stands for all rows of which it
 * is the first part: S5 for S5-save-100 and the others.
 * @param {readonly string[]} given
 * @returns {string[]} in the order of the table
 */
export function readChoice(given) {
  const known = Object.keys(rows);
  if (given.length === 0) return known;
  const [flag, text, ...rest] = given[0]?.startsWith('--only=')
    ? ['--only', given[0].slice(7), ...given.slice(1)]
    : given;
  const wanted = (text ?? '').split(',').map((id) => id.trim().toLowerCase());
  const isOf = (/** @type {string} */ id, /** @type {string} */ name) =>
    id.toLowerCase() === name || id.toLowerCase().startsWith(`${name}-`);
  if (flag !== '--only' || rest.length > 0 || !wanted.every((name) => known.some((id) => isOf(id, name)))) {
    throw new Stop(`The bench takes --only and some of ${known.join(',')}.`, 'npm run bench -- --only S2,S3');
  }
  return known.filter((id) => wanted.some((name) => isOf(id, name)));
}
