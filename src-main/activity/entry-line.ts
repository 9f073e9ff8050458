import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type ActivityEntry, type ActivityNote, activityOrigins } from '../../src-shared/activity.ts';
import { activityResults } from '../../src-shared/activity-words.ts';

/** Longest id, name or code that is kept, in characters. */
const longest = 120;

const word = z.string().max(1000);
const shape = z.object({
  id: word,
  time: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
  who: word.nullable(),
  via: z.enum(activityOrigins),
  what: word,
  subject: word.nullable(),
  result: z.enum(activityResults),
  ms: z.number().nullable(),
  detail: word.nullable(),
  code: word.nullable(),
});

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
    return shape.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

function plain(text: string | null | undefined): string | null {
  if (text === undefined || text === null || text === '') return null;
  const oneLine = text.replaceAll(/\p{Cc}/gu, ' ');
  return oneLine.length > longest ? `${oneLine.slice(0, longest - 1)}…` : oneLine;
}
