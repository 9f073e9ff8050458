import type { Feature } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { MigrationRequest, MigrationState, migration } from '../../src-shared/migration.ts';
import { createEmitter } from '../lib/emitter.ts';
import { hasSwap } from '../lib/file-swap.ts';
import { makePlan } from './plan.ts';
import type { MigrationPorts } from './ports.ts';
import { createRuns } from './runs.ts';
import { hasWork, removeWork, unfinished, workPlace } from './work-folder.ts';

/** The migration feature, and what it does at a start and an end. */
export interface MigrationFeature extends Feature<typeof migration> {
  /** Whether one was stopped or cut off. */
  pending(): Promise<boolean>;
  /** Undoes a move that was cut off; to be called at the start, with the home held. Answers with what was done. */
  recover(): Promise<readonly string[]>;
  /** Stops a running one where it still can be, and waits for it. */
  end(): Promise<void>;
}

/** Makes the migration feature. */
export function createMigration(ports: MigrationPorts): MigrationFeature {
  const changed = createEmitter<MigrationState>((cause) =>
    ports.log.error('a listener to the migration failed', cause),
  );
  /** What the plans that were made were asked for; the plan itself is made anew when it is started. */
  const asked = new Map<string, MigrationRequest>();
  const runs = createRuns(ports, () => {
    state().then(changed.emit, (cause) => ports.log.error('the migration could not be looked at', cause));
  });

  async function state(): Promise<MigrationState> {
    const run = runs.current();
    if (run !== null) {
      const { cancelled, ...shown } = run;
      return { state: 'running', ...shown, cancellable: run.phase !== 'move' && !cancelled };
    }
    const paused = await unfinished(ports);
    return {
      state: 'idle',
      last: runs.last(),
      paused: paused === null ? null : { planId: paused.planId, from: paused.request.from },
    };
  }

  async function held<T>(what: string, work: () => Promise<T>): Promise<T> {
    const release = await ports.hold(what);
    return work().finally(release);
  }

  return {
    get: state,
    onChanged: changed.on,
    async plan(request) {
      const { plan } = await makePlan(ports, request);
      asked.set(plan.id, request);
      return plan;
    },
    async start({ planId }) {
      const paused = await unfinished(ports);
      const request = asked.get(planId) ?? (paused?.planId === planId ? paused.request : undefined);
      if (request === undefined) throw new Fault('migration/unknown-plan', 'No such plan was made.');
      return runs.start(planId, request);
    },
    async cancel() {
      if (runs.current() !== null) runs.cancel();
      else if (await hasWork(ports)) await held('forgetting a migration', () => removeWork(ports));
      const now = await state();
      changed.emit(now);
      return now;
    },
    rollback: ({ backupId }) => held(`rolling back to ${backupId}`, () => ports.bringBack(backupId)),
    pending: () => hasWork(ports),
    async recover() {
      // Only prepared, and somebody may go on with it: nothing of the home was touched.
      if ((await unfinished(ports)) !== null && !(await hasSwap(workPlace(ports)))) return [];
      const { outcome, left } = await removeWork(ports);
      return outcome === 'undone' ? ['A migration was cut off; everything is as it was before.', ...left] : left;
    },
    end: runs.end,
  };
}
