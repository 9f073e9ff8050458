import type { AccessState } from '../../src-shared/access.ts';
import type { ActivityState } from '../../src-shared/activity.ts';
import type { ArchivesState } from '../../src-shared/archives.ts';
import type { BackupsState } from '../../src-shared/backups.ts';
import type { ConsistencyState } from '../../src-shared/consistency.ts';
import type { DockerState } from '../../src-shared/docker.ts';
import type { EnginesState } from '../../src-shared/engines.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { HealthState } from '../../src-shared/health.ts';
import type { HomeState } from '../../src-shared/home.ts';
import type { ImagesState } from '../../src-shared/images.ts';
import type { LightRagState } from '../../src-shared/lightrag.ts';
import type { MigrationState } from '../../src-shared/migration.ts';
import type { ModelsState } from '../../src-shared/models.ts';
import type { PortsState } from '../../src-shared/ports.ts';
import type { ServingState } from '../../src-shared/serving.ts';
import type { Settings } from '../../src-shared/settings.ts';
import type { ShellState } from '../../src-shared/shell.ts';
import type { SwitchState } from '../../src-shared/switching.ts';
import type { UsersState } from '../../src-shared/users.ts';
import type { ValidationState } from '../../src-shared/validation.ts';
import { someAccess, someActivity } from './access-facts.ts';
import { someConsistency } from './consistency-facts.ts';
import { someEngines, somePorts } from './engine-facts.ts';
import { someDocker, someHome, someShell, someUsers } from './facts.ts';
import { someBackups, someValidation } from './home-facts.ts';
import { someImages } from './images-facts.ts';
import { someLightRagState } from './lightrag-facts.ts';
import { someSettings } from './settings-facts.ts';

/** Main's states; null means that main has not answered yet. */
export interface FakeStates {
  home: HomeState | AppError | null;
  users: UsersState | null;
  docker: DockerState | null;
  health: HealthState | null;
  models: ModelsState | null;
  switching: SwitchState | null;
  shell: ShellState | null;
  validation: ValidationState | AppError | null;
  backups: BackupsState | AppError | null;
  migration: MigrationState | AppError | null;
  consistency: ConsistencyState | AppError | null;
  archives: ArchivesState | null;
  access: AccessState | null;
  activity: ActivityState | AppError | null;
  engines: EnginesState | AppError | null;
  ports: PortsState | null;
  images: ImagesState | null;
  lightrag: LightRagState | null;
  serving: ServingState | null;
  settings: Settings | AppError | null;
}

/** A home where all is well. */
export function wellStates(): FakeStates {
  return {
    home: someHome(),
    users: someUsers(),
    docker: someDocker(),
    health: { services: [] },
    models: { needed: [], pulls: [] },
    switching: { state: 'idle', last: null },
    shell: someShell(),
    validation: someValidation(),
    backups: someBackups(),
    migration: { state: 'idle', last: null, paused: null },
    consistency: someConsistency(),
    archives: { state: 'idle', last: null },
    access: someAccess(),
    activity: someActivity(),
    engines: someEngines(),
    ports: somePorts(),
    images: someImages(),
    lightrag: someLightRagState(),
    serving: { state: 'idle', last: null },
    settings: someSettings(),
  };
}
