import type { Caller, Feature } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { CurrentUser } from '../../src-shared/home.ts';
import type { SwitchReport, SwitchRequest, switching } from '../../src-shared/switching.ts';
import { performSwitch } from './perform.ts';
import { planSwitch } from './plan-switch.ts';
import type { SwitchingPorts } from './ports.ts';
import { createRecovery, type Recovering } from './recovery.ts';
import { refuseWhereNothingToDo } from './refuse-switch.ts';
import { plainReport } from './report.ts';
import { createShownSwitch } from './switch-state.ts';

/** The switching feature: one switch at a time, undone if it fails. */
export interface SwitchingFeature extends Feature<typeof switching>, Recovering {
  /** Cancels a running switch where it still can be, and waits for its end. */
  end(): Promise<void>;
}

/** Makes the switching feature. */
export function createSwitching(ports: SwitchingPorts): SwitchingFeature {
  const { clock, log } = ports;
  const shown = createShownSwitch(log);
  let running: { abort: AbortController; ended: Promise<unknown>; description: string } | null = null;
  const { recover, settle, settleHeld, ...recovery } = createRecovery(ports, () => running !== null, shown.recovered);

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
    let last: Parameters<typeof shown.ends>[0] = null;
    try {
      await recovery.beforeSwitch();
      // Whoever was waited for may have changed it.
      const current = await ports.currentUser();
      refuseWhereNothingToDo(request, current);
      const report = await performSwitch(request, nameOf(current), ports, abort.signal, shown.runs);
      if (!report.success) await recovery.afterSwitch();
      if (report.success && caller.kind === 'window') ports.setWindowUser(caller.windowId, null);
      last = { report, endedAt: clock.now().toISOString() };
      return report;
    } finally {
      // Released before the news of the end goes out, so that whoever hears it can act at once.
      await release().catch((cause) => log.error('the switch could not give its lock back', cause));
      shown.ends(last);
    }
  }

  return {
    ...{ recover, settle, settleHeld },
    get: shown.get,
    plan: (request) => planSwitch(request, ports),
    start,
    cancel() {
      const state = shown.get();
      if (running === null) return state;
      if (state.state === 'running' && !state.cancellable) {
        throw new Fault('switching/not-cancellable', 'The switch can no longer be cancelled.');
      }
      running.abort.abort();
      return state;
    },
    onChanged: shown.onChanged,
    async end() {
      const state = shown.get();
      // Also while it is still finding out whether it may begin.
      if (state.state === 'idle' || state.cancellable) running?.abort.abort();
      await running?.ended;
      await recovery.rest();
    },
  };
}

function nameOf(current: CurrentUser): string | null {
  return current.state === 'known' ? current.id : null;
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
