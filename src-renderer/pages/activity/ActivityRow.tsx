import type { ActivityEntry } from '../../../src-shared/activity.ts';
import { resultWords } from '../../../src-shared/activity-words.ts';
import { actorName, actText, resultMoods } from '../../lib/activity-text.ts';
import { formatAge, formatDuration, formatMoment } from '../../lib/format.ts';
import { Avatar, type AvatarUser } from '../../ui/Avatar.tsx';
import { Shape } from '../../ui/Shape.tsx';
import { originWords } from './activity-words.ts';

/** One entry: when, who did what, how it ended, where from, and how long it took. */
export function ActivityRow(props: {
  readonly entry: ActivityEntry;
  readonly now: number;
  readonly userOf: (id: string) => AvatarUser | null;
}) {
  const { entry, now, userOf } = props;
  const nameOf = (id: string) => userOf(id)?.name ?? id;
  const { time, who, via, result, ms, detail, code } = entry;
  const name = actorName(entry, nameOf);
  const remarks = [detail, code].filter((remark) => remark !== null).join(' · ');
  return (
    <tr className="activity-row">
      <td className="activity-when">
        <time dateTime={time}>{formatAge(time, now)}</time>
        <span>{formatMoment(time, now)}</span>
      </td>
      <td className="activity-what">
        <Avatar user={who === null ? null : (userOf(who) ?? { id: who, name })} />
        <span>
          <strong>{name}</strong> {actText(entry, nameOf)}
          {remarks !== '' && <span className="activity-remarks">{remarks}</span>}
        </span>
      </td>
      <td className="activity-result">
        <Shape mood={resultMoods[result]} />
        {resultWords[result]}
      </td>
      <td className="activity-from">{originWords[via]}</td>
      <td className="activity-took">{ms === null ? '' : formatDuration(ms)}</td>
    </tr>
  );
}
