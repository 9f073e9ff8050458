import { join } from 'node:path';
import type { Features } from '../src-shared/contract.ts';
import { createDocker, type DockerFeature } from './docker/index.ts';
import { createHome, type HomeFeature } from './home/index.ts';
import { createFiles } from './lib/files.ts';
import { createOwnerLock, type OwnerLock } from './lib/owner-lock.ts';
import { createScope } from './lib/scope.ts';
import type { Ports } from './ports.ts';
import { createServiceFiles } from './service-files.ts';
import { serviceLimit } from './service-limit.ts';
import { createShell, type ShellFeature } from './shell/index.ts';
import { createSwitching, type SwitchingFeature } from './switching/index.ts';
import { createSwitchFiles } from './switching/switch-files.ts';
import { createUsers, type UsersFeature } from './users/index.ts';

/** Every feature with what it offers beyond its domain. */
export interface AppFeatures extends Features {
  readonly home: HomeFeature;
  readonly users: UsersFeature;
  readonly docker: DockerFeature;
  readonly switching: SwitchingFeature;
  readonly shell: ShellFeature;
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
  const home = createHome({ surroundings, files, clock, log });
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
  const lock = createOwnerLock(() => join(home.folders().desktop, 'operation.lock'), clock.now);
  const shell = createShell({
    desktop: ports.desktop,
    version: surroundings.version,
    log,
    homePath: () => home.folders().path,
    webUrl: (name) => docker.webUrl(name),
  });
  const switchFiles = createSwitchFiles({
    files,
    clock,
    folders: () => ({ ...home.folders(), envBackups: join(home.folders().backups, 'docker_env_backups') }),
  });
  const switching = createSwitching({
    clock,
    log,
    currentUser: home.currentUser,
    requireUser: async (id) => void (await users.require(id)),
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
    hold: holdAll,
    setWindowUser: shell.setWindowUser,
  });

  /** Other processes first, then this process's own buttons: both stay away until the release. */
  async function holdAll(what: string): Promise<() => Promise<void>> {
    const release = await lock.hold(what);
    try {
      const letGo = docker.hold(what);
      return async () => {
        letGo();
        await release();
      };
    } catch (cause) {
      await release();
      throw cause;
    }
  }

  /** An old container that a crash left behind is brought back or removed, unless somebody else is at work. */
  async function settle(): Promise<void> {
    try {
      const release = await lock.hold('bringing the services in order');
      try {
        for (const done of await docker.settleLeftovers()) log.warn(done);
      } finally {
        await release();
      }
    } catch (cause) {
      log.info(`nothing was brought in order: ${String(cause)}`);
    }
  }

  return {
    features: { home, users, docker: lockedDocker(docker, lock), switching, shell },
    async open({ watch } = { watch: true }) {
      scope.own(() => docker.end());
      scope.own(() => users.end());
      scope.own(() => home.end());
      await home.open();
      if (watch) {
        await home.watch();
        users.watch();
        docker.watch();
        void settle();
        // The same files decide whose folders the services should have.
        scope.own(home.onFiles(() => void docker.refresh()));
      }
      // Last in, first out: a running switch ends while everything it needs is still there.
      scope.own(() => switching.end());
    },
    end: () => scope.end(),
  };
}

/** The docker feature whose operations keep other processes on this home away. */
function lockedDocker(docker: DockerFeature, lock: OwnerLock): DockerFeature {
  type Operation = 'start' | 'stop' | 'restart' | 'recreate';
  const locked =
    (act: Operation): DockerFeature[Operation] =>
    async (choice, caller) => {
      const release = await lock.hold(`${act} ${choice.services.join(' and ')}`);
      try {
        return await docker[act](choice, caller);
      } finally {
        await release();
      }
    };
  return {
    ...docker,
    start: locked('start'),
    stop: locked('stop'),
    restart: locked('restart'),
    recreate: locked('recreate'),
  };
}
