import * as z from 'zod';
import { call, event, none } from './define.ts';
import type { AppError } from './errors.ts';
import { type FieldProblem, type ProfileField, type ProfileValues, userTypes } from './user-fields.ts';
import { userIdText } from './user-id-text.ts';
import { type UserLook, userColorCount, whyNoAvatar } from './user-look.ts';
import {
  type DeletedUser,
  type DeletePlan,
  type DeleteReport,
  deletionScopes,
  type RecoveryPlan,
  type RecoveryReport,
} from './user-removal.ts';
import { oneLine } from './user-rules.ts';

/** One person as shown: of the registry, or the current user whom it does not have (`type` is then `unregisteredType`). */
export interface User extends UserLook {
  /** As the registry has it; a look-up takes it in any letter case. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** ISO local time without a zone, as upstream writes it; null where never seen. Its year may be the memory year. */
  readonly lastSeen: string | null;
  readonly createdAt: string | null;
  readonly isCurrent: boolean;
  /** Why the id breaks the rule for ids, or null; such a user can be left, edited and deleted, but not switched to. */
  readonly unsafe: string | null;
  /** Whole percent, as upstream counts (facts 2.2). */
  readonly completeness: number;
  /** The year their memories and `lastSeen` are dated to, null where it is the real one. */
  readonly memoryYear: number | null;
  /** Whether there is a folder with data of theirs. */
  readonly hasFolder: boolean;
}

/** All of one person. */
export interface Profile extends User, ProfileValues {
  /** What other programs keep in the entry, as the JSON that stands there, cut where it is long; kept as it is. */
  readonly otherFields: Readonly<Record<string, string>>;
  /** The counted fields that are not set. */
  readonly missing: readonly ProfileField[];
  /** Stored values that break their rule: upstream keeps a bad field too. They stay until they are changed. */
  readonly problems: readonly FieldProblem[];
  /** Changes whenever a field does, but not with `lastSeen`; to be sent back with changes. */
  readonly revision: string;
}

/** What a start brought to an end or could not, in words. */
export interface UsersNotice {
  readonly message: string;
  readonly hint: string;
}

/** The registry: ready (an absent file is an empty registry), or unreadable and left as it is. */
export type UsersState = (
  | { readonly state: 'ready'; readonly users: readonly User[] }
  | { readonly state: 'unreadable'; readonly error: AppError }
) & {
  /** Where the registry is or will be. */
  readonly registry: string;
  readonly notices: readonly UsersNotice[];
};

/** How an update ended. */
export interface Saved {
  readonly profile: Profile;
  /** Fields that somebody else changed since the revision was read, none of them among the changes: both are kept. */
  readonly alsoChanged: readonly ProfileField[];
}

/** An id of the registry as it is or in another letter case: upstream's capitals have to be reachable too. */
const listedId = z.string().trim().min(1).max(1000);
const name = z.string().trim().max(200).regex(oneLine, 'must not have line breaks or control characters');
// Judged by the rules, not here, so that a refusal names every bad field and not the first alone.
const value = z.union([z.string().max(4000), z.number(), z.boolean(), z.null()]);

/** What a new user needs. */
export const newUser = z.object({ id: userIdText, name: name.optional(), type: z.enum(userTypes).default('Standard') });
/** What a new user needs, parsed. */
export type NewUser = z.output<typeof newUser>;

const changes = z.strictObject({
  name: value.optional(),
  type: value.optional(),
  email: value.optional(),
  phone: value.optional(),
  address: value.optional(),
  birthDate: value.optional(),
  deltaYear: value.optional(),
  cognitiveState: value.optional(),
  gender: value.optional(),
  npc: value.optional(),
} satisfies Record<ProfileField, z.ZodType>);
const update = z.object({
  id: listedId,
  revision: z.string().min(1).max(1000),
  changes,
  /** True: everything is judged and nothing stored; the answer is as it would be. */
  dryRun: z.boolean().default(false),
});
/** Changes of a profile, parsed. */
export type ProfileUpdate = z.output<typeof update>;

const look = z.object({
  id: listedId,
  color: z
    .number()
    .int()
    .min(0)
    .max(userColorCount - 1)
    .nullable(),
  avatar: z
    .string()
    .max(40)
    .refine((text) => whyNoAvatar(text) === null, 'is neither an emoji nor one or two letters or digits')
    .nullable(),
});
const duplicate = z.object({ from: listedId, id: userIdText, name: name.optional() });
/** A duplicate as asked for, parsed. */
export type DuplicateRequest = z.output<typeof duplicate>;

const deletion = z.object({
  id: listedId,
  scope: z.enum(deletionScopes).default('everything'),
  backup: z.boolean().default(true),
});
/** A deletion as asked for, parsed. */
export type DeletionRequest = z.output<typeof deletion>;

const planId = z.string().min(1).max(100);
const backupId = z.string().min(1).max(200);
const restore = z.object({ backup: backupId, id: userIdText.optional() });
/** A deleted user to be brought back, parsed. */
export type RestoreRequest = z.output<typeof restore>;

/** The users domain. Ids are found in any letter case. */
export const users = {
  list: call(none).returns<UsersState>(),
  /** Faults: `users/unknown`, `users/registry-unreadable`. */
  get: call(z.object({ id: listedId })).returns<Profile>(),
  /** Faults: `users/id-unsafe`, `users/already-exists`, `users/registry-unreadable`. */
  create: call(newUser).returns<User>(),
  /**
   * All of the changes or none. Faults, also of a dry run: `users/field-invalid` (details: `field: why`, one a bad field),
   * `users/profile-changed` where one of these very fields was changed since the revision was read (details: one a
   * field, with both values), `users/unknown`, `users/registry-unreadable`.
   */
  update: call(update).returns<Saved>(),
  /** Fault: `users/unknown`. */
  setLook: call(look).returns<User>(),
  /**
   * A new user with the role, the NPC mark and the colour of another, and nothing else of theirs: no personal field, no
   * avatar, no memories, no data. Faults: as `create`, `users/unknown`.
   */
  duplicate: call(duplicate).returns<User>(),
  /** Fault: `users/unknown`. What keeps it from happening is in the plan. */
  planDelete: call(deletion).returns<DeletePlan>(),
  /**
   * Does what a plan says, to be confirmed by the text it asks for. Faults: `users/unknown-plan`, `users/plan-outdated`,
   * `users/not-confirmed`, the plan's obstacles (`users/is-current`, `users/data-in-use`, ...), `switching/busy`.
   */
  delete: call(z.object({ planId, confirm: z.string().max(1000) })).returns<DeleteReport>(),
  /** The deleted users that can be brought back, the newest first. */
  listDeleted: call(none).returns<readonly DeletedUser[]>(),
  /** Faults: `users/backup-unknown`, `users/backup-damaged`, `users/already-exists`, `users/folder-taken`. */
  restoreDeleted: call(restore).returns<User>(),
  /** Removes a deleted user's backup for good, confirmed by the user's id. Faults: `users/backup-unknown`, `users/not-confirmed`. */
  discardDeleted: call(z.object({ backup: backupId, confirm: z.string().max(1000) })).returns<readonly DeletedUser[]>(),
  planRecovery: call(none).returns<RecoveryPlan>(),
  /** Faults: `users/unknown-plan` (also for a choice that is not in it), `users/plan-outdated`. */
  recover: call(z.object({ planId, choice: z.string().min(1).max(500) })).returns<RecoveryReport>(),
  onChanged: event<UsersState>(),
};
