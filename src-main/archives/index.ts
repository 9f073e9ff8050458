import type { ArchivesState, archives } from '../../src-shared/archives.ts';
import type { Feature } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { ArchivesPorts } from './ports.ts';
import { createTasks } from './tasks.ts';

/** The archives feature, and what it does at an end. */
export interface ArchivesFeature extends Feature<typeof archives> {
  /** Stops what goes on where it still can be, and waits for it. */
  end(): Promise<void>;
}

/** Makes the archives feature. */
export function createArchives(ports: ArchivesPorts): ArchivesFeature {
  const { desktop, log } = ports;
  const changed = createEmitter<ArchivesState>((cause) => log.error('a listener to the archives failed', cause));
  const tasks = createTasks(ports, () => changed.emit(tasks.state()));

  function needed(): NonNullable<ArchivesPorts['desktop']> {
    if (desktop === null) throw new Fault('shell/no-window', 'The command line has no window to choose a file in.');
    return desktop;
  }

  function unfinished(): never {
    throw new Error('archives are being built');
  }

  return {
    get: () => tasks.state(),
    preview: unfinished,
    export: unfinished,
    plan: unfinished,
    start: unfinished,
    cancel() {
      tasks.cancel();
      return tasks.state();
    },
    chooseTarget: ({ suggestedName }) => needed().chooseNewArchive(suggestedName),
    chooseSource: () => needed().chooseArchive(),
    onChanged: changed.on,
    end: () => tasks.end(),
  };
}
