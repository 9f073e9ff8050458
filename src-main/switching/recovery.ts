import { Fault } from '../../src-shared/errors.ts';
import type { RecoveredSwitch } from '../../src-shared/switching.ts';
import type { SwitchingPorts } from './ports.ts';
import { recoverSwitches } from './recover-switch.ts';
import { recoveryNotice } from './recovery-notices.ts';

/** Brings to an end what was cut off, at the moments at which others ask for it. */
export interface Recovering {
  /**
   * At a start: does what there is to do with the home held, unless another process holds it. Never throws.
   * @param containers false: the files alone, quickly; the containers are left to `settle`
   */
  recover(options: { readonly containers: boolean }): Promise<void>;
  /** The containers too, as soon as the engine is there; asked often, so it looks before it takes a lock. Never throws. */
  settle(): Promise<void>;
  /** The same for whoever holds the home already and is about to change services. Never throws. */
  settleHeld(): Promise<void>;
}

/** The same, with what the switch itself asks for, and remembers what is to be told. */
export interface Recovery extends Recovering {
  /**
   * For a switch that holds the home and is about to begin: what was cut off before is brought to its end, as nobody
   * could tell two of them apart afterwards, and what was told of it is no news any more. Never throws.
   */
  beforeSwitch(): Promise<void>;
  /** For a switch that has ended: goes on with what it could not take back. Never throws. */
  afterSwitch(): Promise<void>;
  /** Resolves when nothing is being brought to an end any more. */
  rest(): Promise<void>;
}

/** Milliseconds to wait for another process that starts at the same time. */
const patience = 5000;

/**
 * Makes it.
 * @param isRunning whether a switch of this process runs, which is none that was cut off
 * @param onTold called with all that is news when it has changed
 */
export function createRecovery(
  ports: SwitchingPorts,
  isRunning: () => boolean,
  onTold: (recovered: readonly RecoveredSwitch[]) => void,
): Recovery {
  const { records, log } = ports;
  const told = new Map<string, RecoveredSwitch>();
  let working: Promise<void> | null = null;
  let shown = '[]';

  function tell(news: readonly RecoveredSwitch[]): void {
    for (const one of news) {
      const key = `${one.since} ${one.to}`;
      if (JSON.stringify(told.get(key)) === JSON.stringify(one)) continue;
      told.set(key, one);
      log.warn(recoveryNotice(one).message);
      ports.recovered(one);
    }
    show();
  }

  function show(): void {
    const news = [...told.values()];
    if (JSON.stringify(news) === shown) return;
    shown = JSON.stringify(news);
    onTold(news);
    ports.showNotices(news.map(recoveryNotice));
  }

  async function work(containers: boolean): Promise<void> {
    const news = await recoverSwitches(ports, { containers });
    // What was waiting and is not there any more was brought to an end by another process.
    for (const [key, { outcome }] of told) if (isOpen(outcome)) told.delete(key);
    tell(news);
  }

  async function workIfAny(): Promise<void> {
    if (await records.any()) await work(true);
  }

  /** One at a time, here; whoever asks meanwhile waits for the same. */
  function once(what: () => Promise<void>): Promise<void> {
    working ??= what()
      .catch((cause) => log.error('what was cut off could not be looked at', cause))
      .finally(() => {
        working = null;
      });
    return working;
  }

  async function held(containers: boolean): Promise<void> {
    const release = await ports.hold('bringing a switch that was cut off to its end', { patience });
    try {
      await work(containers);
    } finally {
      await release();
    }
  }

  const isWaiting = () => [...told.values()].some(({ outcome }) => isOpen(outcome));

  return {
    recover: ({ containers }) =>
      once(async () => {
        if ((await records.left()).length > 0) await held(containers).catch(unlessBusy);
      }),
    settle: () =>
      once(async () => {
        if (isWaiting() && !isRunning()) await held(true).catch(unlessBusy);
      }),
    settleHeld: () =>
      once(async () => {
        if ((await records.any()) && !isRunning()) await work(true);
      }),
    async beforeSwitch() {
      await working;
      for (const [key, { outcome }] of told) if (!isOpen(outcome)) told.delete(key);
      show();
      await once(workIfAny);
    },
    afterSwitch: () => once(workIfAny),
    rest: async () => void (await working),
  };
}

function isOpen(outcome: RecoveredSwitch['outcome']): boolean {
  return outcome === 'pending' || outcome === 'stuck';
}

/** Who is at work brings it to an end, or the next start does. */
function unlessBusy(cause: unknown): void {
  if (!(cause instanceof Fault) || cause.code !== 'switching/busy') throw cause;
}
