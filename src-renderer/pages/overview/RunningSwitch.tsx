import { X } from 'lucide-react';
import type { SwitchState } from '../../../src-shared/switching.ts';
import { useStores } from '../../app-stores.ts';
import { formatDuration } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { Button } from '../../ui/Button.tsx';
import { Timeline } from '../../ui/Timeline.tsx';
import './running-switch.css';
import { timelineOf } from './switch-words.ts';

/** A running switch: its steps with their times, the current one moving, Cancel until the commit. */
export function RunningSwitch(props: {
  readonly switching: Extract<SwitchState, { state: 'running' }>;
  readonly heardAt: number;
}) {
  const { switching, heardAt } = props;
  const store = useStores().switching;
  const now = useNow(100);
  const reason = switching.undoing
    ? 'The switch is being taken back already'
    : 'The switch is past the point where it can be cancelled';
  return (
    <section className="running-switch" aria-label="Running switch">
      <Timeline label="Steps of the switch" steps={timelineOf(switching.steps, Math.max(0, now - heardAt))} />
      <div className="running-switch-side">
        <p className="running-switch-time">{formatDuration(now - Date.parse(switching.startedAt))}</p>
        <Button
          icon={X}
          disabledReason={switching.cancellable ? null : reason}
          onClick={() => void store.getState().cancel()}
        >
          Cancel
        </Button>
      </div>
    </section>
  );
}
