import * as z from 'zod';
import { call, event, none } from './define.ts';
import type { ServiceName } from './docker.ts';

/** How much a finding matters: `error` keeps something from working, `warn` will bite, `info` is worth knowing. */
export type Severity = 'error' | 'warn' | 'info';

/** Something of the home that is wrong or odd (spec 1.7). */
export interface Finding {
  /** The same at every run for the same thing: `ports/open:knowledge:0`. */
  readonly id: string;
  /** What kind of finding, `check/what`; stable, for scripts. */
  readonly code: string;
  readonly severity: Severity;
  /** The service whose files it is about, null where it is about the home. */
  readonly service: ServiceName | null;
  /** Absolute; null where it is about no single file. */
  readonly file: string | null;
  /** Counted from 1; null where it is about the whole file. */
  readonly line: number | null;
  /** What is so. */
  readonly message: string;
  /** Why it matters. */
  readonly why: string;
  /** What the app can do about it safely; null where a person has to decide. */
  readonly fix: { readonly id: string; readonly title: string } | null;
}

/** What all checks found, errors first. */
export interface ValidationState {
  readonly home: string;
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Record<Severity, number>>;
}

/** A file as a fix would leave it. */
export interface FixedFile {
  readonly path: string;
  /** SHA-256 in hex of the bytes now and then. */
  readonly before: string;
  readonly after: string;
  /** The change in the unified form, secrets masked. */
  readonly diff: string;
}

/** A fix before it is made. */
export interface FixPreview {
  readonly findingId: string;
  readonly title: string;
  readonly files: readonly FixedFile[];
  /** Names exactly this change of exactly these files; to be handed back to `applyFix`. */
  readonly hash: string;
}

/** A fix that was made. */
export interface FixResult {
  readonly findingId: string;
  readonly title: string;
  /** The files that were changed. */
  readonly files: readonly string[];
  /** Where the state before is kept. */
  readonly backup: string;
  readonly state: ValidationState;
}

const findingId = z.string().min(1).max(500);

/** The validation domain: what is wrong with the home, and fixes that can be looked at before they are made. */
export const validation = {
  run: call(none).returns<ValidationState>(),
  /** Faults: `validation/no-fix` where there is no such finding any more, or none that the app can mend. */
  previewFix: call(z.object({ findingId })).returns<FixPreview>(),
  /**
   * Makes what was previewed, with a backup before. Fault: `home/file-changed` where a file is not as it was shown, with
   * the texts `base`, `mine` and `theirs` in the details.
   */
  applyFix: call(z.object({ findingId, hash: z.string().min(1).max(200) })).returns<FixResult>(),
  onChanged: event<ValidationState>(),
};
