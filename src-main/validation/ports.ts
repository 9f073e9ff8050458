import type { ServiceName } from '../../src-shared/docker.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { HomeState } from '../../src-shared/home.ts';
import type { ComposeService } from '../formats/compose-service.ts';
import type { Lookup } from '../formats/interpolate.ts';
import type { Files } from '../lib/files.ts';
import type { Journal } from '../lib/journal.ts';
import type { Log } from '../ports.ts';

/** What validation needs of the rest of the app. */
export interface ValidationPorts {
  readonly files: Files;
  readonly journal: Pick<Journal, 'apply'>;
  readonly log: Log;
  home(): Promise<HomeState>;
  folders(): {
    readonly userIdFile: string;
    readonly services: Readonly<
      Record<ServiceName, { readonly folder: string; readonly composeFile: string; readonly envFile: string }>
    >;
  };
  /** What the compose files say for a user; for nobody in particular where the user is not known. */
  readServices(
    userId: string | null,
  ): Promise<readonly { readonly name: ServiceName; readonly compose?: ComposeService; readonly error?: AppError }[]>;
  /** What a compose file's variables stand for. */
  composeLookup(service: ServiceName, userId: string | null): Promise<Lookup>;
  /** The settings of a user. Fault: `users/id-unsafe`. */
  variablesFor(userId: string): Promise<Readonly<Record<string, string>>>;
  /** Copies the home's files; answers with where. */
  backUp(reason: string): Promise<string>;
  /** Keeps other operations on the home away. Fault: `switching/busy`. */
  hold(what: string): Promise<() => Promise<void>>;
  onFiles(listener: () => void): () => void;
}
