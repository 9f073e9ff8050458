import type { RecoveredSwitch, SwitchState } from '../../src-shared/switching.ts';
import { createEmitter, type Emitter } from '../lib/emitter.ts';
import type { Log } from '../ports.ts';

type Idle = Extract<SwitchState, { state: 'idle' }>;

/** The switch as everybody sees it, and the news of it. */
export interface ShownSwitch {
  get(): SwitchState;
  readonly onChanged: Emitter<SwitchState>['on'];
  /** One runs, or has moved on. */
  runs(state: SwitchState): void;
  /** None runs any more. @param last null where the last one did not come to a report */
  ends(last: Idle['last']): void;
  /** What was cut off, in the place of what was told of it before. */
  recovered(news: readonly RecoveredSwitch[]): void;
}

/** Makes it; none has run yet. */
export function createShownSwitch(log: Log): ShownSwitch {
  const changed = createEmitter<SwitchState>((cause) => log.error('a listener to the switch failed', cause));
  let state: SwitchState = { state: 'idle', last: null };
  let recovered: readonly RecoveredSwitch[] = [];

  function set(next: SwitchState): void {
    state = next;
    changed.emit(next);
  }

  function ends(last: Idle['last']): void {
    set({ state: 'idle', last, ...(recovered.length === 0 ? {} : { recovered }) });
  }

  return {
    get: () => state,
    onChanged: changed.on,
    runs: set,
    ends,
    recovered(news) {
      recovered = news;
      if (state.state === 'idle') ends(state.last);
    },
  };
}
