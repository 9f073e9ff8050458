import type { ArchivesState, archives } from '../../src-shared/archives.ts';
import type { Feature } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import { createEmitter } from '../lib/emitter.ts';
import { fullPath } from '../lib/full-path.ts';
import { exportUser, previewExport } from './export-user.ts';
import { planImport } from './import-plan.ts';
import { importUser } from './import-user.ts';
import { hasImports, recoverImports } from './place-import.ts';
import type { ArchivesPorts } from './ports.ts';
import { createTasks } from './tasks.ts';

/** The archives feature, and what it does at a start and an end. */
export interface ArchivesFeature extends Feature<typeof archives> {
  /** Whether an import was cut off. */
  pending(): Promise<boolean>;
  /** Ends or undoes it; to be called at a start, with the home held. Answers with what was done. */
  recover(): Promise<readonly string[]>;
  /** Stops what goes on where it still can be, and waits for it. */
  end(): Promise<void>;
}

/** How many plans are remembered. */
const planLimit = 20;

/** Makes the archives feature. */
export function createArchives(ports: ArchivesPorts): ArchivesFeature {
  const { desktop, log } = ports;
  const changed = createEmitter<ArchivesState>((cause) => log.error('a listener to the archives failed', cause));
  const tasks = createTasks(ports, () => changed.emit(tasks.state()));
  /** Where the archives of the plans are; each is opened and checked anew when it is imported. */
  const planned = new Map<string, string>();

  function needed(): NonNullable<ArchivesPorts['desktop']> {
    if (desktop === null) throw new Fault('shell/no-window', 'The command line has no window to choose a file in.');
    return desktop;
  }

  return {
    get: () => tasks.state(),
    preview: ({ userId }) => previewExport(ports, userId),
    export: (request) =>
      tasks.run({ task: 'export', userId: request.userId, path: fullPath(request.path, ports) }, (conduct) =>
        exportUser(ports, request, conduct),
      ),
    async plan({ path }) {
      const plan = await tasks.run({ task: 'plan', userId: null, path: fullPath(path, ports) }, (conduct) =>
        planImport(ports, path, conduct),
      );
      planned.set(plan.id, plan.path);
      for (const old of planned.keys()) if (planned.size > planLimit) planned.delete(old);
      return plan;
    },
    async start(request) {
      const path = planned.get(request.planId);
      if (path === undefined) throw new Fault('archives/unknown-plan', 'No such plan was made.');
      return tasks.run({ task: 'import', userId: request.id ?? null, path }, (conduct) =>
        importUser(ports, { request, path }, conduct),
      );
    },
    cancel() {
      tasks.cancel();
      return tasks.state();
    },
    chooseTarget: ({ suggestedName }) => needed().chooseNewArchive(suggestedName),
    chooseSource: () => needed().chooseArchive(),
    onChanged: changed.on,
    pending: () => hasImports(ports),
    recover: () => recoverImports(ports),
    end: () => tasks.end(),
  };
}
