import { useActivity, useStores, useSwitching, useUsers } from '../../app-stores.ts';
import { entryText, resultMoods } from '../../lib/activity-text.ts';
import { formatAge, formatDuration } from '../../lib/format.ts';
import { activityHref } from '../../lib/place.ts';
import { useNow } from '../../lib/use-now.ts';
import type { SwitchingStore } from '../../stores/switching.ts';
import { userName } from '../../stores/users.ts';
import { Button } from '../../ui/Button.tsx';
import { Shape } from '../../ui/Shape.tsx';
import './lately.css';
import { isReportOpen } from './switch-words.ts';

/** How many are told of; the rest is on the page Activity. */
const most = 3;

/** What was done last, by whom and with which result; and the way back to the report of the last switch. */
export function Lately() {
  const entries = useActivity(({ activity }) => activity?.entries ?? none).slice(0, most);
  const users = useUsers((state) => state.users);
  const now = useNow(10_000);
  const report = useSwitching(({ switching, reportChoice }) => closedReport(switching, reportChoice, now));
  if (entries.length === 0 && report === null) return null;
  return (
    <section className="lately" aria-labelledby="lately-heading">
      <div className="lately-head">
        <h2 id="lately-heading">Lately</h2>
        <a href={activityHref}>All activity</a>
        {report !== null && <ShowReport endedAt={report} />}
      </div>
      <ul>
        {entries.map((entry) => (
          <li key={entry.id}>
            <Shape mood={resultMoods[entry.result]} size={10} />
            <span>
              {entryText(entry, (id) => userName(users, id))}
              {entry.result === 'ok' && entry.ms !== null && entry.ms >= 1000 && `, ${formatDuration(entry.ms)}`}
            </span>
            <span className="lately-age">{formatAge(entry.time, now)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const none: readonly never[] = [];

/** When the last switch ended, where its report is not open above; else null. */
function closedReport(
  switching: SwitchingStore['switching'],
  choice: SwitchingStore['reportChoice'],
  now: number,
): string | null {
  if (switching?.state !== 'idle' || switching.last === null) return null;
  return isReportOpen(switching.last, choice, now) ? null : switching.last.endedAt;
}

function ShowReport({ endedAt }: { readonly endedAt: string }) {
  const { switching } = useStores();
  return (
    <Button kind="quiet" onClick={() => switching.getState().showReport(endedAt, true)}>
      Show report of the switch
    </Button>
  );
}
