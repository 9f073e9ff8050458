import { daysOf } from '../../src-shared/user-rules.ts';

/** Local time without a zone, with microseconds, as Python's isoformat writes it. @param year another than its own */
export function localIso(now: Date, year = now.getFullYear()): string {
  const part = (value: number, width = 2) => String(value).padStart(width, '0');
  const day = [part(year, 4), part(now.getMonth() + 1), part(now.getDate())].join('-');
  const time = [part(now.getHours()), part(now.getMinutes()), part(now.getSeconds())].join(':');
  return `${day}T${time}.${part(now.getMilliseconds(), 3)}000`;
}

/** Today as YYYY-MM-DD. */
export function localDay(now: Date): string {
  return localIso(now).slice(0, 10);
}

/**
 * When upstream says somebody was seen: now, but in their memory year where they have one; on a 29 February that the
 * year does not have, now as it is (facts 2.2).
 */
export function seenAt(now: Date, memoryYear: number | null): string {
  const fits = memoryYear !== null && now.getDate() <= daysOf(memoryYear, now.getMonth() + 1);
  return fits ? localIso(now, memoryYear) : localIso(now);
}

/** The name upstream gives where none was: the id in title case. */
export function titleOf(id: string): string {
  return id.replace(/(^|[^a-z])[a-z]/g, (letters) => letters.toUpperCase());
}
