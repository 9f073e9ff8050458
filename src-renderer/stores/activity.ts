import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ActivityEntry, ActivityState } from '../../src-shared/activity.ts';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError } from '../../src-shared/errors.ts';
import { follow } from '../lib/follow.ts';
import { settle } from '../lib/settle.ts';

/** What narrows the list, as the page has it: an empty text does not narrow. Days are ISO dates of this computer. */
export interface ActivityChoice {
  readonly user: string;
  readonly what: string;
  readonly result: string;
  readonly since: string;
  readonly until: string;
  readonly text: string;
}

/** Nothing narrowed. */
export const everything: ActivityChoice = { user: '', what: '', result: '', since: '', until: '', text: '' };

/** The log as main knows it, and the part of it that this window looks at. */
export interface ActivityStore {
  /** The newest entries, and whether the log can be written. */
  readonly activity: ActivityState | null;
  readonly error: AppError | null;
  readonly choice: ActivityChoice;
  /** What was found for the choice, the newest first; null until it was asked for. */
  readonly found: readonly ActivityEntry[] | null;
  /** Where the next older page begins; null where there is none. */
  readonly next: string | null;
  /** True while a page is asked for. */
  readonly looking: boolean;
  /** Why nothing could be found out. */
  readonly failure: AppError | null;
  /** What the last export came to, until somebody has taken note. */
  readonly exported: { readonly path: string; readonly entries: number } | null;
  readonly exporting: boolean;
  readonly exportError: AppError | null;
  connect(): Unsubscribe;
  /** Looks at another part of the log. */
  choose(choice: ActivityChoice): Promise<void>;
  /** Looks again; as far back as was looked at before. */
  refresh(): Promise<void>;
  /** Looks further back. */
  older(): Promise<void>;
  /** Writes what the choice finds, all of it, into a new file. */
  exportTo(format: 'jsonl' | 'csv', path: string): Promise<void>;
  dismissExported(): void;
}

type Query = Parameters<Api['activity']['list']>[0];

/** Entries of a page. */
const pageSize = 100;

/** Makes the store of the activity domain. */
export function createActivityStore(api: Api['activity']): StoreApi<ActivityStore> {
  return createStore((set, get) => {
    // Only the latest question counts: an older one may be answered later.
    let asked = 0;
    async function ask(query: Query, take: (entries: readonly ActivityEntry[]) => readonly ActivityEntry[]) {
      asked += 1;
      const own = asked;
      set({ looking: true });
      const answer = await settle(api.list(query));
      if (own !== asked) return;
      if (answer.ok) {
        set({ looking: false, failure: null, found: take(answer.value.entries), next: answer.value.next });
      } else set({ looking: false, failure: answer.error });
    }
    return {
      activity: null,
      error: null,
      choice: everything,
      found: null,
      next: null,
      looking: false,
      failure: null,
      exported: null,
      exporting: false,
      exportError: null,
      connect: () =>
        follow(
          { listen: api.onChanged, ask: api.get },
          (activity) => set({ activity, error: null }),
          (error) => set({ error }),
        ),
      async choose(choice) {
        set({ choice });
        await ask({ ...queryOf(choice), limit: pageSize }, (entries) => entries);
      },
      async refresh() {
        const limit = Math.min(1000, Math.max(pageSize, get().found?.length ?? 0));
        await ask({ ...queryOf(get().choice), limit }, (entries) => entries);
      },
      async older() {
        const { choice, next, found } = get();
        if (next === null || get().looking) return;
        await ask({ ...queryOf(choice), limit: pageSize, before: next }, (entries) => [...(found ?? []), ...entries]);
      },
      async exportTo(format, path) {
        if (get().exporting) return;
        set({ exporting: true, exported: null, exportError: null });
        const answer = await settle(api.export({ ...queryOf(get().choice), format, path }));
        set({ exporting: false, ...(answer.ok ? { exported: answer.value } : { exportError: answer.error }) });
      },
      dismissExported: () => set({ exported: null, exportError: null }),
    };
  });
}

/** Whether anything is narrowed. */
export function isNarrowed(choice: ActivityChoice): boolean {
  return Object.values(choice).some((value) => value.trim() !== '');
}

/** A choice as main takes it. A day begins and ends where this computer is. */
function queryOf({ user, what, result, since, until, text }: ActivityChoice): Omit<Query, 'limit' | 'before'> {
  return {
    ...(user === '' ? {} : { user }),
    ...(what === '' ? {} : { what }),
    ...(result === '' ? {} : { result: result as NonNullable<Query['result']> }),
    ...(since === '' ? {} : { since: startOf(since, 0) }),
    ...(until === '' ? {} : { until: startOf(until, 1) }),
    ...(text.trim() === '' ? {} : { text: text.trim() }),
  };
}

/** The first moment of a day, or of the one that many days later. */
function startOf(day: string, later: number): string {
  const start = new Date(`${day}T00:00:00`);
  start.setDate(start.getDate() + later);
  return start.toISOString();
}
