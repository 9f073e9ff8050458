import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Api } from '../src-shared/contract.ts';
import type { Unsubscribe } from '../src-shared/define.ts';
import { keepToOneUser } from './keep-to-one-user.ts';
import { localDay } from './lib/format.ts';
import { startLogWorker } from './log-worker/start-log-worker.ts';
import { createSettingsStores, type SettingsStores } from './settings-stores.ts';
import { type AccessStore, createAccessStore } from './stores/access.ts';
import { type ActivityStore, createActivityStore } from './stores/activity.ts';
import { type ArchivesStore, createArchivesStore } from './stores/archives.ts';
import { type BackupsStore, createBackupsStore } from './stores/backups.ts';
import { type ConsistencyStore, createConsistencyStore } from './stores/consistency.ts';
import { createDockerStore, type DockerStore } from './stores/docker.ts';
import { createEnginesStore, type EnginesStore } from './stores/engines.ts';
import { createHealthStore, type HealthStore } from './stores/health.ts';
import { createHomeStore, type HomeStore } from './stores/home.ts';
import { createImagesStore, type ImagesStore } from './stores/images.ts';
import { createInspectionStore, type InspectionStore } from './stores/inspection.ts';
import { createLightRagStore, type LightRagStore } from './stores/lightrag.ts';
import { createLogsStore, type LogsStore, type StoredLines } from './stores/logs.ts';
import { createMigrationStore, type MigrationStore } from './stores/migration.ts';
import { createModelsStore, type ModelsStore } from './stores/models.ts';
import { createPortsStore, type PortsStore } from './stores/ports.ts';
import { createShellStore, type ShellStore } from './stores/shell.ts';
import { createStatsStore, type StatsStore } from './stores/stats.ts';
import { createSwitchingStore, type SwitchingStore } from './stores/switching.ts';
import { createUserDeletionStore, type UserDeletionStore } from './stores/user-deletion.ts';
import { createUserEditorStore, type UserEditorStore } from './stores/user-editor.ts';
import { createUserRecoveryStore, type UserRecoveryStore } from './stores/user-recovery.ts';
import { createUsersStore, type UsersStore } from './stores/users.ts';
import { createValidationStore, type ValidationStore } from './stores/validation.ts';

/** One store a domain; the users domain has more, one for each thing that goes on by itself. */
export interface Stores extends SettingsStores {
  readonly home: StoreApi<HomeStore>;
  readonly users: StoreApi<UsersStore>;
  readonly userEditor: StoreApi<UserEditorStore>;
  readonly userDeletion: StoreApi<UserDeletionStore>;
  readonly userRecovery: StoreApi<UserRecoveryStore>;
  readonly archives: StoreApi<ArchivesStore>;
  readonly docker: StoreApi<DockerStore>;
  readonly health: StoreApi<HealthStore>;
  readonly models: StoreApi<ModelsStore>;
  readonly switching: StoreApi<SwitchingStore>;
  readonly shell: StoreApi<ShellStore>;
  readonly validation: StoreApi<ValidationStore>;
  readonly backups: StoreApi<BackupsStore>;
  readonly migration: StoreApi<MigrationStore>;
  readonly access: StoreApi<AccessStore>;
  readonly activity: StoreApi<ActivityStore>;
  readonly consistency: StoreApi<ConsistencyStore>;
  readonly engines: StoreApi<EnginesStore>;
  readonly ports: StoreApi<PortsStore>;
  readonly images: StoreApi<ImagesStore>;
  readonly lightrag: StoreApi<LightRagStore>;
  readonly logs: StoreApi<LogsStore>;
  readonly stats: StoreApi<StatsStore>;
  readonly inspection: StoreApi<InspectionStore>;
}

/** Makes all stores on one api; a test hands in a fake, and keeps the lines of logs without a worker. */
export function createStores(api: Api, startLines: () => StoredLines = startLogWorker): Stores {
  return {
    home: createHomeStore(api.home),
    users: createUsersStore(api.users),
    userEditor: createUserEditorStore(api.users, () => localDay(new Date())),
    userDeletion: createUserDeletionStore(api.users),
    userRecovery: createUserRecoveryStore(api.users),
    archives: createArchivesStore(api.archives),
    docker: createDockerStore(api.docker),
    health: createHealthStore(api.health),
    models: createModelsStore(api.models),
    switching: createSwitchingStore(api.switching),
    shell: createShellStore(api.shell),
    validation: createValidationStore(api.validation),
    backups: createBackupsStore(api.backups),
    migration: createMigrationStore(api.migration),
    access: createAccessStore(api.access),
    activity: createActivityStore(api.activity),
    consistency: createConsistencyStore(api.consistency),
    engines: createEnginesStore(api.engines),
    ports: createPortsStore(api.ports),
    images: createImagesStore(api.images),
    lightrag: createLightRagStore(api.lightrag),
    logs: createLogsStore(api.logs, startLines),
    stats: createStatsStore(api.stats),
    inspection: createInspectionStore(api.inspection),
    ...createSettingsStores(api),
  };
}

/** Connects every store to main; returns the off-switch. */
export function connectStores(stores: Stores): Unsubscribe {
  const ends = Object.values(stores).map((store: StoreApi<{ connect(): Unsubscribe }>) => store.getState().connect());
  ends.push(
    stores.users.subscribe(({ users }, before) => {
      if (users !== before.users) void stores.userEditor.getState().refresh();
    }),
  );
  ends.push(keepToOneUser(stores));
  return () => {
    for (const end of ends) end();
  };
}

/** Carries the stores to the pages. */
export const StoresContext = createContext<Stores | null>(null);

/** The stores of this window. */
export function useStores(): Stores {
  const stores = useContext(StoresContext);
  if (stores === null) throw new Error('the stores are missing above this component');
  return stores;
}

/** What a selector sees of the home store, renewed when it changes. */
export function useHome<T>(select: (state: HomeStore) => T): T {
  return useStore(useStores().home, select);
}

/** What a selector sees of the users store, renewed when it changes. */
export function useUsers<T>(select: (state: UsersStore) => T): T {
  return useStore(useStores().users, select);
}

/** What a selector sees of the docker store, renewed when it changes. */
export function useDocker<T>(select: (state: DockerStore) => T): T {
  return useStore(useStores().docker, select);
}

/** What a selector sees of the health store, renewed when it changes. */
export function useHealth<T>(select: (state: HealthStore) => T): T {
  return useStore(useStores().health, select);
}

/** What a selector sees of the models store, renewed when it changes. */
export function useModels<T>(select: (state: ModelsStore) => T): T {
  return useStore(useStores().models, select);
}

/** What a selector sees of the switching store, renewed when it changes. */
export function useSwitching<T>(select: (state: SwitchingStore) => T): T {
  return useStore(useStores().switching, select);
}

/** What a selector sees of the shell store, renewed when it changes. */
export function useShell<T>(select: (state: ShellStore) => T): T {
  return useStore(useStores().shell, select);
}

/** What a selector sees of the validation store, renewed when it changes. */
export function useValidation<T>(select: (state: ValidationStore) => T): T {
  return useStore(useStores().validation, select);
}

/** What a selector sees of the backups store, renewed when it changes. */
export function useBackups<T>(select: (state: BackupsStore) => T): T {
  return useStore(useStores().backups, select);
}

/** What a selector sees of the migration store, renewed when it changes. */
export function useMigration<T>(select: (state: MigrationStore) => T): T {
  return useStore(useStores().migration, select);
}

/** What a selector sees of the images store, renewed when it changes. */
export function useImages<T>(select: (state: ImagesStore) => T): T {
  return useStore(useStores().images, select);
}

/** What a selector sees of the lightrag store, renewed when it changes. */
export function useLightRag<T>(select: (state: LightRagStore) => T): T {
  return useStore(useStores().lightrag, select);
}

/** What a selector sees of the consistency store, renewed when it changes. */
export function useConsistency<T>(select: (state: ConsistencyStore) => T): T {
  return useStore(useStores().consistency, select);
}

/** What a selector sees of the user editor store, renewed when it changes. */
export function useUserEditor<T>(select: (state: UserEditorStore) => T): T {
  return useStore(useStores().userEditor, select);
}

/** What a selector sees of the user deletion store, renewed when it changes. */
export function useUserDeletion<T>(select: (state: UserDeletionStore) => T): T {
  return useStore(useStores().userDeletion, select);
}

/** What a selector sees of the user recovery store, renewed when it changes. */
export function useUserRecovery<T>(select: (state: UserRecoveryStore) => T): T {
  return useStore(useStores().userRecovery, select);
}

/** What a selector sees of the archives store, renewed when it changes. */
export function useArchives<T>(select: (state: ArchivesStore) => T): T {
  return useStore(useStores().archives, select);
}

/** What a selector sees of the logs store, renewed when it changes. */
export function useLogs<T>(select: (state: LogsStore) => T): T {
  return useStore(useStores().logs, select);
}

/** What a selector sees of the stats store, renewed when it changes. */
export function useStats<T>(select: (state: StatsStore) => T): T {
  return useStore(useStores().stats, select);
}

/** What a selector sees of the inspection store, renewed when it changes. */
export function useInspection<T>(select: (state: InspectionStore) => T): T {
  return useStore(useStores().inspection, select);
}

/** What a selector sees of the access store, renewed when it changes. */
export function useAccess<T>(select: (state: AccessStore) => T): T {
  return useStore(useStores().access, select);
}

/** What a selector sees of the activity store, renewed when it changes. */
export function useActivity<T>(select: (state: ActivityStore) => T): T {
  return useStore(useStores().activity, select);
}

/** What a selector sees of the engines store, renewed when it changes. */
export function useEngines<T>(select: (state: EnginesStore) => T): T {
  return useStore(useStores().engines, select);
}

/** What a selector sees of the ports store, renewed when it changes. */
export function usePorts<T>(select: (state: PortsStore) => T): T {
  return useStore(useStores().ports, select);
}
