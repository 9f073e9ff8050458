import { join } from 'node:path';
import type { Features } from '../src-shared/contract.ts';
import type { BackupsFeature } from './backups/index.ts';
import { createDocker, type DockerFeature } from './docker/index.ts';
import { createHome, type HomeFeature } from './home/index.ts';
import { joinBackups } from './join-backups.ts';
import { joinSwitching } from './join-switching.ts';
import { joinValidation } from './join-validation.ts';
import { realDisk } from './lib/disk.ts';
import { createFiles } from './lib/files.ts';
import { createJournal } from './lib/journal.ts';
import { createOwnerLock } from './lib/owner-lock.ts';
import { createScope } from './lib/scope.ts';
import type { MigrationFeature } from './migration/index.ts';
import { createOperations } from './operations.ts';
import type { Ports } from './ports.ts';
import { createServiceFiles } from './service-files.ts';
import { serviceLimit } from './service-limit.ts';
import { createShell, type ShellFeature } from './shell/index.ts';
import { createSwitching, type SwitchingFeature } from './switching/index.ts';
import { createUsers, type UsersFeature } from './users/index.ts';
import type { ValidationFeature } from './validation/index.ts';

/** Every feature with what it offers beyond its domain. */
export interface AppFeatures extends Features {
  readonly home: HomeFeature;
  readonly users: UsersFeature;
  readonly docker: DockerFeature;
  readonly switching: SwitchingFeature;
  readonly shell: ShellFeature;
  readonly backups: BackupsFeature;
  readonly migration: MigrationFeature;
  readonly validation: ValidationFeature;
}

/** The app without a window: the same for Electron and the command line. */
export interface App {
  readonly features: AppFeatures;
  /** Finds or makes the home and begins to watch it and the engine; `watch: false` for a single look. */
  open(options?: { watch: boolean }): Promise<void>;
  /** Ends everything; a running switch is taken back first where it still can be. */
  end(): Promise<void>;
}

/** Puts the features together: the only place that knows them all. */
export function createApp(ports: Ports): App {
  const { surroundings, clock, log } = ports;
  const scope = createScope();
  const files = createFiles();
  // Both are kept in the home, which is found when it is opened.
  const desktopFolder = () => home.folders().desktop;
  const journal = createJournal({ disk: realDisk, folder: () => join(desktopFolder(), 'journal'), clock, log });
  const lock = createOwnerLock(() => join(desktopFolder(), 'operation.lock'));
  const home: HomeFeature = createHome({ surroundings, files, journal, lock, clock, log });
  const currentUserId = async () => {
    const current = await home.currentUser();
    return current.state === 'known' ? current.id : null;
  };
  const users = createUsers({
    files,
    clock,
    log,
    currentUserId,
    registryFile: home.registryFile,
    prepareUserFolders: home.prepareUserFolders,
    onOutsideChange: home.onFiles,
  });
  const serviceFiles = createServiceFiles({ files, home, log });
  const limitMs = serviceLimit(surroundings.env);
  const docker = createDocker({
    services: async () => serviceFiles.read(await currentUserId()),
    currentUserId,
    surroundings,
    clock,
    log,
    serviceLimitMs: limitMs,
  });
  const operations = createOperations(docker, lock, log);
  const { backups, migration, recover } = joinBackups({ ports, files, home, operations, lock });
  const validation = joinValidation({ files, journal, log, home, backups, operations, serviceFiles });
  const shell = createShell({
    desktop: ports.desktop,
    version: surroundings.version,
    log,
    homePath: () => home.folders().path,
    webUrl: (name) => docker.webUrl(name),
  });
  const switching = createSwitching(
    joinSwitching({ ports, files, journal, home, users, docker, serviceFiles, operations, shell }),
  );

  return {
    features: { home, users, docker: operations.docker, switching, shell, backups, migration, validation },
    async open({ watch } = { watch: true }) {
      scope.own(() => docker.end());
      scope.own(() => users.end());
      scope.own(() => validation.end());
      scope.own(() => home.end());
      await home.open();
      await recover();
      if (watch) {
        await home.watch();
        users.watch();
        docker.watch();
        validation.watch();
        void operations.settleLeftovers();
        // The same files decide whose folders the services should have.
        scope.own(home.onFiles(() => void docker.refresh()));
      }
      // Last in, first out: a running switch ends while everything it needs is still there.
      scope.own(() => switching.end());
      scope.own(() => migration.end());
    },
    end: () => scope.end(),
  };
}
