import type { FetchLimits } from './guarded-fetch.ts';

const megabyte = 1024 * 1024;

/** How far each kind of question may go. */
export interface AskLimits {
  /** Of a list, and of the check that is one. */
  readonly list: FetchLimits;
  /** Of an answer of a model. */
  readonly chat: FetchLimits;
  /** As `chat`, where the first answer can take minutes. */
  readonly slowChat: FetchLimits;
  /** Milliseconds that the check of a chat may take in all, and where the first answer can take minutes. */
  readonly checkMs: number;
  readonly slowCheckMs: number;
}

/** The limits of the app. */
export const usualLimits: AskLimits = {
  list: { headMs: 15_000, idleMs: 10_000, totalMs: 20_000, maximumBytes: 8 * megabyte },
  chat: { headMs: 90_000, idleMs: 60_000, totalMs: 1_800_000, maximumBytes: 64 * megabyte },
  slowChat: { headMs: 300_000, idleMs: 120_000, totalMs: 1_800_000, maximumBytes: 64 * megabyte },
  checkMs: 60_000,
  slowCheckMs: 300_000,
};
