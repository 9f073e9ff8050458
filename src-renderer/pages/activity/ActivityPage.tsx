import { useEffect } from 'react';
import { useActivity, useStores } from '../../app-stores.ts';
import { isNarrowed } from '../../stores/activity.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import '../../ui/page.css';
import { ActivityFilters } from './ActivityFilters.tsx';
import { ActivityHead } from './ActivityHead.tsx';
import { ActivityTable } from './ActivityTable.tsx';
import './activity.css';
import { ExportNotice } from './ExportNotice.tsx';
import { TableSkeleton } from './TableSkeleton.tsx';

/** Who did what, when and with which result. */
export function ActivityPage() {
  const { activity: store } = useStores();
  const newest = useActivity(({ activity }) => activity?.entries[0]?.id ?? null);
  const told = useActivity(({ activity, error }) => activity !== null || error !== null);
  // Asked for when the page opens, and again whenever something was done.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest entry is why it is asked again.
  useEffect(() => {
    if (told) void store.getState().refresh();
  }, [store, told, newest]);
  return (
    <div className="page activity-page">
      <ActivityHead />
      <Trouble />
      <ExportNotice />
      <ActivityFilters />
      <Found />
    </div>
  );
}

/** Why the log cannot be written, or could not be looked into. */
function Trouble() {
  const { activity: store } = useStores();
  const trouble = useActivity(({ activity }) => activity?.trouble ?? null);
  const failure = useActivity((state) => state.failure ?? state.error);
  if (trouble !== null) return <ErrorNotice title="The activity log cannot be kept." error={trouble} />;
  if (failure === null) return null;
  return (
    <ErrorNotice
      title="The activity log cannot be read."
      error={failure}
      actions={<Button onClick={() => void store.getState().refresh()}>Try again</Button>}
    />
  );
}

function Found() {
  const { found, failure, error, choice } = useActivity((state) => state);
  if (found === null) return failure === null && error === null ? <TableSkeleton /> : null;
  if (found.length > 0) return <ActivityTable entries={found} />;
  if (!isNarrowed(choice)) {
    return (
      <p className="activity-nothing">
        Nothing is written down yet. Switches, new users, restarts, restored backups and whatever else changes something
        will stand here, with who did it and how it ended.
      </p>
    );
  }
  return <p className="activity-nothing">Nothing matches. Clear the filters to see everything.</p>;
}
