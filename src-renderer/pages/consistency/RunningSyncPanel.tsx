import { X } from 'lucide-react';
import type { RunningSync } from '../../../src-shared/consistency.ts';
import { useConsistency, useStores } from '../../app-stores.ts';
import { formatDuration } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { useMay } from '../../may.ts';
import { Button } from '../../ui/Button.tsx';
import { Timeline } from '../../ui/Timeline.tsx';
import { timelineOf } from './sync-words.ts';

/** A running sync: its steps with their times, Cancel until the commit. */
export function RunningSyncPanel({ running }: { readonly running: RunningSync }) {
  const { consistency: store } = useStores();
  const heardAt = useConsistency((state) => state.heardAt);
  const { why } = useMay('consistency.cancel');
  const now = useNow(100);
  const reason = running.undoing ? 'The sync is being taken back already' : 'The sync can no longer be cancelled';
  return (
    <section className="sync-running" aria-label="Running sync">
      <Timeline label="Steps of the sync" steps={timelineOf(running.steps, Math.max(0, now - heardAt))} />
      <div className="sync-running-side">
        <p className="sync-running-time">{formatDuration(now - Date.parse(running.startedAt))}</p>
        <Button
          icon={X}
          disabledReason={why ?? (running.cancellable ? null : reason)}
          onClick={() => void store.getState().cancel()}
        >
          Cancel
        </Button>
      </div>
    </section>
  );
}
