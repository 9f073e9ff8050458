import { useBackups, useStores } from '../../app-stores.ts';
import type { BackupRequest } from '../../stores/backups.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { restoredSentence } from './backup-words.ts';

const failures: Readonly<Record<BackupRequest['act'], string>> = {
  create: 'The backup could not be made.',
  verify: 'The backup could not be checked.',
  restore: 'Nothing was restored; the home is as it was.',
  retention: 'The setting was not kept.',
};

/** What the last restore did, and what failed. */
export function BackupNotices() {
  const restored = useBackups((state) => state.restored);
  const failure = useBackups((state) => state.failure);
  const { backups } = useStores();
  const { dismissFailure, dismissRestored } = backups.getState();
  return (
    <>
      {failure !== null && (
        <ErrorNotice title={failures[failure.act]} error={failure.error} onDismiss={dismissFailure} />
      )}
      {restored !== null && (
        <Notice mood="ok" role="status" title={restoredSentence(restored)} onDismiss={dismissRestored}>
          {restored.backup !== null && (
            <p>
              The state before is in the backup <code>{restored.backup}</code>. Services take changed files up when they
              are recreated.
            </p>
          )}
        </Notice>
      )}
    </>
  );
}
