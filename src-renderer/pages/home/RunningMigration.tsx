import { X } from 'lucide-react';
import type { MigrationState } from '../../../src-shared/migration.ts';
import { useStores } from '../../app-stores.ts';
import { formatCount } from '../../lib/format.ts';
import { useMay } from '../../may.ts';
import { Button } from '../../ui/Button.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { phaseWords } from './migration-words.ts';

/** A running migration: what it does, how far it is, and the way to stop it. */
export function RunningMigration({ migration }: { readonly migration: Extract<MigrationState, { state: 'running' }> }) {
  const { phase, done, total, cancellable } = migration;
  const store = useStores().migration;
  const { why } = useMay('migration.cancel');
  return (
    <section className="migration-running" aria-label="Running migration">
      <div className="migration-running-words">
        <p role="status">{phaseWords[phase]}</p>
        <p className="migration-running-count">
          {total === 0 ? '' : `${done.toLocaleString('en-GB')} of ${formatCount(total, 'file')}`}
        </p>
      </div>
      <ProgressBar label="Migration" done={done} total={total} />
      <div className="home-buttons">
        <Button
          icon={X}
          disabledReason={why ?? (cancellable ? null : 'It is past the point where it can be stopped')}
          onClick={() => void store.getState().cancel()}
        >
          Stop
        </Button>
        <p>Until it moves in, the home is as it was. A stopped migration can go on later.</p>
      </div>
    </section>
  );
}
