import type { AppError } from './errors.ts';

/** What goes: the data with the entry, or the entry of the registry alone. */
export const deletionScopes = ['everything', 'registry'] as const;
/** What goes. */
export type DeletionScope = (typeof deletionScopes)[number];

/** What deleting a user would do; making it changes nothing (spec 2.5). */
export interface DeletePlan {
  /** A fingerprint of all that is in it: it stays the same as long as entry, files and choice do. */
  readonly id: string;
  /** As the registry has it. */
  readonly userId: string;
  readonly name: string;
  readonly scope: DeletionScope;
  /** Whether a backup is made and verified first. */
  readonly backup: boolean;
  /** The user's own folder, absolute; null where there is none, or it stays. */
  readonly folder: string | null;
  /** How many of each go; the user's own folder is counted. Links are removed, what they lead to stays. */
  readonly folders: number;
  readonly files: number;
  readonly links: number;
  /** Bytes of the files. */
  readonly bytes: number;
  /** What keeps it from happening; `delete` is refused with the first. */
  readonly obstacles: readonly AppError[];
  /** What a person should know. */
  readonly remarks: readonly string[];
  /** What has to be typed to confirm. */
  readonly confirm: string;
}

/** What a deletion did. */
export interface DeleteReport {
  readonly userId: string;
  readonly name: string;
  readonly scope: DeletionScope;
  readonly folders: number;
  readonly files: number;
  readonly bytes: number;
  /** The id of the backup, null where none was made. */
  readonly backup: string | null;
  /** What could not be removed yet; the next start tries again. */
  readonly warnings: readonly string[];
}

/** A deleted user who can be brought back. */
export interface DeletedUser {
  /** The id of the backup. */
  readonly backup: string;
  readonly userId: string;
  readonly name: string;
  /** ISO time. */
  readonly deletedAt: string;
  readonly files: number;
  /** Bytes. */
  readonly bytes: number;
  /** Why it cannot be used, null where it can; the hashes are compared when it is restored. */
  readonly damaged: string | null;
}

/** One user of a registry that would be written. */
export interface RecoveredUser {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Where the entry comes from: the registry as it is, the readable parts of it, a copy of it, or a folder of data. */
  readonly origin: 'present' | 'salvaged' | 'copy' | 'folder';
  readonly hasFolder: boolean;
}

/** One way to a usable registry. */
export interface RecoveryChoice {
  readonly id: string;
  /** `copy`: a copy as it was; `rebuild`: what is readable, and the folders of data that no entry has. */
  readonly kind: 'copy' | 'rebuild';
  /** The copy's path, null for a rebuild. */
  readonly from: string | null;
  /** When the copy was made, ISO time. */
  readonly madeAt: string | null;
  /** Exactly the entries of the registry to be written. */
  readonly users: readonly RecoveredUser[];
  /** Ids that the registry as it is, or a folder of data, has and this choice does not. */
  readonly lacks: readonly string[];
}

/** What can be done about the registry; making it changes nothing (spec 2.2). */
export interface RecoveryPlan {
  /** A fingerprint of all that is in it. */
  readonly id: string;
  readonly registry: string;
  /** `unreadable` with the reason in `trouble`; `missing`; or `readable`, where it may still have lost people. */
  readonly state: 'unreadable' | 'missing' | 'readable';
  readonly trouble: string | null;
  /** The best first; none where nothing can be gained. */
  readonly choices: readonly RecoveryChoice[];
  /** Where the file as it is will be kept; null where there is none. */
  readonly keepsAs: string | null;
}

/** What a recovery did. */
export interface RecoveryReport {
  readonly registry: string;
  readonly users: number;
  /** Where the former file is kept; null where there was none. */
  readonly keptAs: string | null;
}
