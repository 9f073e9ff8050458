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
  S5: { needs: ['window'], seconds: 90 },
  S8: { needs: ['engine', 'window'], seconds: 60 },
  S10: { needs: ['engine'], seconds: 10 },
};

/**
 * The rows to measure: those that `--only` names, separated by commas, else all.
 * @param {readonly string[]} given
 * @returns {string[]} in the order of the table
 */
export function readChoice(given) {
  const known = Object.keys(rows);
  if (given.length === 0) return known;
  const [flag, text, ...rest] = given[0]?.startsWith('--only=')
    ? ['--only', given[0].slice(7), ...given.slice(1)]
    : given;
  const wanted = (text ?? '').split(',').map((id) => id.trim().toUpperCase());
  if (flag !== '--only' || rest.length > 0 || !wanted.every((id) => known.includes(id))) {
    throw new Stop(`The bench takes --only and some of ${known.join(',')}.`, 'npm run bench -- --only S2,S3');
  }
  return known.filter((id) => wanted.includes(id));
}
