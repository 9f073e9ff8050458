import type { ComposeNode } from './compose-node.ts';

const nanoseconds: Readonly<Record<string, number>> = {
  h: 3600e9,
  m: 60e9,
  s: 1e9,
  ms: 1e6,
  us: 1e3,
  µs: 1e3,
  ns: 1,
};

const kilo = 1024;
const sizes: Readonly<Record<string, number>> = { b: 1, k: kilo, m: kilo ** 2, g: kilo ** 3, t: kilo ** 4 };

/** A duration such as `1m30s` in nanoseconds, as the Engine API takes it. Fault: `compose/invalid-value`. */
export function durationOf(node: ComposeNode): number {
  const text = node.written().trim();
  if (!/^(\d+(\.\d+)?(h|ms|m|s|us|µs|ns))+$/.test(text)) {
    throw node.invalid(`is "${text}", not a duration such as 30s or 1m30s`);
  }
  let total = 0;
  for (const [, amount = '', unit = ''] of text.matchAll(/(\d+(?:\.\d+)?)([a-zµ]+)/g)) {
    total += Number(amount) * (nanoseconds[unit] ?? 0);
  }
  return Math.round(total);
}

/** A size such as `2g` or `512mb` in bytes; the units are powers of 1024. Fault: `compose/invalid-value`. */
export function bytesOf(node: ComposeNode): number {
  const text = node.written().trim().toLowerCase();
  // `kb` and `kib` are the same as `k`.
  const short = text.replace(/([kmgt])i?b$/, '$1');
  const [, amount, unit = 'b'] = /^(\d+(?:\.\d+)?)\s*([bkmgt])?$/.exec(short) ?? [];
  if (amount === undefined) throw node.invalid(`is "${text}", not a size such as 512m or 2g`);
  return Math.floor(Number(amount) * (sizes[unit] ?? 1));
}

/** A number such as `"0.5"` that is not negative. Fault: `compose/invalid-value`. */
export function numberOf(node: ComposeNode): number {
  const text = node.written().trim();
  if (!/^\d+(\.\d+)?$/.test(text)) throw node.invalid(`is "${text}", not a number`);
  return Number(text);
}

/** A whole number that is not negative. Fault: `compose/invalid-value`. */
export function countOf(node: ComposeNode): number {
  const count = numberOf(node);
  if (!Number.isSafeInteger(count)) throw node.invalid(`is "${count}", not a whole number`);
  return count;
}

/** Yes or no. Fault: `compose/invalid-value`. */
export function flagOf(node: ComposeNode): boolean {
  const text = node.written().trim().toLowerCase();
  if (text !== 'true' && text !== 'false') throw node.invalid(`is "${text}", not true or false`);
  return text === 'true';
}
