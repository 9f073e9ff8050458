import type { ActivityEntry } from '../../src-shared/activity.ts';
import { type ActivityResult, resultWords, sayingOf, wordsOf } from '../../src-shared/activity-words.ts';

/** How a result is shown: the shape beside its word. */
export const resultMoods: Readonly<Record<ActivityResult, 'ok' | 'failed' | 'warn' | 'unknown'>> = {
  ok: 'ok',
  failed: 'failed',
  refused: 'warn',
  undone: 'unknown',
};

/** Who acted, as people say it. */
export function actorName({ who, via }: ActivityEntry, nameOf: (id: string) => string): string {
  if (who !== null) return nameOf(who);
  return via === 'app' ? 'The app' : 'Somebody';
}

/** What was done, after the name of who acted: "switched to Charlie", "could not restart both services". */
export function actText(entry: ActivityEntry, nameOf: (id: string) => string): string {
  return sayingOf(entry.what, entry.result, subjectText(entry, nameOf));
}

/** The whole sentence, without a full stop: what, how far, and how it ended where not well. */
export function entryText(entry: ActivityEntry, nameOf: (id: string) => string): string {
  const far = entry.detail === null ? '' : ` (${entry.detail})`;
  const end = entry.result === 'ok' ? '' : `: ${resultWords[entry.result].toLowerCase()}`;
  return `${actorName(entry, nameOf)} ${actText(entry, nameOf)}${far}${end}`;
}

function subjectText({ what, subject }: ActivityEntry, nameOf: (id: string) => string): string | null {
  if (subject === null) return null;
  const kind = wordsOf(what)?.subject ?? 'plain';
  if (kind === 'user') return nameOf(subject);
  if (kind === 'plain') return subject;
  const services = subject.split(', ').map((name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  return services.length > 1 ? 'both services' : (services[0] ?? subject);
}
