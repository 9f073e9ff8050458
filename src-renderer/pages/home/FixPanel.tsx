import { Check, RotateCcw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStores, useValidation } from '../../app-stores.ts';
import { shownPath } from '../../lib/shown-path.ts';
import { useMay } from '../../may.ts';
import { Button } from '../../ui/Button.tsx';
import { Diff } from '../../ui/Diff.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { conflictsOf } from './conflict-words.ts';
import { FixConflict } from './FixConflict.tsx';

/** The open fix: what it changes in which file, before it is made. */
export function FixPanel({ title, home }: { readonly title: string; readonly home: string }) {
  const fix = useValidation((state) => state.fix);
  const { validation } = useStores();
  const { why } = useMay('validation.applyFix');
  const panel = useRef<HTMLElement>(null);
  // The button that opened it is gone, so the focus goes on where it was going.
  useEffect(() => panel.current?.focus({ preventScroll: true }), []);
  if (fix === null) return null;
  const { findingId, preview, error, applying } = fix;
  const conflicts = error === null ? [] : conflictsOf(error);
  const { applyFix, closeFix, openFix } = validation.getState();
  const lookAgain = (
    <Button icon={RotateCcw} onClick={() => void openFix(findingId)}>
      Look again
    </Button>
  );
  return (
    <section ref={panel} tabIndex={-1} className="home-panel finding-fix" aria-label={`Fix: ${title}`}>
      <p className="home-panel-title">{preview?.title ?? title}</p>
      {conflicts.length > 0 && <FixConflict conflicts={conflicts} home={home} actions={lookAgain} />}
      {error !== null && conflicts.length === 0 && <ErrorNotice error={error} actions={lookAgain} />}
      {preview === null && error === null && <Skeleton width={60} height={96} />}
      {conflicts.length === 0 &&
        preview?.files.map(({ path, diff }) => (
          <div key={path} className="finding-file">
            <code title={path}>{shownPath(path, home)}</code>
            <Diff text={diff} label={`Change of ${shownPath(path, home)}`} />
          </div>
        ))}
      <div className="home-buttons">
        {preview !== null && error === null && (
          <Button kind="primary" icon={Check} busy={applying} disabledReason={why} onClick={() => void applyFix()}>
            Apply fix
          </Button>
        )}
        <Button disabledReason={applying ? 'The fix is being made' : null} onClick={closeFix}>
          {error === null ? 'Not now' : 'Close'}
        </Button>
        {preview !== null && error === null && <p>The home is backed up first, so that you can go back.</p>}
      </div>
    </section>
  );
}
