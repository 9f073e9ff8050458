const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long something took, from milliseconds: "31 ms", "0.4 s", "12.0 s", "2 min 5 s". */
export function formatDuration(ms: number): string {
  if (ms < 99.5) return `${Math.max(0, Math.round(ms))} ms`;
  // Rounded to what is shown before the unit is chosen, so that 59.97 s is a minute and not "60.0 s".
  const tenths = Math.round(ms / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const seconds = Math.round(tenths / 10);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** How long something has been going on, coarse: "40 s", "12 min", "3 h", "5 d". */
export function formatSpan(ms: number): string {
  if (ms < minute) return `${Math.max(0, Math.floor(ms / second))} s`;
  if (ms < hour) return `${Math.floor(ms / minute)} min`;
  if (ms < 2 * day) return `${Math.floor(ms / hour)} h`;
  return `${Math.floor(ms / day)} d`;
}

/** How long ago a moment was: "just now", "2 min ago". Null for a time that cannot be read. */
export function formatAge(iso: string, now: number): string | null {
  const then = Date.parse(iso);
  if (Number.isNaN(then)) return null;
  // A moment in the future is a clock that was set back; "just now" is the nearest true word.
  return now - then < 10 * second ? 'just now' : `${formatSpan(now - then)} ago`;
}

/** A moment as people write it: the time today, else day and time. Null for a time that cannot be read. */
export function formatMoment(iso: string, now: number): string | null {
  const then = new Date(iso);
  if (Number.isNaN(then.getTime())) return null;
  const time = then.toLocaleTimeString('en-GB');
  if (then.toDateString() === new Date(now).toDateString()) return time;
  return `${days.format(then)}, ${time}`;
}

// Made once: a format costs a thousand times what formatting does.
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** The day of a moment: "1 Sept 2025". Null for a time that cannot be read. */
export function formatDay(iso: string): string | null {
  const then = new Date(iso);
  return Number.isNaN(then.getTime()) ? null : days.format(then);
}

/** The local day of a moment as YYYY-MM-DD. */
export function localDay(moment: Date): string {
  const part = (value: number, width = 2) => String(value).padStart(width, '0');
  return `${part(moment.getFullYear(), 4)}-${part(moment.getMonth() + 1)}-${part(moment.getDate())}`;
}

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** An amount of data: "812 B", "3.4 KB", "27 MB"; a thousand of each makes one of the next. */
export function formatBytes(bytes: number): string {
  let at = 0;
  let amount = Math.max(0, bytes);
  // Rounded to what is shown before the unit is chosen, so that nothing reads "1000 KB".
  while (amount >= (at === 0 ? 1000 : 999.5) && at < units.length - 1) {
    amount /= 1000;
    at += 1;
  }
  const shown = at > 0 && amount < 9.95 ? amount.toFixed(1) : amount.toFixed(0);
  return `${shown} ${units[at]}`;
}

/** A number with its noun: "1 file", "5,000 files". */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}

/** Names in a row: "Paula", "Paula and Charlie", "Paula, Charlie and Dana". */
export function formatList(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
