import { useState } from 'react';
import type { Backup } from '../../../src-shared/backups.ts';
import { Button } from '../../ui/Button.tsx';
import { BackupRow } from './BackupRow.tsx';

/** More than these are drawn only when asked for. */
const first = 30;

/** The backups, the newest first. */
export function BackupsList({ backups }: { readonly backups: readonly Backup[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? backups : backups.slice(0, first);
  return (
    <section className="section" aria-label="Backups">
      <ul className="backups" aria-label="Backups">
        {shown.map((backup) => (
          <BackupRow key={backup.id} backup={backup} />
        ))}
      </ul>
      {shown.length < backups.length && (
        <div className="home-buttons">
          <Button onClick={() => setAll(true)}>Show {backups.length - shown.length} older</Button>
        </div>
      )}
    </section>
  );
}
