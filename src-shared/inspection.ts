import * as z from 'zod';
import { call } from './define.ts';
import { serviceNames } from './docker.ts';

/** A value as it is shown: `value` is null where it is a secret, of which only a reveal tells more. */
export interface ShownValue {
  readonly value: string | null;
  readonly isEmpty: boolean;
}

/** One variable in the container and in the files. */
export interface VariableRow {
  readonly name: string;
  /** In the container as it runs, null where it has none of that name. */
  readonly container: ShownValue | null;
  /** As Compose would hand it to a new container, null where the files have none of that name. */
  readonly file: ShownValue | null;
  /** `image`: in the container and not in the files, as what the image brings along. */
  readonly verdict: 'same' | 'differs' | 'image' | 'only-file';
  readonly isSecret: boolean;
}

/** The environment of a service. */
export interface EnvironmentView {
  /** Null where there is no container, or it cannot be asked; then `why` says so. */
  readonly container: string | null;
  readonly why: string | null;
  /** Why the files cannot be read, null where they can. */
  readonly filesError: string | null;
  readonly rows: readonly VariableRow[];
}

/** A folder or file of the host in the container. */
export interface MountRow {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  /** bind, volume, tmpfs. */
  readonly type: string;
  /** The user whose folder it is, null where it is nobody's. */
  readonly owner: string | null;
  /** What is at that place on this computer; null where it cannot be told, as for volumes of the engine. */
  readonly kind: 'folder' | 'file' | 'other' | 'missing' | null;
  /** In the container, in the files, or in both. */
  readonly where: 'both' | 'only-container' | 'only-files';
}

/** The mounts of a service. */
export interface MountsView {
  readonly container: string | null;
  readonly why: string | null;
  readonly rows: readonly MountRow[];
}

/** How much a mounted folder holds. */
export interface MountSize {
  readonly files: number;
  readonly bytes: number;
  /** False where some of it could not be read, or there was no end of it. */
  readonly complete: boolean;
}

/** What the engine says of a container. */
export interface EngineDescription {
  readonly container: string;
  /** JSON of several lines; secrets are masked. */
  readonly json: string;
}

const service = z.enum(serviceNames);
const name = z.string().min(1).max(300);
/** A mount that was shown: what the files would put at a place may be another folder than the one that is there. */
const mount = z.object({ service, target: z.string().min(1).max(4096), where: z.enum(['container', 'files']) });

/** What a service's container really has, beside what the files say. */
export const inspection = {
  environment: call(z.object({ service })).returns<EnvironmentView>(),
  /** The one secret that was asked for. */
  reveal: call(z.object({ service, name, where: z.enum(['container', 'file']) })).returns<{ readonly value: string }>(),
  mounts: call(z.object({ service })).returns<MountsView>(),
  /** Counts what is in a mounted folder; that can take a while. */
  measure: call(mount).returns<MountSize>(),
  /** Opens a mounted folder in the file manager. */
  openMount: call(mount).returns<null>(),
  /** Null where there is no container. */
  describe: call(z.object({ service })).returns<EngineDescription | null>(),
};
