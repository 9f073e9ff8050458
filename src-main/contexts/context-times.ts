import { Fault } from '../../src-shared/errors.ts';

/** When runtime contexts that nobody uses are dropped. */
export interface ContextTimes {
  /** Seconds between two clean-ups. */
  readonly cleanupIntervalSeconds: number;
  /** Hours without use after which a context is dropped. */
  readonly maxAgeHours: number;
}

/** The name of a time. */
export type ContextTimeName = keyof ContextTimes;

interface TimeRule {
  /** The variable, as upstream calls it (facts/providers 2.3). */
  readonly variable: string;
  readonly usual: number;
  readonly least: number;
  readonly most: number;
  readonly unit: string;
}

/** What each time may be. The bounds keep a clean-up from running without a pause and from never running. */
export const timeRules: Readonly<Record<ContextTimeName, TimeRule>> = {
  cleanupIntervalSeconds: {
    variable: 'TDA_USER_CONTEXT_CLEANUP_INTERVAL',
    usual: 300,
    least: 1,
    most: 86_400,
    unit: 'seconds',
  },
  maxAgeHours: { variable: 'TDA_USER_CONTEXT_MAX_AGE_HOURS', usual: 24, least: 0.01, most: 8760, unit: 'hours' },
};

/** A time of the surroundings: null where there is none. Fault: `input/invalid`, with the name of the variable. */
export function timeFrom(env: Readonly<Record<string, string | undefined>>, name: ContextTimeName): number | null {
  const { variable, least, most, unit } = timeRules[name];
  const text = (env[variable] ?? '').trim();
  if (text === '') return null;
  // Not by `Number` alone, which takes "0x10" and "1e3".
  const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new Fault(
      'input/invalid',
      `${variable} is "${text}"; it must be a number of ${unit} from ${least} to ${most}. ${timeRules[name].usual} is used.`,
    );
  }
  return value;
}
