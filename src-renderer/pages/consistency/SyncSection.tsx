import { Eye, RefreshCw, RotateCcw } from 'lucide-react';
import type { ConsistencyState } from '../../../src-shared/consistency.ts';
import { useConsistency, useStores, useSwitching } from '../../app-stores.ts';
import { useMay } from '../../may.ts';
import { isSyncing } from '../../stores/consistency.ts';
import { isSwitching } from '../../stores/switching.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { actionsSummary, nothingToSync } from './consistency-words.ts';
import { PlanPanel } from './PlanPanel.tsx';
import { RunningSyncPanel } from './RunningSyncPanel.tsx';
import { SyncReportNotice } from './SyncReportNotice.tsx';

/** The sync: what it would do, the buttons for it, the running one, and how the last one ended. */
export function SyncSection({ consistency }: { readonly consistency: ConsistencyState }) {
  const { consistency: store } = useStores();
  const refusal = useConsistency((state) => state.refusal);
  const noted = useConsistency((state) => state.noted);
  const open = useConsistency((state) => state.open);
  const { running, last } = consistency;
  return (
    <>
      {running !== null && <RunningSyncPanel running={running} />}
      {refusal !== null && (
        <ErrorNotice
          title="The services were not brought in line."
          error={refusal}
          onDismiss={() => store.getState().dismissRefusal()}
        />
      )}
      {running === null && last !== null && last.endedAt !== noted && <SyncReportNotice report={last.report} />}
      {running === null && <SyncButtons consistency={consistency} />}
      {running === null && open !== null && <PlanPanel key={String(open.forceRestart)} open={open} />}
    </>
  );
}

function SyncButtons({ consistency }: { readonly consistency: ConsistencyState }) {
  const { consistency: store } = useStores();
  const open = useConsistency((state) => state.open);
  const syncing = useConsistency(isSyncing);
  const blocked = useBlocked(consistency);
  const { sync, openPlan, closePlan } = store.getState();
  const nothing = nothingToSync(consistency);
  const isShown = open !== null && !open.forceRestart;
  const cannotForce = forceBlocked(consistency);
  return (
    <div className="sync-buttons">
      <Button
        // One act is the first choice, and with the plan open it is the one below it.
        kind={open === null ? 'primary' : 'plain'}
        icon={RefreshCw}
        busy={syncing}
        disabledReason={blocked ?? nothing}
        onClick={() => {
          if (open?.forceRestart === true) closePlan();
          void sync();
        }}
      >
        Sync now
      </Button>
      <Button
        icon={Eye}
        disabledReason={isShown ? null : nothing}
        onClick={() => (isShown ? closePlan() : void openPlan(false))}
      >
        {isShown ? 'Hide what a sync would do' : 'Show what a sync would do'}
      </Button>
      <Button icon={RotateCcw} disabledReason={blocked ?? cannotForce} onClick={() => void openPlan(true)}>
        Force restart
      </Button>
      <p>{nothing === null ? `A sync changes ${actionsSummary(consistency.actions)}.` : `${nothing}.`}</p>
    </div>
  );
}

function useBlocked({ changing }: ConsistencyState): string | null {
  const switching = useSwitching(isSwitching);
  const { why } = useMay('consistency.sync');
  if (why !== null) return why;
  if (switching) return 'A switch is running';
  return changing ? 'The services are being changed' : null;
}

function forceBlocked({ system, engineProblem }: ConsistencyState): string | null {
  if (system.verdict === 'unknown') return 'There is nobody to follow';
  return engineProblem === null ? null : 'Docker is not reachable';
}
