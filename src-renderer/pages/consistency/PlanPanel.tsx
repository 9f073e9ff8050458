import { RefreshCw, RotateCcw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { SyncPlan } from '../../../src-shared/consistency.ts';
import { useConsistency, useHome, useStores } from '../../app-stores.ts';
import { shownPath, shownPaths } from '../../lib/shown-path.ts';
import { useMay } from '../../may.ts';
import { isSyncing, type OpenPlan } from '../../stores/consistency.ts';
import { Button } from '../../ui/Button.tsx';
import { Diff } from '../../ui/Diff.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Shape } from '../../ui/Shape.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { actionSentence } from './consistency-words.ts';

/** What a sync would do before it is done: each step and why, the change of each file, what it leaves as it is. */
export function PlanPanel({ open }: { readonly open: OpenPlan }) {
  const { consistency: store } = useStores();
  const home = useHome((state) => state.home?.path ?? '');
  const syncing = useConsistency(isSyncing);
  const { why } = useMay('consistency.sync');
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  const { forceRestart, plan, error } = open;
  const { sync, closePlan, openPlan } = store.getState();
  const title = forceRestart ? 'What a forced restart would do' : 'What a sync would do';
  const canDo = plan !== null && error === null && plan.actions.length > 0;
  return (
    <section ref={panel} tabIndex={-1} className="sync-plan" aria-labelledby="sync-plan-title">
      <h2 id="sync-plan-title">{title}</h2>
      {error !== null && (
        <ErrorNotice
          error={error}
          actions={
            <Button icon={RotateCcw} onClick={() => void openPlan(forceRestart)}>
              Look again
            </Button>
          }
        />
      )}
      {plan === null && error === null && <Skeleton width={60} height={96} />}
      {plan !== null && error === null && <PlanSteps plan={plan} home={home} />}
      <div className="sync-buttons">
        {canDo && (
          <Button
            kind="primary"
            icon={forceRestart ? RotateCcw : RefreshCw}
            busy={syncing}
            disabledReason={why}
            onClick={() => void sync()}
          >
            {forceRestart ? 'Restart now' : 'Sync as shown'}
          </Button>
        )}
        <Button disabledReason={syncing ? 'It is being done' : null} onClick={closePlan}>
          {canDo ? 'Not now' : 'Close'}
        </Button>
        {canDo && <p>If something fails, files and containers come back as they are now.</p>}
      </div>
    </section>
  );
}

function PlanSteps({ plan, home }: { readonly plan: SyncPlan; readonly home: string }) {
  const { actions, files, backups, warnings } = plan;
  return (
    <>
      {actions.length === 0 && <p>There is nothing to do.</p>}
      {actions.length > 0 && (
        <ol className="sync-actions">
          {files.length > 0 && (
            <li>
              <p>Copies the present env files to {shownPath(backups, home)}.</p>
            </li>
          )}
          {actions.map((action) => (
            <li key={actionSentence(action, home)}>
              <p>{actionSentence(action, home)}</p>
              <p className="sync-action-why">{shownPaths(action.why, home)}</p>
            </li>
          ))}
        </ol>
      )}
      {warnings.map((warning) => (
        <p key={warning} className="sync-warning">
          <Shape mood="warn" />
          <span>{shownPaths(warning, home)}</span>
        </p>
      ))}
      {files.map(({ path, diff }) => (
        <div key={path} className="sync-file">
          <code title={path}>{shownPath(path, home)}</code>
          <Diff text={diff} label={`Change of ${shownPath(path, home)}`} />
        </div>
      ))}
    </>
  );
}
