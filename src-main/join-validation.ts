import type { Caller } from '../src-shared/define.ts';
import type { BackupsFeature } from './backups/index.ts';
import type { HomeFeature } from './home/index.ts';
import type { Files } from './lib/files.ts';
import type { Journal } from './lib/journal.ts';
import type { Operations } from './operations.ts';
import type { Log } from './ports.ts';
import type { ServiceFilesReader } from './service-files.ts';
import { createValidation, type ValidationFeature } from './validation/index.ts';

/** Who asks where nobody does: one feature of another. */
const inside: Caller = { kind: 'cli', windowId: 0 };

/** Hands validation what it needs of the other features. */
export function joinValidation(ports: {
  readonly files: Files;
  readonly journal: Journal;
  readonly log: Log;
  readonly home: HomeFeature;
  readonly backups: BackupsFeature;
  readonly operations: Operations;
  readonly serviceFiles: ServiceFilesReader;
}): ValidationFeature {
  const { files, journal, log, home, backups, operations, serviceFiles } = ports;
  return createValidation({
    files,
    journal,
    log,
    home: async () => home.get(undefined, inside),
    folders: home.folders,
    readServices: serviceFiles.read,
    composeLookup: home.composeLookup,
    variablesFor: home.variablesFor,
    backUp: (reason) => backups.keep({ reason }),
    hold: operations.hold,
    onFiles: home.onFiles,
  });
}
