import type { ServiceName } from '../../src-shared/docker.ts';
import { type AppError, Fault } from '../../src-shared/errors.ts';
import type { ComposeService } from '../formats/compose-service.ts';

/** What the files of one service say at this moment, for the current user. */
export interface ServiceFiles {
  readonly name: ServiceName;
  /** The folder of the compose file, absolute. */
  readonly folder: string;
  /** The compose file, absolute. */
  readonly composeFile: string;
  /** The service as its compose file gives it; absent where it cannot be read. */
  readonly compose?: ComposeService;
  /** Why it cannot be read. */
  readonly error?: AppError;
  /** The USER_ID of its env file, null where it has none or cannot be read. */
  readonly envUser: string | null;
}

/** A service whose files can be used. */
export interface ServicePlan {
  readonly name: ServiceName;
  readonly folder: string;
  readonly composeFile: string;
  readonly compose: ComposeService;
}

/** The plan of a service. Fault: the one its files cannot be read for. */
export function planOf(files: ServiceFiles): ServicePlan {
  const { name, folder, composeFile, compose, error } = files;
  if (compose !== undefined) return { name, folder, composeFile, compose };
  if (error === undefined) throw new Fault('compose/missing', `${composeFile} could not be read.`);
  throw new Fault(error.code, error.message, { hint: error.hint, details: error.details ?? [] });
}
