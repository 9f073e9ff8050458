import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BackupDiff, BackupsState, RestoreReport, Retention } from '../../src-shared/backups.ts';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError, Result } from '../../src-shared/errors.ts';
import { follow } from '../lib/follow.ts';
import { settle } from '../lib/settle.ts';

/** What can be asked for; `id` is null where it is about no single backup. */
export interface BackupRequest {
  readonly act: 'create' | 'verify' | 'restore' | 'retention';
  readonly id: string | null;
}

/** A backup that is being looked at: what restoring it would do. */
export interface OpenBackup {
  readonly id: string;
  /** Null while it is worked out, or where it could not be. */
  readonly diff: BackupDiff | null;
  readonly error: AppError | null;
}

/** The backups as main knows them, and what was asked of them from here. */
export interface BackupsStore {
  readonly backups: BackupsState | null;
  readonly error: AppError | null;
  /** Asked and not answered yet. */
  readonly asked: readonly BackupRequest[];
  /** What was refused or failed last, until dismissed or asked again. */
  readonly failure: (BackupRequest & { readonly error: AppError }) | null;
  readonly opened: OpenBackup | null;
  /** What the last restore did, until somebody has taken note. */
  readonly restored: RestoreReport | null;
  connect(): Unsubscribe;
  /** Asks for the list again: other operations make backups, too. */
  refresh(): Promise<void>;
  create(): Promise<void>;
  verify(id: string): Promise<void>;
  open(id: string): Promise<void>;
  close(): void;
  /** Brings back all of a backup, or the files named. */
  restore(id: string, files: readonly string[] | null): Promise<void>;
  /** Answers whether the setting was kept. */
  setRetention(chosen: Retention): Promise<boolean>;
  dismissFailure(): void;
  dismissRestored(): void;
}

/** Makes the store of the backups domain. */
export function createBackupsStore(api: Api['backups']): StoreApi<BackupsStore> {
  return createStore((set, get) => {
    async function ask<T>(request: BackupRequest, call: () => Promise<Result<T>>): Promise<T | null> {
      if (isAsked(get(), request.act, request.id)) return null;
      set({ asked: [...get().asked, request], failure: null });
      const answer = await settle(call());
      set({ asked: get().asked.filter((other) => other !== request) });
      if (answer.ok) return answer.value;
      set({ failure: { ...request, error: answer.error } });
      return null;
    }
    return {
      backups: null,
      error: null,
      asked: [],
      failure: null,
      opened: null,
      restored: null,
      connect: () =>
        follow(
          { listen: api.onChanged, ask: api.list },
          (backups) => set({ backups, error: null }),
          (error) => set({ error }),
        ),
      async refresh() {
        const before = get().backups;
        const answer = await settle(api.list());
        // News that came meanwhile may be newer than the answer.
        if (get().backups !== before) return;
        set(answer.ok ? { backups: answer.value, error: null } : { error: answer.error });
      },
      async create() {
        await ask({ act: 'create', id: null }, () => api.create({}));
      },
      async verify(id) {
        await ask({ act: 'verify', id }, () => api.verify({ id }));
      },
      async open(id) {
        const opened: OpenBackup = { id, diff: null, error: null };
        set({ opened });
        const answer = await settle(api.diff({ id }));
        if (get().opened !== opened) return;
        set({ opened: answer.ok ? { ...opened, diff: answer.value } : { ...opened, error: answer.error } });
      },
      close: () => set({ opened: null }),
      async restore(id, files) {
        set({ restored: null });
        const input = files === null ? { id } : { id, files: [...files] };
        const restored = await ask({ act: 'restore', id }, () => api.restore(input));
        if (restored !== null) set({ restored, opened: null });
      },
      setRetention: async (chosen) =>
        (await ask({ act: 'retention', id: null }, () => api.setRetention(chosen))) !== null,
      dismissFailure: () => set({ failure: null }),
      dismissRestored: () => set({ restored: null }),
    };
  });
}

/** Whether something was asked for from here and is not answered yet. */
export function isAsked({ asked }: BackupsStore, act: BackupRequest['act'], id: string | null = null): boolean {
  return asked.some((request) => request.act === act && request.id === id);
}
