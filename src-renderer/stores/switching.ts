import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { SwitchPlan, SwitchState } from '../../src-shared/switching.ts';
import { follow } from '../lib/follow.ts';
import { settle } from '../lib/settle.ts';

/** What a switch is asked with. */
export type SwitchInput = Parameters<Api['switching']['start']>[0];

/** The switch as main knows it, and what was asked from here. */
export interface SwitchingStore {
  readonly switching: SwitchState | null;
  /** When `switching` was heard, in milliseconds: running times are counted on from here. */
  readonly heardAt: number;
  readonly error: AppError | null;
  /** Whom a switch was asked to, until main answers; covers the moment before the first news. */
  readonly asked: string | null;
  /** Why the last request was refused, until dismissed. */
  readonly refusal: { readonly userId: string; readonly error: AppError } | null;
  /** What would make the switch fail that was asked for last, so that it was not begun; until dismissed. */
  readonly obstacles: { readonly input: SwitchInput; readonly plan: SwitchPlan } | null;
  /** When the recovered switches were dismissed that are shown no more, by their beginning. */
  readonly dismissed: readonly string[];
  /** A switch that waits for the passphrase of its user; `error` says why the last one was not taken. */
  readonly waiting: { readonly input: SwitchInput; readonly error: AppError | null } | null;
  /** The person's own word on the report of the switch that ended then; without one, the page decides. */
  readonly reportChoice: { readonly endedAt: string; readonly open: boolean } | null;
  connect(): Unsubscribe;
  /**
   * Asks for a switch; where it takes a passphrase, it waits for one. Of one that would fail the obstacles are shown
   * instead, and nothing is begun.
   */
  start(input: SwitchInput): Promise<void>;
  /** Lets a switch wait for a passphrase right away, as one does that was asked for in the tray. */
  wait(input: SwitchInput): void;
  /** Goes on with the switch that waits. */
  givePassphrase(passphrase: string): Promise<void>;
  stopWaiting(): void;
  cancel(): Promise<void>;
  dismissRefusal(): void;
  /** @param since the beginning of a switch that was cut off */
  dismissRecovered(since: string): void;
  showReport(endedAt: string, open: boolean): void;
}

/** Makes the store of the switching domain. */
export function createSwitchingStore(api: Api['switching']): StoreApi<SwitchingStore> {
  return createStore((set, get) => ({
    switching: null,
    waiting: null,
    heardAt: 0,
    error: null,
    asked: null,
    refusal: null,
    obstacles: null,
    dismissed: [],
    reportChoice: null,
    connect: () =>
      follow(
        { listen: api.onChanged, ask: api.get },
        (switching) => {
          // Once it runs, its passphrase was right: nothing is left to be typed.
          const begun = switching.state === 'running' && switching.to === get().waiting?.input.userId;
          set({ switching, heardAt: Date.now(), error: null, ...(begun ? { waiting: null } : {}) });
        },
        (error) => set({ error }),
      ),
    async start(input) {
      if (get().asked !== null) return;
      set({ asked: input.userId, refusal: null, obstacles: null });
      const plan = await planOf(api, input);
      if (plan?.possible === false) return set({ asked: null, obstacles: { input, plan } });
      const answer = await settle(api.start(input));
      if (answer.ok) set({ asked: null, waiting: null });
      else if (answer.error.code === 'access/passphrase-needed') set({ asked: null, waiting: { input, error: null } });
      else set({ asked: null, refusal: { userId: input.userId, error: answer.error } });
    },
    wait: (input) => set({ waiting: { input, error: null }, refusal: null, obstacles: null }),
    async givePassphrase(passphrase) {
      const { waiting, asked } = get();
      if (waiting === null || asked !== null) return;
      set({ asked: waiting.input.userId });
      const answer = await settle(api.start({ ...waiting.input, passphrase }));
      const { input } = waiting;
      if (answer.ok) set({ asked: null, waiting: null });
      else if (answer.error.code.startsWith('access/passphrase')) {
        // Closed meanwhile: then nobody wants to know.
        set({ asked: null, ...(get().waiting === null ? {} : { waiting: { input, error: answer.error } }) });
      } else set({ asked: null, waiting: null, refusal: { userId: input.userId, error: answer.error } });
    },
    stopWaiting: () => set({ waiting: null }),
    async cancel() {
      const { switching } = get();
      const answer = await settle(api.cancel());
      if (answer.ok || switching?.state !== 'running') return;
      set({ refusal: { userId: switching.to, error: answer.error } });
    },
    dismissRefusal: () => set({ refusal: null, obstacles: null }),
    dismissRecovered: (since) => set({ dismissed: [...get().dismissed, since] }),
    showReport: (endedAt, open) => set({ reportChoice: { endedAt, open } }),
  }));
}

/** What a switch of the machine would do; null where there is nothing to plan, or the switch itself says why not. */
async function planOf(api: Api['switching'], input: SwitchInput): Promise<SwitchPlan | null> {
  if (input.scope === 'window') return null;
  const { userId, services, repair } = input;
  const answer = await settle(api.plan({ userId, services, repair }));
  return answer.ok ? answer.value : null;
}

/** Whether a switch runs or has just been asked for; services are not to be touched meanwhile. */
export function isSwitching({ switching, asked }: SwitchingStore): boolean {
  return asked !== null || switching?.state === 'running';
}
