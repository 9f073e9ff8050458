import { useSwitching, useUsers } from '../../app-stores.ts';
import { useNow } from '../../lib/use-now.ts';
import { userName } from '../../stores/users.ts';
import { RefusedSwitch } from './RefusedSwitch.tsx';
import { RunningSwitch } from './RunningSwitch.tsx';
import { SwitchReportNotice } from './SwitchReportNotice.tsx';
import { isReportOpen } from './switch-words.ts';

/** The place of the switch: the running one, then for a while its report, or why one was refused. */
export function SwitchPanel() {
  const { switching, heardAt, refusal, reportChoice } = useSwitching((state) => state);
  const users = useUsers((state) => state.users);
  const now = useNow(10_000);
  const nameOf = (id: string) => userName(users, id);
  if (switching?.state === 'running') return <RunningSwitch switching={switching} heardAt={heardAt} />;
  const last = switching?.last ?? null;
  return (
    <>
      {refusal !== null && <RefusedSwitch refusal={refusal} name={nameOf(refusal.userId)} />}
      {last !== null && isReportOpen(last, reportChoice, now) && <SwitchReportNotice last={last} nameOf={nameOf} />}
    </>
  );
}
