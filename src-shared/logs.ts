import * as z from 'zod';
import { call, none } from './define.ts';
import { type ServiceName, serviceNames } from './docker.ts';
import type { LogLevel } from './log-level.ts';
import { type StreamOpened, streamChoice } from './streams.ts';

/**
 * Up to where a container's log was read: the time of the last line in nanoseconds, and how many lines of exactly that
 * time were read. A reader that goes on from here gets every later line once.
 */
export const logMark = z.object({
  container: z.string().min(1).max(128),
  time: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$/),
  count: z.number().int().min(1),
});
/** Up to where a container's log was read. */
export type LogMark = z.output<typeof logMark>;

/** Up to where the log of each service was read. */
export type LogMarks = Partial<Record<ServiceName, LogMark>>;

/** How the log of one service is read now. */
export type LogSourceState =
  | { readonly state: 'opening' }
  | { readonly state: 'following' }
  /** Read to its end; goes on when the container runs again, or a new one takes its place. */
  | { readonly state: 'ended' }
  | { readonly state: 'no-container' }
  | { readonly state: 'unreachable'; readonly why: string };

/** Lines of both services in the order of their times, as columns: a hundred thousand a second have to cross. */
export interface LogBatch {
  /** The lines' texts, a newline between two; no text has one of its own. Secrets are masked, control codes taken out. */
  readonly text: string;
  /** Milliseconds since 1970, a number a line. */
  readonly times: Float64Array;
  /** Service, stream and level of each line; see `kindOf`. */
  readonly kinds: Uint8Array;
  readonly sources: Readonly<Partial<Record<ServiceName, LogSourceState>>>;
  /** To be given to `open` by whoever wants to go on after this batch. */
  readonly marks: LogMarks;
}

/** What a line is besides its text. */
export interface LineKind {
  readonly service: ServiceName;
  readonly stderr: boolean;
  readonly level: LogLevel;
}

/** Packs what a line is into one byte. */
export function kindOf(service: number, stderr: boolean, level: LogLevel): number {
  return service | (stderr ? 2 : 0) | (level << 2);
}

/** Unpacks what a line is. */
export function readKind(kind: number): LineKind {
  return {
    service: serviceNames[kind & 1] ?? 'knowledge',
    stderr: (kind & 2) !== 0,
    level: ((kind >> 2) & 7) as LogLevel,
  };
}

/** Most lines that a stream begins with. */
export const longestTail = 1_000_000;

/** What a stream of logs begins with and whether it goes on. */
export const logOpening = z.object({
  services: z.array(z.enum(serviceNames)).min(1).max(2),
  /** Lines before now, of each service; null: all the engine has. */
  tail: z.number().int().min(0).max(longestTail).nullable().default(1000),
  /** ISO time before which nothing is read. */
  since: z.iso.datetime({ offset: true }).nullable().default(null),
  /** Goes on with what is written from now on, until it is closed. */
  follow: z.boolean().default(true),
  /** Goes on after what was read before; counts more than tail and since for a container that is still the same. */
  marks: z.object({ knowledge: logMark.optional(), memory: logMark.optional() }).default({}),
});
/** What a stream of logs begins with and whether it goes on. */
export type LogOpening = z.output<typeof logOpening>;

/** Longest piece of an export in one call, in characters. */
const longestPiece = 4 * 1024 * 1024;

/** The logs of both services on one time line. */
export const logs = {
  open: call(logOpening).returns<StreamOpened>(),
  /** The next lines, at most ten times a second; null once the stream is over. */
  next: call(streamChoice).returns<LogBatch | null>(),
  close: call(streamChoice).returns<null>(),
  /** Lets the person choose a new file; null where they do not. One export a window: another ends the one before. */
  beginExport: call(none).returns<{ readonly path: string } | null>(),
  /** Appends to the chosen file. */
  writeExport: call(z.object({ text: z.string().max(longestPiece) })).returns<null>(),
  /** Makes the file whole, or takes it away where `keep` is false. */
  endExport: call(z.object({ keep: z.boolean() })).returns<null>(),
};
