import { InvalidArgumentError } from 'commander';

const units = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/**
 * A moment as people type it, as an ISO time: `2026-01-31` (the begin of that day here), `2026-01-31T18:00`, or how long
 * ago: `30m`, `2h`, `7d`, `4w`. Throws what commander shows as wrong usage.
 */
export function momentOf(text: string, now = Date.now()): string {
  const [, amount = '', unit = ''] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  if (amount !== '') return new Date(now - Number(amount) * units[unit as keyof typeof units]).toISOString();
  // A day alone would be taken for one of Greenwich.
  const time = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00` : text);
  if (!/^\d{4}-/.test(text) || Number.isNaN(time)) {
    throw new InvalidArgumentError('Write a day such as 2026-01-31, or how long ago: 2h, 7d.');
  }
  return new Date(time).toISOString();
}
