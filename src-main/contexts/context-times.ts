import { join } from 'node:path';
import {
  type ContextsState,
  type ContextTime,
  type ContextTimes,
  type ContextTimesChange,
  contextTimeBounds,
  contextTimesChange,
} from '../../src-shared/chat.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { Files } from '../lib/files.ts';

/** The times as they count now, and what was not taken. */
export type TimesState = Pick<ContextsState, 'times' | 'refused'>;

/** When idle contexts are dropped: by the surroundings, by what is kept in the home, or as usual. */
export interface ContextTimesKeeper {
  /** Read anew each time: another process may have changed what is kept. Never rejects. */
  state(): Promise<TimesState>;
  now(): Promise<ContextTimes>;
  /** Keeps what is named. Fault: `home/unwritable`. */
  change(wanted: ContextTimesChange): Promise<void>;
}

/** What the times are made of. */
export interface TimesParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly files: Files;
  /** The app's own folder in the home. */
  folder(): string;
}

interface TimeRule {
  /** The variable, as upstream calls it (facts/providers 2.3). */
  readonly variable: string;
  readonly usual: number;
  readonly unit: string;
}

/** What each time is called and usually is. */
export const timeRules: Readonly<Record<keyof ContextTimes, TimeRule>> = {
  cleanupIntervalSeconds: { variable: 'TDA_USER_CONTEXT_CLEANUP_INTERVAL', usual: 300, unit: 'seconds' },
  maxAgeHours: { variable: 'TDA_USER_CONTEXT_MAX_AGE_HOURS', usual: 24, unit: 'hours' },
};

/** Makes the keeper; nothing is read before it is asked. */
export function createContextTimes(parts: TimesParts): ContextTimesKeeper {
  const path = () => join(parts.folder(), 'contexts.json');

  async function kept(): Promise<ContextTimesChange> {
    const text = await parts.files.readText(path());
    if (text === null) return {};
    try {
      return contextTimesChange.parse(JSON.parse(text));
    } catch (cause) {
      throw new Fault('input/invalid', `${path()} is not what this app writes; the usual times are used.`, { cause });
    }
  }

  async function state(): Promise<TimesState> {
    const refused: Fault[] = [];
    const keptTimes = await kept().catch((cause) => {
      refused.push(cause instanceof Fault ? cause : new Fault('home/file-unreadable', String(cause)));
      return {};
    });
    const timeOf = (name: keyof ContextTimes) => {
      try {
        return countingTime(parts.env, name, keptTimes);
      } catch (cause) {
        if (cause instanceof Fault) refused.push(cause);
        return { value: timeRules[name].usual, origin: 'usual' } as const;
      }
    };
    const times = { cleanupIntervalSeconds: timeOf('cleanupIntervalSeconds'), maxAgeHours: timeOf('maxAgeHours') };
    return { times, refused: refused.map((fault) => fault.toAppError()) };
  }

  return {
    state,
    async now() {
      const { cleanupIntervalSeconds, maxAgeHours } = (await state()).times;
      return { cleanupIntervalSeconds: cleanupIntervalSeconds.value, maxAgeHours: maxAgeHours.value };
    },
    async change(wanted) {
      // What cannot be read is replaced: it is the app's own, and holds two figures.
      const before = await kept().catch(() => ({}));
      const after = { ...before, ...wanted };
      await parts.files.makeFolder(parts.folder());
      await parts.files.write(path(), new TextEncoder().encode(`${JSON.stringify(after)}\n`), { mode: 0o600 });
    },
  };
}

function countingTime(env: TimesParts['env'], name: keyof ContextTimes, kept: ContextTimesChange): ContextTime {
  const fromEnvironment = timeFrom(env, name);
  if (fromEnvironment !== null) return { value: fromEnvironment, origin: 'environment' };
  const own = kept[name] ?? null;
  return own === null ? { value: timeRules[name].usual, origin: 'usual' } : { value: own, origin: 'kept' };
}

/** A time of the surroundings: null where there is none. Fault: `input/invalid`, with the name of the variable. */
export function timeFrom(env: Readonly<Record<string, string | undefined>>, name: keyof ContextTimes): number | null {
  const { variable, usual, unit } = timeRules[name];
  const { least, most } = contextTimeBounds[name];
  const text = (env[variable] ?? '').trim();
  if (text === '') return null;
  // Not by `Number` alone, which takes "0x10" and "1e3".
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Fault(
    'input/invalid',
    `${variable} is "${text}"; it must be a number of ${unit} from ${least} to ${most}. The usual ${usual} is used.`,
  );
}
