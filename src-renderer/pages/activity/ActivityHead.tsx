import { useActivity, useUsers } from '../../app-stores.ts';
import { entryText, resultMoods } from '../../lib/activity-text.ts';
import { formatAge } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { userName } from '../../stores/users.ts';
import { PageHead, PageHeadSkeleton } from '../../ui/PageHead.tsx';
import { ExportMenu } from './ExportMenu.tsx';

/** The page's question answered: what was done last. */
export function ActivityHead() {
  const activity = useActivity((state) => state.activity);
  const error = useActivity((state) => state.error);
  const users = useUsers((state) => state.users);
  const now = useNow(10_000);
  if (activity === null) {
    return error === null ? <PageHeadSkeleton title="Activity" /> : <PageHead mood="unknown" text="Activity" />;
  }
  const [last] = activity.entries;
  if (last === undefined) {
    return <PageHead mood={activity.trouble === null ? 'unknown' : 'failed'} text="Nothing was done yet." />;
  }
  return (
    <PageHead mood={resultMoods[last.result]} text={`${entryText(last, (id) => userName(users, id))}.`}>
      <p className="page-head-aside">{formatAge(last.time, now)}</p>
      <ExportMenu />
    </PageHead>
  );
}
