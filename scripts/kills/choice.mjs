import { parseArgs } from 'node:util';

/**
 * How many kills of what, and the seed of their moments.
 * @typedef {{ commands: number, windows: number, migrations: number, seed: number }} Choice
 */

/**
 * Reads the arguments of `npm run kills`; what is left out is as many as the bar asks for, at new moments.
 * @param {readonly string[]} args
 * @returns {Choice}
 * @throws {Error} for anything else
 */
export function readKills(args) {
  const options = { commands: '200', windows: '10', migrations: '40', seed: String(Math.floor(Math.random() * 1e9)) };
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(Object.keys(options).map((name) => [name, { type: 'string' }])),
  });
  const entries = Object.entries({ ...options, ...values }).map(([name, text]) => {
    if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} needs a whole number, not "${text}".`);
    return [name, Number(text)];
  });
  return Object.fromEntries(entries);
}
