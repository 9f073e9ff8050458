import type { ServiceName } from '../../src-shared/docker.ts';
import type { ComposeService } from '../formats/compose-service.ts';
import type { Disk } from '../lib/disk.ts';
import type { Desktop } from '../ports.ts';

/** A mount as an inspection gives it. */
export interface SeenMount {
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** What an inspection needs of a container. */
export interface SeenContainer {
  readonly id: string;
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly mounts: readonly SeenMount[];
}

/** What the inspection asks of the rest of the app. */
export interface InspectionPorts {
  /** The container of a service as it is now, null where there is none. Faults: those of the engine. */
  container(name: ServiceName): Promise<SeenContainer | null>;
  /** What the engine says of a container, null where it is gone. Faults: those of the engine. */
  describe(id: string): Promise<unknown>;
  /** What the files say of a service for the current user, or why they cannot be read. */
  files(name: ServiceName): Promise<{ readonly compose: ComposeService } | { readonly why: string }>;
  /** The folder that has one folder a user, null where it is not known. */
  usersFolder(): Promise<string | null>;
  readonly disk: Disk;
  readonly desktop: Pick<Desktop, 'openFolder'> | null;
}
