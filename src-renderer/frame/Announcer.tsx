import { stepTitles } from '../../src-shared/step-titles.ts';
import type { SwitchState } from '../../src-shared/switching.ts';
import { useSwitching, useUsers } from '../app-stores.ts';
import { userName } from '../stores/users.ts';

/** Says the switch aloud, step by step, for those who do not see it. */
export function Announcer() {
  const switching = useSwitching((state) => state.switching);
  const users = useUsers((state) => state.users);
  return (
    <div className="visually-hidden" role="status" aria-live="polite" aria-atomic="true">
      {switching === null ? '' : announcement(switching, (id) => userName(users, id))}
    </div>
  );
}

/** The sentence for the state a switch is in; empty where there is nothing to say. */
export function announcement(switching: SwitchState, nameOf: (id: string) => string): string {
  if (switching.state === 'running') {
    if (switching.undoing) return `The switch to ${nameOf(switching.to)} is being taken back.`;
    const running = switching.steps.find((step) => step.state === 'running');
    const step = running === undefined ? '' : ` ${stepTitles[running.name]}.`;
    return `Switching to ${nameOf(switching.to)}.${step}`;
  }
  if (switching.last === null) return '';
  const { success, user_id: userId, error } = switching.last.report;
  if (success) return `Switched to ${nameOf(userId)}.`;
  // A failure is shown as an alert, which is read out by itself.
  return error?.code === 'switching/cancelled' ? `The switch to ${nameOf(userId)} was cancelled.` : '';
}
