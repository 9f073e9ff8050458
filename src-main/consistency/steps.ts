import { type ServiceName, serviceTitles } from '../../src-shared/docker.ts';
import type { SyncStepName } from '../../src-shared/step-titles.ts';
import type { TransactionStep } from '../lib/transaction.ts';
import type { PlannedSync } from './plan.ts';
import type { ConsistencyPorts, ContainersReplacement } from './ports.ts';

/** What the steps of a sync tell its report: of the whole, and of single services. */
export interface SyncNotes {
  readonly actions: string[];
  readonly services: Readonly<Record<ServiceName, string[]>>;
}

/** What the app has done with a container of that plan, in a word. */
const done = { create: 'Made', recreate: 'Replaced', restart: 'Restarted' } as const;

/**
 * The steps of a sync. Each takes back what it did; after the commit nothing is taken back any more. Files come first, so
 * that whatever is cut off later leaves files that name the current user.
 */
export function syncSteps(
  { plan, changes, ways, made }: PlannedSync,
  ports: ConsistencyPorts,
  notes: SyncNotes,
): readonly TransactionStep<SyncStepName>[] {
  const { userId } = plan;
  const withoutFiles = changes.length === 0;
  const withoutContainers = Object.keys(ways).length === 0;
  let written = false;
  let replacement: ContainersReplacement | null = null;
  const begun = () => {
    if (replacement === null) throw new Error('the replacement has not begun');
    return replacement;
  };

  return [
    {
      name: 'check',
      skip: made.length === 0,
      run: (signal) => ports.preflight(userId, made, signal),
    },
    {
      name: 'backup',
      skip: withoutFiles,
      async run() {
        notes.actions.push(`Backed up the env files to ${await ports.backUp(changes)}`);
      },
    },
    {
      name: 'files',
      skip: withoutFiles && made.length === 0,
      async run() {
        if (made.length > 0) await ports.prepareUserFolders(userId);
        written = true;
        await ports.write(`bringing the services in line with ${userId}`, changes);
        for (const { service, path } of plan.files) notes.services[service].push(`Wrote ${path}`);
      },
      async undo() {
        if (written) await ports.restore(changes);
      },
    },
    {
      name: 'containers',
      skip: withoutContainers,
      async run(signal) {
        replacement = await ports.beginReplacement(userId, ways);
        await replacement.run(signal);
        for (const action of plan.actions) {
          if (action.kind === 'make-folders' || action.kind === 'write-file') continue;
          const { kind, service, container, runs } = action;
          notes.services[service].push(`${done[kind]} ${container}${runs ? '' : ', which stays stopped'}`);
        }
      },
      async undo() {
        await replacement?.undo();
      },
    },
    { name: 'answer', skip: withoutContainers, run: (signal) => begun().answered(signal) },
    { name: 'mounts', skip: withoutContainers, run: () => begun().mountsBelong() },
    { name: 'commit', skip: withoutContainers, pastCommit: true, run: () => begun().commit() },
  ];
}

/** Notes with nothing in them. */
export function emptyNotes(): SyncNotes {
  const services = Object.keys(serviceTitles).map((name) => [name, [] as string[]]);
  return { actions: [], services: Object.fromEntries(services) as Record<ServiceName, string[]> };
}
