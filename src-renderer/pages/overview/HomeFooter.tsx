import { FolderOpen } from 'lucide-react';
import type { SwitchReport } from '../../../src-shared/switching.ts';
import { useHome, useStores, useSwitching, useUsers } from '../../app-stores.ts';
import { formatAge, formatDuration } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { userName } from '../../stores/users.ts';
import { Button } from '../../ui/Button.tsx';
import './home-footer.css';
import { isReportOpen, outcomeOf, totalTime } from './switch-words.ts';

/** The foot of the page: the last switch once its report is gone, and where the files are. */
export function HomeFooter() {
  const home = useHome((state) => state.home);
  const { shell } = useStores();
  return (
    <footer className="home-footer">
      <Lately />
      {home !== null && (
        <div className="home-footer-line">
          <span>Home</span>
          <code>{home.path}</code>
          <span>Data</span>
          <code>{home.dataRoot.path}</code>
          <Button kind="quiet" icon={FolderOpen} onClick={() => void shell.getState().openHome()}>
            Open home folder
          </Button>
        </div>
      )}
    </footer>
  );
}

function Lately() {
  const { switching: store } = useStores();
  const { switching, reportChoice } = useSwitching((state) => state);
  const users = useUsers((state) => state.users);
  const now = useNow(10_000);
  if (switching?.state !== 'idle' || switching.last === null) return null;
  const { last } = switching;
  if (isReportOpen(last, reportChoice, now)) return null;
  return (
    <div className="home-footer-line">
      <span>
        Lately: {lastly(last.report, userName(users, last.report.user_id))}, {formatAge(last.endedAt, now)}
      </span>
      <Button kind="quiet" onClick={() => store.getState().showReport(last.endedAt, true)}>
        Show report
      </Button>
    </div>
  );
}

function lastly(report: SwitchReport, name: string): string {
  switch (outcomeOf(report)) {
    case 'done':
      return `switched to ${name} in ${formatDuration(totalTime(report.steps))}`;
    case 'cancelled':
      return `switch to ${name} cancelled`;
    case 'failed':
      return `switch to ${name} failed`;
  }
}
