import { FolderInput } from 'lucide-react';
import type { MigrationPlan } from '../../../src-shared/migration.ts';
import { useMigration, useStores } from '../../app-stores.ts';
import { formatBytes, formatCount } from '../../lib/format.ts';
import { useMay } from '../../may.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Words } from '../../ui/Words.tsx';
import { countsSentence, written } from './migration-words.ts';
import { PlanTable } from './PlanTable.tsx';

const kinds: Readonly<Record<MigrationPlan['kind'], string>> = {
  project: 'a project folder',
  home: 'another home',
  paths: 'this home itself, for paths that lead elsewhere',
};

/** What a migration would do, file by file, before it is begun. */
export function PlanView({ plan }: { readonly plan: MigrationPlan }) {
  const { migration } = useStores();
  const starting = useMigration(({ asked }) => asked === 'start');
  const { why } = useMay('migration.start');
  const { start, discardPlan } = migration.getState();
  const count = written(plan.counts);
  return (
    <section className="section" aria-label="Plan">
      <div className="home-panel">
        <p className="home-panel-title">
          {count === 0 ? 'There is nothing to move: the home has all of it.' : 'This is what would happen'}
        </p>
        <p className="plan-from">
          <code>{plan.from}</code> is {kinds[plan.kind]}. {countsSentence(plan.counts)}{' '}
          {count > 0 && `${formatBytes(plan.bytes)} are written.`}
        </p>
        <div className="home-buttons">
          {count > 0 && (
            <Button
              kind="primary"
              icon={FolderInput}
              busy={starting}
              disabledReason={why}
              onClick={() => void start(plan.id)}
            >
              Move in {formatCount(count, 'file')}
            </Button>
          )}
          <Button disabledReason={starting ? 'It begins' : null} onClick={discardPlan}>
            {count === 0 ? 'Close' : 'Discard plan'}
          </Button>
          {count > 0 && <p>The home is backed up first, so that you can roll back. Nothing happens to the source.</p>}
        </div>
      </div>
      {plan.remarks.map((remark) => (
        <Notice key={remark} mood="warn" title={<Words text={remark} />} />
      ))}
      <PlanTable files={plan.files} />
    </section>
  );
}
