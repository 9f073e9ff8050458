import { measureColdStart } from './cold-start.ts';
import type { Figures } from './compare.ts';
import { logRows } from './logs-page.ts';
import { measureMemory } from './memory.ts';
import { measureOneCall } from './one-call.ts';
import { measurePaintedLamp } from './painted-lamp.ts';
import type { Stage } from './stage.ts';
import { measureStatus } from './status-command.ts';
import { measureSwitch } from './switch-both.ts';
import { measureFiles } from './switch-files.ts';
import { userRows } from './users.ts';
import { usersPageRows } from './users-page.ts';

/** One row of the speed table. */
export interface Row {
  readonly what: string;
  /** Null where there is nothing to measure against. */
  readonly floor: string | null;
  readonly unit: 'ms' | 'MB';
  /** Largest ratio of ours to the floor. */
  readonly bar?: number;
  /** What is aimed at beyond the bar. */
  readonly goal?: number;
  /** Largest value of ours by itself. */
  readonly most?: number;
  measure(stage: Stage): Promise<Figures>;
}

/** The rows by their names in the table of speed bars. */
export const rows: Readonly<Record<string, Row>> = {
  S1: {
    what: 'cold start, to users and services painted',
    floor: 'an empty window, painted',
    unit: 'ms',
    bar: 1.25,
    measure: measureColdStart,
  },
  S2: {
    what: 'switch of both services, until they answer',
    floor: 'bare Docker calls that do the same',
    unit: 'ms',
    bar: 1.25,
    goal: 1.1,
    measure: measureSwitch,
  },
  S3: {
    what: 'switch without services',
    floor: 'one fsynced file write',
    unit: 'ms',
    bar: 10,
    most: 50,
    measure: measureFiles,
  },
  S4: {
    what: 'one call from the page',
    floor: 'bare ipcRenderer.invoke',
    unit: 'ms',
    bar: 1.3,
    measure: measureOneCall,
  },
  ...userRows(),
  ...usersPageRows(),
  S6: {
    what: 'from a Docker event to the painted lamp, p95',
    floor: null,
    unit: 'ms',
    most: 100,
    measure: measurePaintedLamp,
  },
  ...logRows(),
  S8: { what: 'memory, idle with window', floor: 'an empty window', unit: 'MB', bar: 1.3, measure: measureMemory },
  S10: {
    what: 'persag status --json, spawn to exit',
    floor: 'node -e 0',
    unit: 'ms',
    bar: 3,
    measure: measureStatus,
  },
};
