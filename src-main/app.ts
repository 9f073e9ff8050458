import { join } from 'node:path';
import type { Features } from '../src-shared/contract.ts';
import { createDocker, type DockerFeature } from './docker/index.ts';
import { createHome, type HomeFeature } from './home/index.ts';
import { createFiles } from './lib/files.ts';
import { createOwnerLock } from './lib/owner-lock.ts';
import { createScope } from './lib/scope.ts';
import type { Ports } from './ports.ts';
import { createServiceFiles } from './service-files.ts';
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
  /** Finds or makes the home and begins to watch; `watch: false` for a single look (command line). */
  open(options?: { watch: boolean }): Promise<void>;
  end(): Promise<void>;
}
