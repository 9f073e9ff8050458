import * as z from 'zod';
import { type ActivityResult, type ActivityWhat, activityResults } from './activity-words.ts';
import { call, event, none } from './define.ts';
import type { AppError } from './errors.ts';
import { userIdText } from './user-id-text.ts';

/** Where an act came from; `app` is what the app did by itself, such as undoing at its start what was cut off. */
export const activityOrigins = ['window', 'tray', 'cli', 'app'] as const;
/** Where an act came from. */
export type ActivityOrigin = (typeof activityOrigins)[number];

/** One line of the log. It has ids, names and codes, never what somebody typed as a text or a secret. */
export interface ActivityEntry {
  /** Unlike that of any other entry. */
  readonly id: string;
  /** ISO time of the end. */
  readonly time: string;
  /** The acting user's id; null where nobody was known, or the app acted by itself. */
  readonly who: string | null;
  readonly via: ActivityOrigin;
  /** An `ActivityWhat`; one of a newer app stays as it is. */
  readonly what: string;
  /** Whom or what it was about, null where there is nothing to name. */
  readonly subject: string | null;
  readonly result: ActivityResult;
  /** Milliseconds it took; null where that is not known. */
  readonly ms: number | null;
  /** A short remark out of a fixed set, such as "files only". */
  readonly detail: string | null;
  /** The error code where it did not go well. */
  readonly code: string | null;
}

/** An entry before it is written; what is left out is null, and `via` is `app`. */
export interface ActivityNote extends Partial<Omit<ActivityEntry, 'id' | 'time' | 'what' | 'result'>> {
  readonly what: ActivityWhat;
  readonly result: ActivityResult;
}

/** The newest entries, newest first. */
export interface ActivityState {
  readonly entries: readonly ActivityEntry[];
  /** The folder of the log. */
  readonly folder: string;
  /** Why the last entry could not be written or the log not be read, null where all is well. */
  readonly trouble: AppError | null;
}

/** A page of what was found, newest first. */
export interface ActivityPage {
  readonly entries: readonly ActivityEntry[];
  /** Hand it back as `before` for the next page; null at the end. */
  readonly next: string | null;
}

const moment = z
  .string()
  .max(40)
  .refine((text) => !Number.isNaN(Date.parse(text)), 'must be a time, such as 2026-01-31T18:00:00Z');

const filterShape = {
  /** Whoever acted, or whom it was about. */
  user: userIdText.optional(),
  what: z.string().min(1).max(60).optional(),
  result: z.enum(activityResults).optional(),
  /** At or after this moment. */
  since: moment.optional(),
  /** Before this moment. */
  until: moment.optional(),
  /** In any of the words, letter case aside. */
  text: z.string().max(200).optional(),
};

/** Which entries are meant; what is left out does not narrow. */
export const activityFilter = z.object(filterShape);
/** Which entries are meant. */
export type ActivityFilter = z.output<typeof activityFilter>;

/** A page of entries that is asked for. */
export const activityQuery = z.object({
  ...filterShape,
  limit: z.number().int().min(1).max(1000).default(100),
  /** `next` of the page before. */
  before: z.string().min(1).max(60).optional(),
});
/** A page of entries that is asked for, parsed. */
export type ActivityQuery = z.output<typeof activityQuery>;

/** The two forms of an export. */
export const exportFormats = ['jsonl', 'csv'] as const;

/** What is exported, and where to. */
export const activityExport = z.object({
  ...filterShape,
  format: z.enum(exportFormats),
  /** An absolute path at which there is nothing yet. */
  path: z.string().min(1).max(4096),
});
/** What is exported, parsed. */
export type ActivityExport = z.output<typeof activityExport>;

/** The activity domain: who did what, when and with which result (spec 2.8). */
export const activity = {
  get: call(none).returns<ActivityState>(),
  list: call(activityQuery).returns<ActivityPage>(),
  /** Oldest first. Faults: `activity/export-exists`, `activity/export-unwritable`. */
  export: call(activityExport).returns<{ readonly path: string; readonly entries: number }>(),
  onChanged: event<ActivityState>(),
};
