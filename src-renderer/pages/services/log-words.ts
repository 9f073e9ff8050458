import { type ServiceName, serviceNames, serviceTitles } from '../../../src-shared/docker.ts';
import type { LogLevelName } from '../../../src-shared/log-level.ts';
import type { LogSourceState } from '../../../src-shared/logs.ts';
import { formatCount } from '../../lib/format.ts';
import type { KeptLines } from '../../lib/log-rows.ts';

/** The word of a level in its narrow column. */
export const levelWords: Readonly<Record<LogLevelName, string>> = {
  none: '',
  debug: 'DEBUG',
  info: 'INFO',
  warning: 'WARN',
  error: 'ERROR',
  critical: 'CRIT',
};

/** What can be chosen as the least level, and how it is called. */
export const levelChoices: readonly (readonly [LogLevelName, string])[] = [
  ['none', 'All levels'],
  ['info', 'Information and worse'],
  ['warning', 'Warnings and worse'],
  ['error', 'Errors only'],
];

/** What is to be said of services whose log is not being read; empty where both are. */
export function sourceWords(sources: Partial<Record<ServiceName, LogSourceState>>): readonly string[] {
  return serviceNames.flatMap((name) => {
    const source = sources[name];
    const title = serviceTitles[name];
    switch (source?.state) {
      case 'ended':
        return [`${title} is not running; its log goes on when it does.`];
      case 'no-container':
        return [`${title} has no container yet.`];
      case 'unreachable':
        return [`The log of ${title} cannot be read: ${source.why}`];
      default:
        return [];
    }
  });
}

/** How many lines there are, and how many of them are shown. */
export function countWords({ seen, dropped, shown }: KeptLines): string {
  const kept = seen - dropped;
  const all = formatCount(kept, 'line');
  const some = shown === kept ? all : `${shown.toLocaleString('en-GB')} of ${all}`;
  return dropped === 0 ? some : `${some}, ${dropped.toLocaleString('en-GB')} older ones no longer kept`;
}

/** The time of a line as its column shows it. */
export function lineTime(ms: number): string {
  const time = new Date(ms);
  const part = (value: number, width = 2) => String(value).padStart(width, '0');
  return `${part(time.getHours())}:${part(time.getMinutes())}:${part(time.getSeconds())}.${part(time.getMilliseconds(), 3)}`;
}
