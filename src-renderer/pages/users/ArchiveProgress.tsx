import { X } from 'lucide-react';
import { useArchives, useStores } from '../../app-stores.ts';
import { Button } from '../../ui/Button.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { progressWords } from './archive-words.ts';

/** How far the export, check or import is, and the way to stop it. */
export function ArchiveProgress() {
  const { archives: store } = useStores();
  const archives = useArchives((state) => state.archives);
  if (archives?.state !== 'running') return null;
  return (
    <div className="panel-progress">
      <p role="status">{progressWords(archives)}</p>
      <ProgressBar label="How far it is" done={archives.done} total={archives.total} />
      <div className="users-buttons">
        <Button
          icon={X}
          disabledReason={archives.cancellable ? null : 'It is past the point where it can be cancelled'}
          onClick={() => void store.getState().cancel()}
        >
          Cancel
        </Button>
      </div>
    </div>
  );
}
