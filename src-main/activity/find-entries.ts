import type { ActivityEntry, ActivityFilter, ActivityPage, ActivityQuery } from '../../src-shared/activity.ts';
import { phraseOf, wordsOf } from '../../src-shared/activity-words.ts';
import { isSame } from '../../src-shared/roles.ts';
import { readLine } from './entry-line.ts';

/** A test of an entry, made once for a filter. */
export function matcherOf(filter: ActivityFilter): (entry: ActivityEntry) => boolean {
  const { user, what, result } = filter;
  const since = filter.since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(filter.since);
  const until = filter.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(filter.until);
  const text = filter.text?.trim().toLowerCase() ?? '';
  return (entry) => {
    if (what !== undefined && entry.what !== what) return false;
    if (result !== undefined && entry.result !== result) return false;
    if (user !== undefined && !isSame(entry.who, user) && !isAbout(entry, user)) return false;
    const time = Date.parse(entry.time);
    if (time < since || time >= until) return false;
    return text === '' || textOf(entry).includes(text);
  };
}

/** All that match, the newest first. */
export async function* matching(
  lines: AsyncIterable<readonly string[]>,
  matches: (entry: ActivityEntry) => boolean,
): AsyncGenerator<ActivityEntry> {
  for await (const file of lines) {
    for (const line of file) {
      const entry = readLine(line);
      if (entry !== null && matches(entry)) yield entry;
    }
  }
}

/** One page of what matches. A `before` that is no longer there, because its file was dropped, gives an empty page. */
export async function pageOf(
  lines: AsyncIterable<readonly string[]>,
  { limit, before, ...filter }: ActivityQuery,
): Promise<ActivityPage> {
  const entries: ActivityEntry[] = [];
  let waiting = before !== undefined;
  const matches = matcherOf(filter);
  for await (const entry of matching(lines, () => true)) {
    if (waiting) {
      waiting = entry.id !== before;
      continue;
    }
    if (!matches(entry)) continue;
    // One more than asked for is looked for, so that it is known whether there is a next page.
    if (entries.length === limit) return { entries, next: entries.at(-1)?.id ?? null };
    entries.push(entry);
  }
  return { entries, next: null };
}

/** Whether a user is whom an entry is about; a backup or a service may have the same name. */
function isAbout({ what, subject }: ActivityEntry, user: string): boolean {
  return wordsOf(what)?.subject === 'user' && isSame(subject, user);
}

/** What a search looks in: ids and codes, and the words that the page shows. */
function textOf({ who, via, what, subject, result, detail, code }: ActivityEntry): string {
  const words = wordsOf(what);
  const phrase = words === null ? '' : phraseOf(words, result === 'ok' ? 'did' : 'act', subject);
  return [who, via, what, subject, result, detail, code, phrase].join('\n').toLowerCase();
}
