import type { ServiceName } from '../../src-shared/docker.ts';
import type { Severity } from '../../src-shared/validation.ts';
import type { HomeSnapshot } from './snapshot.ts';

/** One file and what a fix makes of it. */
export interface FileEdit {
  readonly path: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** A change that mends a finding and can do no harm. */
export interface Fix {
  readonly title: string;
  /** The edits of the files the snapshot holds; a fault of a format where one cannot be edited after all. */
  edits(): readonly FileEdit[];
}

/** A finding before it has its id. */
export interface CheckFinding {
  /** `check/what`. */
  readonly code: string;
  readonly severity: Severity;
  readonly service?: ServiceName;
  readonly file?: string;
  readonly line?: number | null;
  /** Tells findings of one code and service apart: a key, a place in a list. */
  readonly subject?: string | number;
  readonly message: string;
  readonly why: string;
  readonly fix?: Fix | null;
}

/** One kind of thing that is looked at. Pure: everything it may know is in the snapshot. */
export interface Check {
  readonly id: string;
  run(home: HomeSnapshot): readonly CheckFinding[];
}
