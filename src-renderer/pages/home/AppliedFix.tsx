import { useStores, useValidation } from '../../app-stores.ts';
import { homeHref } from '../../lib/place.ts';
import { shownPath } from '../../lib/shown-path.ts';
import { Notice } from '../../ui/Notice.tsx';

/** What the last fix did, and where the state before is. */
export function AppliedFix() {
  const applied = useValidation((state) => state.applied);
  const { validation } = useStores();
  if (applied === null) return null;
  const files = applied.files.map((path) => shownPath(path, applied.state.home)).join(', ');
  return (
    <Notice
      mood="ok"
      role="status"
      title={`Done: ${applied.title}.`}
      onDismiss={() => validation.getState().dismissApplied()}
    >
      <p>
        Changed {files}. The state before is in the backup <code>{applied.backup}</code>, under{' '}
        <a className="home-link" href={homeHref('backups')}>
          Backups
        </a>
        .
      </p>
    </Notice>
  );
}
