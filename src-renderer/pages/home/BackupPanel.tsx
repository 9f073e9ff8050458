import { RotateCcw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Backup } from '../../../src-shared/backups.ts';
import { useBackups, useStores } from '../../app-stores.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { RestoreForm } from './RestoreForm.tsx';

/** A backup against the present, and going back to it. */
export function BackupPanel({ backup, moment }: { readonly backup: Backup; readonly moment: string }) {
  const opened = useBackups((state) => state.opened);
  const { backups: store } = useStores();
  const { open, close } = store.getState();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  if (opened === null) return null;
  const { diff, error } = opened;
  return (
    <section ref={panel} tabIndex={-1} className="home-panel backup-panel" aria-label={`Backup of ${moment}`}>
      {error !== null && (
        <ErrorNotice
          title="It cannot be compared with the present."
          error={error}
          actions={
            <Button icon={RotateCcw} onClick={() => void open(backup.id)}>
              Try again
            </Button>
          }
        />
      )}
      {diff === null && error === null && <Skeleton width={56} height={72} />}
      {diff === null ? (
        <div className="home-buttons">
          <Button onClick={close}>Close</Button>
        </div>
      ) : (
        <RestoreForm backup={backup} diff={diff} />
      )}
    </section>
  );
}
