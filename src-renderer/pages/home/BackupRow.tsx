import { GitCompare, ShieldCheck } from 'lucide-react';
import type { Backup } from '../../../src-shared/backups.ts';
import { useBackups, useStores } from '../../app-stores.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';
import { isAsked } from '../../stores/backups.ts';
import { Button } from '../../ui/Button.tsx';
import { Shape } from '../../ui/Shape.tsx';
import { BackupPanel } from './BackupPanel.tsx';
import { conditionOf, momentOf } from './backup-words.ts';

/** One backup: when, why, how much, whether its files are whole. */
export function BackupRow({ backup }: { readonly backup: Backup }) {
  const { id, reason, files, size, condition } = backup;
  const now = useNow(10_000);
  const { backups: store } = useStores();
  const open = useBackups(({ opened }) => opened?.id === id);
  const verifying = useBackups((state) => isAsked(state, 'verify', id));
  const moment = momentOf(backup, now);
  const { mood, word } = conditionOf(backup, now);
  const { verify, open: show } = store.getState();
  return (
    <li className="backup">
      <div className="backup-head">
        <span className="backup-moment" title={id}>
          {moment}
        </span>
        <span className="backup-reason">{reason}</span>
        <span className="backup-size">
          {formatCount(files, 'file')}, {formatBytes(size)}
        </span>
        <span className="backup-condition">
          <Shape mood={mood} />
          {word}
        </span>
        <span className="backup-actions">
          <Button icon={ShieldCheck} label={`Check ${moment}`} busy={verifying} onClick={() => void verify(id)}>
            Check
          </Button>
          <Button
            icon={GitCompare}
            label={`Compare ${moment}`}
            disabledReason={open ? 'It is open below' : null}
            onClick={() => void show(id)}
          >
            Compare
          </Button>
        </span>
      </div>
      {condition.state === 'damaged' && (
        <ul className="backup-problems">
          {condition.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
      {open && <BackupPanel backup={backup} moment={moment} />}
    </li>
  );
}
