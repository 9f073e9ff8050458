import type { AccessFeature } from './access/index.ts';
import type { DockerFeature } from './docker/index.ts';
import type { HomeFeature } from './home/index.ts';
import type { Operations } from './operations.ts';
import type { Ports } from './ports.ts';
import type { ServiceFilesReader } from './service-files.ts';
import type { ShellFeature } from './shell/index.ts';
import type { SwitchingPorts } from './switching/ports.ts';
import type { SwitchFiles } from './switching/switch-files.ts';
import type { UsersFeature } from './users/index.ts';

/** What the switch is made of. */
export interface SwitchingParts {
  readonly ports: Pick<Ports, 'clock' | 'log'>;
  readonly switchFiles: SwitchFiles;
  readonly home: HomeFeature;
  readonly users: UsersFeature;
  readonly docker: DockerFeature;
  readonly serviceFiles: ServiceFilesReader;
  readonly operations: Operations;
  readonly shell: ShellFeature;
  readonly access: Pick<AccessFeature, 'requirePassphrase'>;
}

/** Hands the switch what the other features can do, as functions. */
export function joinSwitching(parts: SwitchingParts): SwitchingPorts {
  const { ports, switchFiles, home, users, docker, serviceFiles, operations, shell, access } = parts;
  return {
    clock: ports.clock,
    log: ports.log,
    currentUser: home.currentUser,
    requireUser: async (id) => void (await users.require(id)),
    requirePassphrase: access.requirePassphrase,
    touchLastSeen: users.touchLastSeen,
    refreshedSettings: home.variablesFor,
    prepareUserFolders: home.prepareUserFolders,
    planFiles: switchFiles.plan,
    backUp: switchFiles.backUp,
    write: switchFiles.write,
    restore: switchFiles.restore,
    preflight: async (id, signal) => docker.preflight(await serviceFiles.read(id), signal),
    beginReplacement: async (id) => docker.beginReplacement(await serviceFiles.read(id)),
    serviceStatus: docker.status,
    hold: operations.hold,
    setWindowUser: shell.setWindowUser,
  };
}
