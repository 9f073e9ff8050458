import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { DeletedUser, DeletePlan, DeleteReport, DeletionScope } from '../../src-shared/user-removal.ts';
import type { User } from '../../src-shared/users.ts';
import { settle } from '../lib/settle.ts';

/** What is to go. */
export interface DeletionChoice {
  readonly id: string;
  readonly scope: DeletionScope;
  readonly backup: boolean;
}

/** A deletion that is being looked at. */
export interface OpenDeletion extends DeletionChoice {
  /** What it would do; null while it is worked out, or where it could not be. */
  readonly plan: DeletePlan | null;
  readonly deleting: boolean;
  /** Why it could not be planned, or was not done. */
  readonly error: AppError | null;
}

/** Deleting users, plan first, and bringing deleted ones back. */
export interface UserDeletionStore {
  readonly opened: OpenDeletion | null;
  /** What the last deletion did, until somebody has taken note. */
  readonly report: DeleteReport | null;
  /** The deleted users who can be brought back; null until asked for. */
  readonly deleted: readonly DeletedUser[] | null;
  readonly listError: AppError | null;
  /** The backup that is being restored or removed. */
  readonly restoring: string | null;
  /** The backup that could not be restored or removed last, and why. */
  readonly failure: { readonly backup: string; readonly act: 'restore' | 'discard'; readonly error: AppError } | null;
  /** Who was brought back last, until somebody has taken note. */
  readonly restored: User | null;
  connect(): Unsubscribe;
  /** Works out what a deletion would do; changes nothing. */
  plan(choice: DeletionChoice): Promise<void>;
  closePlan(): void;
  /** Does what the shown plan says. Answers whether it was done. */
  carryOut(confirm: string): Promise<boolean>;
  listDeleted(): Promise<void>;
  /** Brings a user back, under another id where one is given. Answers whether it was done. */
  restore(backup: string, id?: string): Promise<boolean>;
  /** Removes a deleted user's backup for good. Answers whether it was done. */
  discard(backup: string, confirm: string): Promise<boolean>;
  dismissReport(): void;
  dismissFailure(): void;
  dismissRestored(): void;
}

/** Makes the store of deletions. */
export function createUserDeletionStore(api: Api['users']): StoreApi<UserDeletionStore> {
  return createStore((set, get) => ({
    opened: null,
    report: null,
    deleted: null,
    listError: null,
    restoring: null,
    failure: null,
    restored: null,
    // Nothing is followed: plans and backups are asked for when somebody looks.
    connect: () => () => undefined,
    async plan(choice) {
      const { id, scope, backup } = choice;
      const opened: OpenDeletion = { id, scope, backup, plan: null, deleting: false, error: null };
      set({ opened });
      const answer = await settle(api.planDelete({ id, scope, backup }));
      // Another choice may have been made, or this one closed.
      if (get().opened !== opened) return;
      set({ opened: answer.ok ? { ...opened, plan: answer.value } : { ...opened, error: answer.error } });
    },
    closePlan: () => set({ opened: null }),
    async carryOut(confirm) {
      const { opened } = get();
      if (opened === null || opened.plan === null || opened.deleting) return false;
      const deleting: OpenDeletion = { ...opened, deleting: true, error: null };
      set({ opened: deleting, report: null, restored: null });
      const answer = await settle(api.delete({ planId: opened.plan.id, confirm }));
      if (answer.ok) {
        set({ opened: null, report: answer.value, deleted: null });
        return true;
      }
      set({ opened: { ...deleting, deleting: false, error: answer.error } });
      return false;
    },
    async listDeleted() {
      const answer = await settle(api.listDeleted());
      set(answer.ok ? { deleted: answer.value, listError: null } : { listError: answer.error });
    },
    async restore(backup, id) {
      if (get().restoring !== null) return false;
      set({ restoring: backup, failure: null, restored: null });
      const answer = await settle(api.restoreDeleted({ backup, ...(id === undefined ? {} : { id }) }));
      set({ restoring: null });
      if (!answer.ok) {
        set({ failure: { backup, act: 'restore', error: answer.error } });
        return false;
      }
      set({ restored: answer.value, report: null });
      await get().listDeleted();
      return true;
    },
    async discard(backup, confirm) {
      if (get().restoring !== null) return false;
      set({ restoring: backup, failure: null });
      const answer = await settle(api.discardDeleted({ backup, confirm }));
      set({ restoring: null });
      if (answer.ok) set({ deleted: answer.value });
      else set({ failure: { backup, act: 'discard', error: answer.error } });
      return answer.ok;
    },
    dismissReport: () => set({ report: null }),
    dismissFailure: () => set({ failure: null }),
    dismissRestored: () => set({ restored: null }),
  }));
}
