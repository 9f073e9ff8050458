import type { ConsistencyState, SyncAction } from '../../src-shared/consistency.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import { createEmitter } from '../lib/emitter.ts';
import { type Look, takeLook } from './look.ts';
import { planSync } from './plan.ts';
import type { ConsistencyPorts } from './ports.ts';
import { overallVerdict } from './verdicts.ts';

/** The running sync and the last one. */
export type SyncPart = Pick<ConsistencyState, 'running' | 'last'>;

/** The state of the domain: computed when asked for or hinted at, and told where it is news. */
export interface ToldState {
  readonly sync: SyncPart;
  /** The state now. @param anew looks at the containers, too, instead of taking what was seen of them last */
  now(anew: boolean): Promise<ConsistencyState>;
  /** Looks and tells; what happens meanwhile is looked at once more afterwards, however often it happened. */
  tell(): Promise<void>;
  /** Takes over how a sync does, and tells it at once with what was seen last. */
  setSync(sync: SyncPart): void;
  onChanged(listener: (state: ConsistencyState) => void): Unsubscribe;
  /** Waits for a look that is under way. */
  atRest(): Promise<void>;
}

interface Seen {
  readonly look: Look;
  readonly actions: readonly SyncAction[];
}

/** Makes the state; nothing is looked at before it is asked for. */
export function createToldState(ports: ConsistencyPorts): ToldState {
  const { log } = ports;
  const changed = createEmitter<ConsistencyState>((cause) => log.error('a listener to the comparison failed', cause));
  let sync: SyncPart = { running: null, last: null };
  let seen: Seen | null = null;
  let told = '';
  let looking: Promise<void> | null = null;
  let again = false;

  async function now(anew: boolean): Promise<ConsistencyState> {
    const look = await takeLook(ports, anew ? 'anew' : 'files');
    seen = { look, actions: await actionsNow(ports, look) };
    return stateOf(seen, ports.isChanging(), sync);
  }

  function emit(state: ConsistencyState): void {
    const text = JSON.stringify(state);
    if (text !== told) changed.emit(state);
    told = text;
  }

  async function lookAndTell(): Promise<void> {
    do {
      again = false;
      try {
        emit(await now(false));
      } catch (cause) {
        log.error('files and containers could not be compared', cause);
      }
    } while (again);
  }

  return {
    get sync() {
      return sync;
    },
    now,
    tell() {
      again = looking !== null;
      looking ??= lookAndTell().finally(() => {
        looking = null;
      });
      return looking;
    },
    setSync(next) {
      sync = next;
      if (seen !== null) emit(stateOf(seen, ports.isChanging(), sync));
    },
    onChanged: changed.on,
    atRest: async () => void (await looking),
  };
}

function stateOf({ look, actions }: Seen, changing: boolean, sync: SyncPart): ConsistencyState {
  const services = look.services.map(({ view }) => view);
  const { system, engineProblem } = look;
  const overall = overallVerdict(system, services, engineProblem);
  return { ...overall, system, engineProblem, services, changing, actions, ...sync };
}

/** What a sync of all services that can be brought in line would do. */
async function actionsNow(ports: ConsistencyPorts, look: Look): Promise<readonly SyncAction[]> {
  const able = look.services.filter(({ refusal }) => refusal === null).map(({ name }) => name);
  if (able.length === 0 || look.current.state !== 'known') return [];
  try {
    const missingFolders = await ports.missingUserFolders(look.current.id);
    const facts = { look, missingFolders, backups: ports.folders().envBackups };
    return planSync(facts, { services: able, forceRestart: false }).plan.actions;
  } catch (cause) {
    // There is nobody to follow, which the state says itself.
    if (cause instanceof Fault) return [];
    throw cause;
  }
}
