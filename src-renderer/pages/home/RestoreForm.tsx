import { ArchiveRestore } from 'lucide-react';
import { useState } from 'react';
import type { Backup, BackupDiff } from '../../../src-shared/backups.ts';
import { useBackups, useStores } from '../../app-stores.ts';
import { formatCount } from '../../lib/format.ts';
import { useMay } from '../../may.ts';
import { isAsked } from '../../stores/backups.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { BackupFile } from './BackupFile.tsx';
import { effectOn } from './backup-words.ts';

/** What restoring would do, file by file; which files are taken; and, asked once more, the restore. */
export function RestoreForm({ backup, diff }: { readonly backup: Backup; readonly diff: BackupDiff }) {
  const { backups: store } = useStores();
  const restoring = useBackups((state) => isAsked(state, 'restore', backup.id));
  const { why } = useMay('backups.restore');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const { close, restore } = store.getState();
  const affected = diff.files.filter((file) => effectOn(file) !== null);
  const chosen = affected.filter(({ path }) => !left.has(path)).map(({ path }) => path);
  const toggle = (path: string) => {
    const next = new Set(left);
    if (!next.delete(path)) next.add(path);
    setLeft(next);
  };
  if (affected.length === 0) {
    return (
      <>
        <p className="home-panel-title">Nothing would change: all its files are as they are now.</p>
        <div className="home-buttons">
          <Button onClick={close}>Close</Button>
        </div>
      </>
    );
  }
  const blocked =
    backup.condition.state === 'damaged'
      ? 'A damaged backup is never restored'
      : chosen.length === 0
        ? 'Choose at least one file'
        : null;
  const words = formatCount(chosen.length, 'file');
  return (
    <>
      <p className="home-panel-title">What restoring would do</p>
      <ul className="backup-files">
        {affected.map((file) => (
          <BackupFile key={file.path} file={file} chosen={!left.has(file.path)} toggle={() => toggle(file.path)} />
        ))}
      </ul>
      {asking ? (
        <Confirm
          label="Confirm the restore"
          icon={ArchiveRestore}
          act={`Restore ${words} now`}
          busy={restoring}
          disabledReason={why ?? blocked}
          onConfirm={() => void restore(backup.id, chosen.length === affected.length ? null : chosen)}
          onCancel={() => setAsking(false)}
        >
          What is there now is overwritten. It is backed up first, so that you can come back to it from this list.
        </Confirm>
      ) : (
        <div className="home-buttons">
          <Button icon={ArchiveRestore} disabledReason={blocked} onClick={() => setAsking(true)}>
            Restore {words}
          </Button>
          <Button onClick={close}>Close</Button>
        </div>
      )}
    </>
  );
}
