import { join as inFolder } from 'node:path';
import { contract, type Features } from '../src-shared/contract.ts';
import type { Unsubscribe } from '../src-shared/define.ts';
import type { AccessFeature } from './access/index.ts';
import type { ActivityFeature } from './activity/index.ts';
import type { ArchivesFeature } from './archives/index.ts';
import type { BackupsFeature } from './backups/index.ts';
import type { ChatFeature } from './chat/index.ts';
import type { ConsistencyFeature } from './consistency/index.ts';
import { createDispatch, type Handler } from './dispatch.ts';
import { createDocker, type DockerFeature } from './docker/index.ts';
import type { EnginesFeature } from './engines/index.ts';
import type { HealthFeature } from './health/index.ts';
import { createHome, type HomeFeature } from './home/index.ts';
import type { ImagesFeature } from './images/index.ts';
import type { InspectionFeature } from './inspection/index.ts';
import { joinAccess } from './join-access.ts';
import { joinArchives } from './join-archives.ts';
import { joinBackups } from './join-backups.ts';
import { joinChat } from './join-chat.ts';
import { joinConsistency } from './join-consistency.ts';
import { joinHealth } from './join-health.ts';
import { joinImages } from './join-images.ts';
import { joinInspection } from './join-inspection.ts';
import { joinLightRag } from './join-lightrag.ts';
import { joinEngines, joinPorts } from './join-ports.ts';
import { joinServing } from './join-serving.ts';
import { joinSettings } from './join-settings.ts';
import { followCurrentUser, joinShell } from './join-shell.ts';
import { joinSwitching } from './join-switching.ts';
import { joinUsers } from './join-users.ts';
import { joinValidation } from './join-validation.ts';
import { type Disk, realDisk } from './lib/disk.ts';
import { createFiles } from './lib/files.ts';
import { createJournal } from './lib/journal.ts';
import { createLastingLogs } from './lib/lasting-log.ts';
import { createOwnerLock } from './lib/owner-lock.ts';
import { createScope } from './lib/scope.ts';
import type { LightRagFeature } from './lightrag/index.ts';
import type { LogsFeature } from './logs/index.ts';
import type { MigrationFeature } from './migration/index.ts';
import type { ModelsFeature } from './models/index.ts';
import { createOperations, type OperationParts, type Operations } from './operations.ts';
import type { PortsFeature } from './ports/index.ts';
import type { Ports } from './ports.ts';
import { createProviders, type ProvidersFeature } from './providers/index.ts';
import { createServiceFiles, type ServiceFilesReader } from './service-files.ts';
import { serviceLimit, usableServiceLimit } from './service-limit.ts';
import type { ServingFeature } from './serving/index.ts';
import type { SettingsFeature } from './settings/index.ts';
import type { ShellFeature } from './shell/index.ts';
import type { StatsFeature } from './stats/index.ts';
import { createSwitching, type SwitchingFeature } from './switching/index.ts';
import { createSwitchFiles, type SwitchFiles } from './switching/switch-files.ts';
import { createSwitchRecords } from './switching/switch-record.ts';
import type { UsersFeature } from './users/index.ts';
import type { ValidationFeature } from './validation/index.ts';

/** Every feature with what it offers beyond its domain. */
export interface AppFeatures extends Features {
  readonly home: HomeFeature;
  readonly users: UsersFeature;
  readonly docker: DockerFeature;
  readonly images: ImagesFeature;
  readonly lightrag: LightRagFeature;
  readonly switching: SwitchingFeature;
  readonly shell: ShellFeature;
  readonly backups: BackupsFeature;
  readonly migration: MigrationFeature;
  readonly validation: ValidationFeature;
  readonly consistency: ConsistencyFeature;
  readonly archives: ArchivesFeature;
  readonly access: AccessFeature;
  readonly activity: ActivityFeature;
  readonly engines: EnginesFeature;
  readonly ports: PortsFeature;
  readonly logs: LogsFeature;
  readonly stats: StatsFeature;
  readonly inspection: InspectionFeature;
  readonly health: HealthFeature;
  readonly models: ModelsFeature;
  readonly providers: ProvidersFeature;
  readonly settings: SettingsFeature;
  readonly serving: ServingFeature;
  readonly chat: ChatFeature;
}

/** The app without a window: the same for Electron and the command line. */
export interface App {
  /** The features themselves, unguarded: for their events and for what the rims have to tell them. */
  readonly features: AppFeatures;
  /** The calls of the contract: the only door for whoever acts for a person. */
  readonly calls: ReadonlyMap<string, Handler>;
  /**
   * Finds or makes the home and begins to watch it and the engine; `watch: false` for a single look. May be called again
   * where it failed. Faults: `home/unwritable`, `input/invalid` and others of the home.
   */
  open(options?: { watch: boolean }): Promise<void>;
  /** A window shows its page no longer, whether it was closed, has crashed or begins anew: its streams end. */
  leave(windowId: number): void;
  /** Ends everything; a running switch is taken back first where it still can be. */
  end(): Promise<void>;
}

/**
 * Puts the features together: the only place that knows them all.
 * @param disk the computer's own, if left out
 * @param join how the switch is joined to the rest; a test puts itself between
 */
export function createApp(ports: Ports, disk: Disk = realDisk, join: typeof joinSwitching = joinSwitching): App {
  const { surroundings, clock, log } = ports;
  const scope = createScope();
  const files = createFiles(disk);
  // Both are kept in the home, which is found when it is opened.
  const desktopFolder = () => home.folders().desktop;
  const journalFolder = () => inFolder(desktopFolder(), 'journal');
  const journal = createJournal({ disk, folder: journalFolder, clock, log });
  const lock = createOwnerLock(() => inFolder(desktopFolder(), 'operation.lock'), disk);
  const home: HomeFeature = createHome({ surroundings, files, journal, lock, clock, log });
  const currentUserId = async () => {
    const current = await home.currentUser();
    return current.state === 'known' ? current.id : null;
  };
  const { users, recover: recoverUsers } = joinUsers({
    ...{ ports, disk, files, journal, home, lock, currentUserId },
    docker: () => docker,
    operations: () => operations,
    access: () => access,
    forgetSettings: (id) => forgetSettings(id),
  });
  const serviceFiles = createServiceFiles({ files, home, log });
  const docker: DockerFeature = createDocker({
    services: async () => serviceFiles.read(await currentUserId()),
    currentUserId,
    surroundings,
    clock,
    log,
    engineChoice: () => engines.choice(),
    serviceLimitMs: usableServiceLimit(surroundings.env),
  });
  const switchFiles = createSwitchFiles({
    disk,
    files,
    journal,
    clock,
    folders: () => ({ ...home.folders(), envBackups: inFolder(home.folders().backups, 'docker_env_backups') }),
  });
  const records = createSwitchRecords(
    createLastingLogs({ disk, folder: journalFolder, suffix: '.switch', now: clock.now }),
  );
  const alignEnvFiles = createAlignment({ currentUserId, serviceFiles, switchFiles, docker });
  const operations: Operations = createOperations({
    docker,
    lock,
    log,
    alignEnvFiles,
    settle: () => switching.settleHeld(),
  });
  const images = joinImages({ ports, files, docker, serviceFiles, operations, alignEnvFiles, currentUserId });
  const { backups, migration, recover } = joinBackups({ ports, files, home, operations, lock, disk });
  const validation = joinValidation({ files, journal, log, home, backups, operations, serviceFiles });
  const { archives, recover: recoverImports } = joinArchives({
    ...{ ports, disk, files, home, users, docker, operations, lock, currentUserId },
  });
  const engines: EnginesFeature = joinEngines({ files, log, home, docker, operations });
  const servicePorts = joinPorts({
    ...{ files, journal, log, home, backups, docker, operations, serviceFiles, currentUserId },
  });
  const shell = joinShell({ ports, home, docker, users, currentUserId, access: () => access });
  const providers = createProviders({ clock });
  const {
    settings,
    secrets,
    acting,
    times,
    forgetUser: forgetSettings,
  } = joinSettings({
    ...{ ports, disk, files, journal, home, shell, providers, currentUserId },
    access: () => access,
    switching: () => switching,
  });
  const keys = { ...secrets.passphrases, opened: secrets.opened };
  const { access, activity, gate } = joinAccess({ ports, files, home, users, shell, disk, keys });
  const lightrag = joinLightRag({ ports, secrets: secrets.app, home, docker, serviceFiles, currentUserId });
  const { chat, ...answers } = joinChat({ ports, home, shell, acting, times, settings, providers });
  const switching: SwitchingFeature = createSwitching(
    join({
      ...{ ports, files, records, switchFiles, home, users, docker, serviceFiles },
      ...{ operations, shell, access, activity },
    }),
  );
  const consistency = joinConsistency({
    ...{ ports, files, journal, home, docker, serviceFiles, switchFiles, operations },
  });
  const serving = joinServing({
    ...{ ports, disk, files, home, acting, settings, providers, serviceFiles, consistency },
  });

  const { logs, stats, inspection } = joinInspection({ ports, disk, home, docker, serviceFiles, currentUserId });
  const { health, models } = joinHealth({ ports, files, home, docker });

  // Last in, first out: a running switch or sync ends while everything it needs is still there.
  const parts: readonly { end(): void | Promise<void> }[] = [
    ...[activity, access, docker, health, models, users, validation, home, migration, archives, switching, consistency],
    ...[engines, servicePorts, logs, stats, images, lightrag, settings, serving, answers],
  ];
  for (const part of parts) scope.own(() => part.end());

  const features = {
    ...{ home, users, docker: operations.docker, switching, shell },
    ...{ backups, migration, validation, archives, consistency, access, activity, engines, ports: servicePorts },
    ...{ logs, stats, inspection, images, lightrag, health, models, providers, settings, serving, chat },
  };
  return {
    features,
    calls: createDispatch(contract, features, { log, gate }),
    async open({ watch } = { watch: true }) {
      // Told here and not before: from here on window and command line can show it.
      serviceLimit(surroundings.env);
      await home.open();
      // A window is not kept waiting for containers: they are brought in order behind it.
      await switching.recover({ containers: !watch });
      await recover();
      await recoverUsers();
      await recoverImports();
      await health.load();
      if (watch) {
        await home.watch();
        users.watch();
        health.watch();
        docker.watch();
        validation.watch();
        await Promise.all([access.watch(), activity.watch(), engines.watch(), settings.watch(), answers.watch()]);
        servicePorts.watch();
        consistency.watch();
        void switching.settle().then(operations.settleLeftovers);
        // What waits for an engine is done when it is there.
        scope.own(await followCurrentUser({ home, switching, shell, currentUserId }));
        scope.own(docker.onChanged(({ engine }) => void (engine.state === 'ready' && switching.settle())));
        // The same files decide whose folders the services should have.
        scope.own(home.onFiles(docker.noteChange));
        scope.own(
          onUserChange(home, await currentUserId(), () => {
            logs.endStreams();
            stats.endStreams();
          }),
        );
      }
    },
    leave(windowId) {
      logs.leave(windowId);
      stats.leave(windowId);
      chat.leave(windowId);
    },
    end: () => scope.end(),
  };
}

/** Tells when somebody else has become current than was `before`; null where nobody is known to be. */
function onUserChange(home: HomeFeature, before: string | null, changed: () => void): Unsubscribe {
  let known = before;
  return home.onChanged(({ currentUser }) => {
    const now = currentUser.state === 'unreadable' ? null : currentUser.id;
    if (now !== known) changed();
    known = now;
  });
}

/** Makes the env files name the current user before containers are made of them; see `OperationParts`. */
function createAlignment(parts: {
  currentUserId(): Promise<string | null>;
  readonly serviceFiles: ServiceFilesReader;
  readonly switchFiles: SwitchFiles;
  readonly docker: DockerFeature;
}): OperationParts['alignEnvFiles'] {
  const { currentUserId, serviceFiles, switchFiles, docker } = parts;
  return async (names) => {
    const id = await currentUserId();
    if (id === null) return;
    await switchFiles.align(id, async () => {
      const chosen = (await serviceFiles.read(id)).filter(({ name }) => names.includes(name));
      // Nothing is written where the containers could not be made anyway.
      await docker.preflight(chosen, new AbortController().signal);
    });
  };
}
