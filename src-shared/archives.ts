import * as z from 'zod';
import { call, event, none } from './define.ts';
import type { AppError } from './errors.ts';
import { userIdText } from './user-id-text.ts';

/**
 * What of a user an archive may hold beside the profile, which is always in it: the app's own settings of this user; the
 * memories and what the Memory service keeps of them; everything else in the user's folder.
 */
export const archiveParts = ['settings', 'memories', 'data'] as const;
/** A part of a user that can be taken along or left out. */
export type ArchivePart = (typeof archiveParts)[number];

/** How much of a part there is. */
export interface PartSize {
  readonly part: ArchivePart;
  readonly files: number;
  /** Bytes, uncompressed. */
  readonly bytes: number;
  /** Files among them that hold secrets: they go into an archive only under a passphrase. */
  readonly secrets: number;
}

/**
 * Why something of the user's folder is not in an archive: a `link` is never followed; `special` is a pipe, a socket or a
 * device; a `name` cannot be kept on every system; a `secret` needs a passphrase; what is `gone` vanished
 * meanwhile; what is `unreadable` is closed to this account.
 */
export type LeftOutReason = 'link' | 'special' | 'name' | 'secret' | 'gone' | 'unreadable';

/** Something that is not in an archive, though its part is. */
export interface LeftOut {
  /** As it would be named in the archive, with slashes: part and path. */
  readonly path: string;
  readonly reason: LeftOutReason;
}

/** What an export would hold; looking changes nothing. */
export interface ExportPreview {
  readonly userId: string;
  readonly name: string;
  readonly parts: readonly PartSize[];
  /** True where containers mount the user's folder: databases may be written to while they are copied. */
  readonly inUse: boolean;
  /** A file name for the archive, without a folder. */
  readonly suggestedName: string;
  /** Secrets are not among these: they are left out or not as the export is asked for. */
  readonly leftOut: readonly LeftOut[];
}

/** Longest passphrase, and the shortest that is accepted for a new archive. */
export const passphraseLength = { least: 8, most: 1024 } as const;

const path = z.string().min(1).max(4096);

/** What to export, and where to. */
export const exportRequest = z.object({
  userId: userIdText,
  /** An absolute path, or one that begins with `~`; it ends in `.zip`. */
  path,
  parts: z.array(z.enum(archiveParts)).max(archiveParts.length).default(['settings', 'memories']),
  /** Secrets are encrypted with it; without one they are left out, and the report says which. */
  passphrase: z.string().min(passphraseLength.least).max(passphraseLength.most).optional(),
  /** Overwrite an archive of the same name; anything that is no archive of this app is never overwritten. */
  replace: z.boolean().default(false),
});
/** What to export, parsed. */
export type ExportRequest = z.output<typeof exportRequest>;

/** An archive that was written, read again and found whole. */
export interface ExportReport {
  readonly userId: string;
  readonly path: string;
  /** Bytes of the archive. */
  readonly size: number;
  readonly sha256: string;
  readonly parts: readonly PartSize[];
  readonly leftOut: readonly LeftOut[];
  /** What a person should know, such as that the databases were in use. */
  readonly warnings: readonly string[];
  readonly ms: number;
}

/** The user an archive holds. */
export interface ArchivedUser {
  readonly id: string;
  readonly name: string;
  readonly type: string;
}

/** Who is in the way of an id: a user of the registry, or a folder that nobody in the registry owns. */
export type IdConflict = 'user' | 'folder';

/** What an import would do. The whole archive was read and its hashes compared; nothing was written. */
export interface ImportPlan {
  /** A fingerprint of the archive: the same bytes have the same plan. */
  readonly id: string;
  readonly path: string;
  /** Bytes of the archive. */
  readonly size: number;
  /** ISO time. */
  readonly createdAt: string;
  readonly appVersion: string;
  readonly user: ArchivedUser;
  readonly parts: readonly PartSize[];
  readonly files: number;
  /** Bytes that are written. */
  readonly bytes: number;
  /** Files that need the passphrase of the archive. */
  readonly secrets: number;
  /** What was there when the archive was made and is not in it. */
  readonly leftOut: readonly LeftOut[];
  /** Where it would go. */
  readonly dataRoot: string;
  /** Who has the archived user's id here; null where it is free. Another id can be chosen at the start. */
  readonly conflict: IdConflict | null;
  /** An id that is free: the archived one, or one made from it. */
  readonly suggestedId: string;
  readonly remarks: readonly string[];
}

/** How to carry out a plan. */
export const importRequest = z.object({
  planId: z.string().min(1).max(100),
  /** The archived user's own id, if left out. */
  id: userIdText.optional(),
  passphrase: z.string().min(1).max(passphraseLength.most).optional(),
  /** Import all but the secrets; without it an archive with secrets needs its passphrase. */
  withoutSecrets: z.boolean().default(false),
  /** Where the id is taken: refuse, or replace that user after a backup. */
  conflict: z.enum(['refuse', 'replace']).default('refuse'),
});
/** How to carry out a plan, parsed. */
export type ImportRequest = z.output<typeof importRequest>;

/** A user who was imported. */
export interface ImportReport {
  readonly userId: string;
  readonly name: string;
  readonly path: string;
  readonly files: number;
  readonly bytes: number;
  /** Secrets of the archive that were left out. */
  readonly secretsLeftOut: number;
  /** Where the replaced user's backup is; null where nobody was replaced. */
  readonly backup: string | null;
  readonly warnings: readonly string[];
  readonly ms: number;
}

/** What goes on: an export, the check of an archive, an import. */
export type ArchiveTask = 'export' | 'plan' | 'import';

/** `look`: files are listed; `read`: read into the archive or out of it; `verify`: read again; `place`: moved into place. */
export type ArchivePhase = 'look' | 'read' | 'verify' | 'backup' | 'place';

/** How the last export or import of this run of the app ended. */
export interface ArchiveOutcome {
  readonly task: Exclude<ArchiveTask, 'plan'>;
  readonly userId: string;
  readonly path: string;
  /** Absent on success. */
  readonly error?: AppError;
}

/** Nothing goes on, or one task. */
export type ArchivesState =
  | { readonly state: 'idle'; readonly last: ArchiveOutcome | null }
  | {
      readonly state: 'running';
      readonly task: ArchiveTask;
      /** Null while an archive is checked and nobody knows yet whose it is. */
      readonly userId: string | null;
      readonly path: string;
      readonly phase: ArchivePhase;
      /** Bytes. */
      readonly done: number;
      /** Bytes; 0 while not known. */
      readonly total: number;
      readonly cancellable: boolean;
    };

/** The archives domain: one user as one file, out of this computer and into it (spec 2.4). */
export const archives = {
  get: call(none).returns<ArchivesState>(),
  /** What an export of this user would hold. */
  preview: call(z.object({ userId: userIdText })).returns<ExportPreview>(),
  /** Writes an archive and reads it again; ends when that is done. */
  export: call(exportRequest).returns<ExportReport>(),
  /** Checks an archive from end to end and says what an import would do. */
  plan: call(z.object({ path })).returns<ImportPlan>(),
  /** Carries out a plan: the whole user comes, or nothing. */
  start: call(importRequest).returns<ImportReport>(),
  /** Stops what goes on, as long as it can be; nothing is left behind. */
  cancel: call(none).returns<ArchivesState>(),
  /** Lets the person choose where an archive goes; null where they do not. */
  chooseTarget: call(z.object({ suggestedName: z.string().min(1).max(255) })).returns<string | null>(),
  /** Lets the person choose an archive; null where they do not. */
  chooseSource: call(none).returns<string | null>(),
  onChanged: event<ArchivesState>(),
};
