import { dirname } from 'node:path';
import type { ActivityNote } from '../src-shared/activity.ts';
import type { RecoveredSwitch } from '../src-shared/switching.ts';
import type { AccessFeature } from './access/index.ts';
import type { ActivityFeature } from './activity/index.ts';
import type { DockerFeature } from './docker/index.ts';
import type { ServiceFiles } from './docker/service-files.ts';
import type { HomeFeature } from './home/index.ts';
import type { Files } from './lib/files.ts';
import { hashOf } from './lib/journal-record.ts';
import type { Operations } from './operations.ts';
import type { Ports } from './ports.ts';
import type { ServiceFilesReader } from './service-files.ts';
import type { ShellFeature } from './shell/index.ts';
import type { SwitchedFile } from './switching/changes.ts';
import type { SwitchingPorts } from './switching/ports.ts';
import type { SwitchFiles } from './switching/switch-files.ts';
import type { SwitchRecords, WrittenRegistry } from './switching/switch-record.ts';
import type { UsersFeature } from './users/index.ts';

/** What the switch is made of. */
export interface SwitchingParts {
  readonly ports: Pick<Ports, 'clock' | 'log'>;
  readonly files: Files;
  readonly records: SwitchRecords;
  readonly switchFiles: SwitchFiles;
  readonly home: HomeFeature;
  readonly users: UsersFeature;
  readonly docker: DockerFeature;
  readonly serviceFiles: ServiceFilesReader;
  readonly operations: Operations;
  readonly shell: ShellFeature;
  readonly access: Pick<AccessFeature, 'requirePassphrase'>;
  readonly activity: Pick<ActivityFeature, 'note'>;
}

/** Hands the switch what the other features can do, as functions. */
export function joinSwitching(parts: SwitchingParts): SwitchingPorts {
  const { ports, files, records, switchFiles, home, users, docker, serviceFiles, operations, shell, access } = parts;
  /** The service files as they will be. */
  const filesFor = (id: string, changes: readonly SwitchedFile[]): Promise<readonly ServiceFiles[]> =>
    serviceFiles.read(id, new Map(changes.map(({ path, after }) => [path, after])));
  return {
    clock: ports.clock,
    log: ports.log,
    records,
    files: switchFiles,
    currentUser: home.currentUser,
    requireUser: async (id) => void (await users.require(id)),
    requirePassphrase: access.requirePassphrase,
    touchLastSeen: users.touchLastSeen,
    restoreRegistry: (written) => restoreRegistry(written, files),
    refreshedSettings: home.variablesFor,
    prepareUserFolders: home.prepareUserFolders,
    missingUserFolders: home.foldersToMake,
    async whyUnwritable(id, changes) {
      const { backups } = home.folders();
      const [folder] = await home.foldersToMake(id).catch(() => []);
      const paths = [...changes.map(({ path }) => path), backups, ...(folder === undefined ? [] : [folder])];
      const answers = await Promise.all(paths.map((path) => files.whyUnwritable(path)));
      return answers.find((why) => why !== null) ?? null;
    },
    prepareReplacement: async (id, changes, signal) => docker.checkedReplacement(await filesFor(id, changes), signal),
    foreseeReplacement: async (id, changes) => docker.foresee(await filesFor(id, changes)),
    leftServices: { takeBack: docker.takeBackReplacement, finish: docker.finishReplacement },
    serviceStatus: docker.status,
    hold: operations.hold,
    setWindowUser: shell.setWindowUser,
    recovered(one) {
      const note = recoveredNote(one);
      if (note !== null) parts.activity.note(note);
    },
    showNotices: (notices) => home.showNotices('switching', notices),
  };
}

const ended: Readonly<Record<RecoveredSwitch['outcome'], ActivityNote['result'] | null>> = {
  finished: 'ok',
  undone: 'undone',
  stuck: 'failed',
  // Told of again once it has come to an end.
  pending: null,
};

/** What the activity log says of a switch that was cut off; null while it has not come to an end. */
export function recoveredNote({ to, outcome }: RecoveredSwitch): ActivityNote | null {
  const result = ended[outcome];
  return result === null ? null : { what: 'switch', via: 'app', subject: to, result, detail: 'after it was cut off' };
}

/** Puts the registry back where it still is what a switch wrote; another program's text stays. Fault: `home/unwritable`. */
export async function restoreRegistry({ path, before, after }: WrittenRegistry, files: Files): Promise<void> {
  if (!(await files.exists(dirname(path)))) return;
  await files.exclusively(path, async () => {
    const now = await files.read(path);
    if (hashOf(now) !== after) return;
    if (before === null) await files.remove(path);
    else await files.write(path, before, { before: now });
  });
}
