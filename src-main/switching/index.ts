import type { Caller, Feature } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { CurrentUser } from '../../src-shared/home.ts';
import type { SwitchReport, SwitchRequest, SwitchState, switching } from '../../src-shared/switching.ts';
import { createEmitter } from '../lib/emitter.ts';
import { performSwitch } from './perform.ts';
import { planSwitch } from './plan-switch.ts';
import type { SwitchingPorts } from './ports.ts';
import { createRecovery, type Recovery } from './recovery.ts';
import { plainReport } from './report.ts';

/** The switching feature: one switch at a time, undone if it fails. */
export interface SwitchingFeature extends Feature<typeof switching>, Omit<Recovery, 'beforeSwitch' | 'afterSwitch'> {
  /** Cancels a running switch where it still can be, and waits for its end. */
  end(): Promise<void>;
}

/** Makes the switching feature. */
export function createSwitching(ports: SwitchingPorts): SwitchingFeature {
  const { clock, log } = ports;
  const changed = createEmitter<SwitchState>((cause) => log.error('a listener to the switch failed', cause));
  let state: SwitchState = { state: 'idle', last: null };
  let running: { abort: AbortController; ended: Promise<unknown>; description: string } | null = null;
  const { beforeSwitch, afterSwitch, ...recovery } = createRecovery(ports, () => running !== null);

  function set(next: SwitchState): void {
    state = next;
    changed.emit(next);
  }

  async function start(request: SwitchRequest, caller: Caller): Promise<SwitchReport> {
    if (running !== null) throw new Fault('switching/busy', `${running.description}, started a moment ago.`);
    const abort = new AbortController();
    // Claimed before the first await, so that a second click in the same moment is refused.
    const work = run(request, caller, abort);
    running = { abort, ended: work.catch(() => undefined), description: `A switch to ${request.userId} is running` };
    try {
      return await work;
    } finally {
      running = null;
    }
  }

  async function run(request: SwitchRequest, caller: Caller, abort: AbortController): Promise<SwitchReport> {
    const now = await ports.currentUser();
    const from = nameOf(now);
    // Back to the current user is always allowed, also where the registry does not have them.
    const back = request.scope === 'window' && request.userId === from;
    if (!back) await ports.requireUser(request.userId);
    if (request.scope === 'machine') refuseWhereNothingToDo(request, now);
    // Before anything changes, and after all that would refuse it anyway: a try is not spent for nothing.
    await ports.requirePassphrase(request.userId, request.passphrase);
    if (request.scope === 'window') return pointWindow(request, caller, from, ports);
    const waiting = { patience: (request.waitSeconds ?? 0) * 1000, signal: abort.signal };
    const release = await ports.hold(`switching to ${request.userId}`, waiting);
    let last: Extract<SwitchState, { state: 'idle' }>['last'] = null;
    try {
      await beforeSwitch();
      // Whoever was waited for may have changed it.
      const current = await ports.currentUser();
      refuseWhereNothingToDo(request, current);
      const report = await performSwitch(request, nameOf(current), ports, abort.signal, set);
      if (!report.success) await afterSwitch();
      if (report.success && caller.kind === 'window') ports.setWindowUser(caller.windowId, null);
      last = { report, endedAt: clock.now().toISOString() };
      return report;
    } finally {
      // Released before the news of the end goes out, so that whoever hears it can act at once.
      await release().catch((cause) => log.error('the switch could not give its lock back', cause));
      set({ state: 'idle', last });
    }
  }

  return {
    ...recovery,
    get: () => state,
    plan: (request) => planSwitch(request, ports),
    start,
    cancel() {
      if (running === null) return state;
      if (state.state === 'running' && !state.cancellable) {
        throw new Fault('switching/not-cancellable', 'The switch can no longer be cancelled.');
      }
      running.abort.abort();
      return state;
    },
    onChanged: changed.on,
    async end() {
      // Also while it is still finding out whether it may begin.
      if (state.state === 'idle' || state.cancellable) running?.abort.abort();
      await running?.ended;
    },
  };
}

function nameOf(current: CurrentUser): string | null {
  return current.state === 'known' ? current.id : null;
}

/** Faults: `home/user-id-unreadable` unless repair is asked for, `switching/already-current`. */
function refuseWhereNothingToDo(request: SwitchRequest, current: CurrentUser): void {
  if (current.state === 'unreadable') {
    if (request.repair) return;
    throw new Fault('home/user-id-unreadable', `env.userid cannot be read: ${current.why}. It was left as it is.`);
  }
  if (current.id === request.userId && current.source === 'file') {
    throw new Fault('switching/already-current', `${request.userId} is the current user already.`);
  }
}

/** Lets the asking window act for another user; the machine stays as it is. Fault: `shell/no-window`. */
async function pointWindow(
  request: SwitchRequest,
  caller: Caller,
  from: string | null,
  ports: SwitchingPorts,
): Promise<SwitchReport> {
  if (caller.kind !== 'window') throw new Fault('shell/no-window', 'Only a window can act for another user.');
  const isCurrent = request.userId === from;
  ports.setWindowUser(caller.windowId, isCurrent ? null : request.userId);
  return plainReport(request.userId, from, {
    actions_performed: [`This window acts for ${request.userId}; the computer's user stays ${from ?? 'unknown'}`],
    config_refresh: await ports.refreshedSettings(request.userId),
  });
}
