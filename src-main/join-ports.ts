import { join } from 'node:path';
import type { Caller } from '../src-shared/define.ts';
import { serviceNames } from '../src-shared/docker.ts';
import type { BackupsFeature } from './backups/index.ts';
import type { DockerFeature } from './docker/index.ts';
import { createEngines, type EnginesFeature } from './engines/index.ts';
import type { HomeFeature } from './home/index.ts';
import type { Files } from './lib/files.ts';
import type { Journal } from './lib/journal.ts';
import type { Operations } from './operations.ts';
import { createPorts, type PortsFeature } from './ports/index.ts';
import type { Log } from './ports.ts';
import type { ServiceFilesReader } from './service-files.ts';

/** Who asks where nobody does: one feature of another. */
const inside: Caller = { kind: 'cli', windowId: 0 };

/** Hands the feature of ports what home and docker can do. */
export function joinPorts(parts: {
  readonly files: Files;
  readonly journal: Journal;
  readonly log: Log;
  readonly home: HomeFeature;
  readonly backups: BackupsFeature;
  readonly docker: DockerFeature;
  readonly operations: Operations;
  readonly serviceFiles: ServiceFilesReader;
  currentUserId(): Promise<string | null>;
}): PortsFeature {
  const { files, journal, log, home, backups, docker, operations, serviceFiles, currentUserId } = parts;
  return createPorts({
    files,
    journal,
    log,
    services: async () => serviceFiles.read(await currentUserId()),
    settingFiles: () =>
      serviceNames.flatMap((name) => {
        const { folder, envFile } = home.folders().services[name];
        return [envFile, join(folder, '.env')];
      }),
    viewPorts: docker.viewPorts,
    whyPortTaken: docker.whyPortTaken,
    freePortFor: docker.freePortFor,
    listeningHere: docker.listeningHere,
    recreate: async (service) => void (await operations.docker.recreate({ services: [service] }, inside)),
    webUrl: docker.webUrl,
    onDocker: docker.onChanged,
    onFiles: home.onFiles,
    backUp: (reason) => backups.keep({ reason }),
    hold: operations.hold,
  });
}

/** Hands the feature of engines what docker can do. */
export function joinEngines(parts: {
  readonly files: Files;
  readonly log: Log;
  readonly home: HomeFeature;
  readonly docker: DockerFeature;
  readonly operations: Operations;
}): EnginesFeature {
  const { files, log, home, docker, operations } = parts;
  return createEngines({
    files,
    log,
    folder: () => home.folders().desktop,
    listEngines: docker.listEngines,
    checkEngine: docker.checkEngine,
    changeEngine: docker.changeEngine,
    usedEngine: docker.usedEngine,
    onEngine: (listener) => docker.onChanged(({ engine }) => listener(engine)),
    hold: operations.hold,
  });
}
