import { useSwitching, useUsers } from '../../app-stores.ts';
import { useNow } from '../../lib/use-now.ts';
import { userName } from '../../stores/users.ts';
import { RecoveredSwitchNotice } from './RecoveredSwitchNotice.tsx';
import { RefusedSwitch } from './RefusedSwitch.tsx';
import { RunningSwitch } from './RunningSwitch.tsx';
import { SwitchObstacles } from './SwitchObstacles.tsx';
import { SwitchReportNotice } from './SwitchReportNotice.tsx';
import { isReportOpen } from './switch-words.ts';

/** The place of the switch: the running one, then for a while its report; why one was not begun; what became of one that was cut off. */
export function SwitchPanel() {
  const { switching, heardAt, refusal, obstacles, dismissed, reportChoice } = useSwitching((state) => state);
  const users = useUsers((state) => state.users);
  const now = useNow(10_000);
  const nameOf = (id: string) => userName(users, id);
  if (switching?.state === 'running') return <RunningSwitch switching={switching} heardAt={heardAt} />;
  const last = switching?.last ?? null;
  const recovered = (switching?.recovered ?? []).filter(({ since }) => !dismissed.includes(since));
  return (
    <>
      {recovered.map((one) => (
        <RecoveredSwitchNotice key={one.since} recovered={one} nameOf={nameOf} />
      ))}
      {obstacles !== null && <SwitchObstacles obstacles={obstacles} name={nameOf(obstacles.input.userId)} />}
      {refusal !== null && <RefusedSwitch refusal={refusal} name={nameOf(refusal.userId)} />}
      {last !== null && isReportOpen(last, reportChoice, now) && <SwitchReportNotice last={last} nameOf={nameOf} />}
    </>
  );
}
