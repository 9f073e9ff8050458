import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CheckKind } from '../../src-shared/chat.ts';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { CheckResult } from '../../src-shared/providers.ts';
import type { Configuration } from '../../src-shared/settings.ts';
import { nextAsk } from '../lib/next-ask.ts';
import { settle } from '../lib/settle.ts';

/** What is tried: a configuration as it is kept, or as the form has it. */
export type CheckTarget = Parameters<Api['chat']['check']>[0]['target'];

/** A check that runs, or how it came out. `at`: ISO time. */
export type CheckState =
  | { readonly state: 'running'; readonly ask: number; readonly since: string }
  | { readonly state: 'done'; readonly result: CheckResult; readonly at: string }
  | { readonly state: 'refused'; readonly error: AppError; readonly at: string };
/** Both checks of one configuration, as far as they were made. */
export type Checks = Readonly<Partial<Record<CheckKind, CheckState>>>;

/** The checks that this window has made. */
export interface ChecksStore {
  /** By `checksOf` of what was tried. */
  readonly checks: Readonly<Record<string, Checks>>;
  connect(): Unsubscribe;
  run(of: string, kind: CheckKind, target: CheckTarget): Promise<void>;
  /** Ends a check; its result says so. */
  cancel(of: string, kind: CheckKind): void;
  /** Forgets the results of one, and ends what still runs. */
  forget(of: string): void;
  /** What was found out about one counts for another: the form is saved now. */
  move(from: string, to: string): void;
  userChanged(): void;
}

/** Where the checks of the open form stand. */
export const formChecks = 'form';

/** Where the checks of a kept configuration stand; a changed one has none. */
export function checksOf({ id, revision }: Pick<Configuration, 'id' | 'revision'>): string {
  return `${id} ${revision}`;
}

/** Makes the store of the checks. */
export function createChecksStore(api: Pick<Api['chat'], 'check' | 'cancel'>): StoreApi<ChecksStore> {
  return createStore((set, get) => {
    const put = (of: string, kind: CheckKind, state: CheckState) =>
      set(({ checks }) => ({ checks: { ...checks, [of]: { ...checks[of], [kind]: state } } }));
    const end = (checks: Checks | undefined) => {
      for (const check of Object.values(checks ?? {})) {
        if (check.state === 'running') void settle(api.cancel({ ask: check.ask }));
      }
    };
    return {
      checks: {},
      connect: () => () => Object.values(get().checks).forEach(end),
      async run(of, kind, target) {
        if (get().checks[of]?.[kind]?.state === 'running') return;
        const ask = nextAsk();
        put(of, kind, { state: 'running', ask, since: new Date().toISOString() });
        const answer = await settle(api.check({ ask, kind, target }));
        // Wherever it stands by now: the form may have been saved meanwhile. Nowhere where it was given up.
        const place = Object.entries(get().checks).find(([, checks]) => isAsk(checks[kind], ask))?.[0];
        if (place === undefined) return;
        const at = new Date().toISOString();
        const { ok } = answer;
        put(
          place,
          kind,
          ok ? { state: 'done', result: answer.value, at } : { state: 'refused', error: answer.error, at },
        );
      },
      cancel(of, kind) {
        const check = get().checks[of]?.[kind];
        if (check?.state === 'running') void settle(api.cancel({ ask: check.ask }));
      },
      forget(of) {
        const { [of]: gone, ...checks } = get().checks;
        if (gone === undefined) return;
        end(gone);
        set({ checks });
      },
      move(from, to) {
        const { [from]: moved, ...checks } = get().checks;
        if (moved !== undefined && from !== to) set({ checks: { ...checks, [to]: moved } });
      },
      userChanged() {
        const { checks } = get();
        set({ checks: {} });
        Object.values(checks).forEach(end);
      },
    };
  });
}

function isAsk(check: CheckState | undefined, ask: number): boolean {
  return check?.state === 'running' && check.ask === ask;
}
