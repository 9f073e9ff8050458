import { randomUUID } from 'node:crypto';
import { type ActivityEntry, type ActivityNote, activityOrigins } from '../../src-shared/activity.ts';
import { activityResults } from '../../src-shared/activity-words.ts';

/** Longest id, name or code that is kept, in characters. */
const longest = 120;

/** The entry of a note that ends now. Ids and names are cut and kept to one line, whatever a caller sent as one. */
export function entryOf(note: ActivityNote, now: Date): ActivityEntry {
  return {
    id: randomUUID().slice(0, 13),
    time: now.toISOString(),
    who: plain(note.who),
    via: note.via ?? 'app',
    what: note.what,
    subject: plain(note.subject),
    result: note.result,
    ms: note.ms === undefined || note.ms === null ? null : Math.round(note.ms),
    detail: plain(note.detail),
    code: note.code ?? null,
  };
}

/** The entry as a line of the log, without the line break. */
export function lineOf(entry: ActivityEntry): string {
  return JSON.stringify(entry);
}

/**
 * The entry of a line, null where it tells of none. Where a line was torn off and the next one follows on the same line,
 * the next one counts.
 */
export function readLine(line: string): ActivityEntry | null {
  return parsed(line) ?? parsed(line.slice(Math.max(0, line.lastIndexOf('{"id":'))));
}

function parsed(line: string): ActivityEntry | null {
  try {
    const value: unknown = JSON.parse(line);
    return isEntry(value) ? value : null;
  } catch {
    return null;
  }
}

/** By hand: a search through a whole log looks at fifty thousand lines. */
function isEntry(value: unknown): value is ActivityEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { id, time, who, via, what, subject, result, ms, detail, code } = value as Partial<Record<string, unknown>>;
  return (
    [id, what].every((text) => typeof text === 'string' && text !== '') &&
    typeof time === 'string' &&
    !Number.isNaN(Date.parse(time)) &&
    [who, subject, detail, code].every((text) => text === null || typeof text === 'string') &&
    (ms === null || typeof ms === 'number') &&
    origins.has(via) &&
    results.has(result)
  );
}

const origins: ReadonlySet<unknown> = new Set(activityOrigins);
const results: ReadonlySet<unknown> = new Set(activityResults);

function plain(text: string | null | undefined): string | null {
  if (text === undefined || text === null || text === '') return null;
  const oneLine = text.replaceAll(/\p{Cc}/gu, ' ');
  return oneLine.length > longest ? `${oneLine.slice(0, longest - 1)}…` : oneLine;
}
