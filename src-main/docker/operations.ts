import type { Unsubscribe } from '../../src-shared/define.ts';
import { type Service, type ServiceName, serviceNames, serviceTitles } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';

/** What an operation does to a service. */
export type Doing = NonNullable<Service['busy']>;

/** Lets one operation at a time change a service, and none while a switch holds both. */
export interface Operations {
  /**
   * Does something to services, in parallel, and waits for all of them even where one fails.
   * Faults: `switching/busy`, and what the work throws; where it fails for both, the first with the second's message.
   */
  run(doing: Doing, names: readonly ServiceName[], work: Work): Promise<void>;
  /**
   * Keeps operations away, and shows services as being replaced, both where none are named, until the returned function is
   * called. Fault: `switching/busy` where one runs.
   */
  hold(reason: string, names?: readonly ServiceName[]): Unsubscribe;
  /** True while `hold` keeps operations away. */
  readonly isHeld: boolean;
  /** Aborts what runs and waits for it to be at rest. */
  end(): Promise<void>;
}

type Work = (name: ServiceName, signal: AbortSignal) => Promise<void>;

/** Makes the gate. @param setBusy shows what is done to a service; null when it is done */
export function createOperations(setBusy: (name: ServiceName, doing: Doing | null) => void): Operations {
  const running = new Map<ServiceName, { doing: Doing; ended: Promise<void> }>();
  const abort = new AbortController();
  let held: string | null = null;

  function refuseWhereBusy(names: readonly ServiceName[]): void {
    if (held !== null) throw new Fault('switching/busy', `The services cannot be changed now: the app is ${held}.`);
    for (const name of names) {
      const other = running.get(name);
      if (other !== undefined) throw new Fault('switching/busy', `${serviceTitles[name]} is ${other.doing} already.`);
    }
  }

  function begin(doing: Doing, name: ServiceName, work: Work): Promise<void> {
    setBusy(name, doing);
    const result = work(name, abort.signal).finally(() => {
      running.delete(name);
      setBusy(name, null);
    });
    running.set(name, { doing, ended: result.catch(() => undefined) });
    return result;
  }

  return {
    async run(doing, names, work) {
      refuseWhereBusy(names);
      const outcomes = await Promise.allSettled([...new Set(names)].map((name) => begin(doing, name, work)));
      const causes = outcomes.flatMap((outcome): unknown[] => (outcome.status === 'rejected' ? [outcome.reason] : []));
      if (causes.length > 0) throw both(causes);
    },
    hold(reason, names = serviceNames) {
      const [name] = running.keys();
      refuseWhereBusy(name === undefined ? [] : [name]);
      held = reason;
      for (const service of names) setBusy(service, 'recreating');
      let over = false;
      return () => {
        if (over) return;
        over = true;
        held = null;
        for (const service of names) setBusy(service, null);
      };
    },
    get isHeld() {
      return held !== null;
    },
    async end() {
      abort.abort(new Fault('docker/interrupted', 'It was interrupted, as the app is being closed.'));
      await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}

function both([first, second]: readonly unknown[]): unknown {
  if (!(first instanceof Fault) || !(second instanceof Error) || second.message === first.message) return first;
  const details = [...first.details, ...(second instanceof Fault ? second.details : [])];
  return new Fault(first.code, `${first.message} ${second.message}`, { cause: first, hint: first.hint, details });
}
