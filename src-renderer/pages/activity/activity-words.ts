import type { ActivityOrigin } from '../../../src-shared/activity.ts';
import { type ActivityWhat, activityWords, phraseOf } from '../../../src-shared/activity-words.ts';

/** Where an act came from, in words. */
export const originWords: Readonly<Record<ActivityOrigin, string>> = {
  window: 'Window',
  tray: 'Tray',
  cli: 'Command line',
  app: 'By itself',
};

/** Every act with its words, for the choice of one, by the words. */
export const whatChoices: readonly { readonly what: ActivityWhat; readonly label: string }[] = (
  Object.keys(activityWords) as ActivityWhat[]
)
  .map((what) => ({ what, label: capital(phraseOf(activityWords[what], 'act', null)) }))
  .sort((a, b) => a.label.localeCompare(b.label));

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The file of an export, named after the moment so that none is in the way of another. */
export function exportName(format: 'jsonl' | 'csv', now: Date): string {
  const part = (value: number) => String(value).padStart(2, '0');
  const day = [now.getFullYear(), part(now.getMonth() + 1), part(now.getDate())].join('-');
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(part).join('');
  return `persag-activity-${day}-${time}.${format}`;
}
