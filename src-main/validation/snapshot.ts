import { type ServiceName, serviceNames } from '../../src-shared/docker.ts';
import type { AppError } from '../../src-shared/errors.ts';
import type { HomeState } from '../../src-shared/home.ts';
import type { ComposeService } from '../formats/compose-service.ts';
import { type EnvReading, readEnv } from '../formats/env-file.ts';
import { type EnvStatement, envStatements } from '../formats/env-statements.ts';
import type { Lookup } from '../formats/interpolate.ts';
import { toAppError } from '../lib/app-error.ts';
import type { FileKind } from '../lib/files.ts';
import { userVariables } from '../lib/user-paths.ts';
import { type ComposePlaces, readComposePlaces } from './compose-places.ts';
import type { ValidationPorts } from './ports.ts';

/** A file as it is at this moment. */
export interface FileSnapshot {
  readonly path: string;
  /** Null where it is absent or cannot be read. */
  readonly bytes: Uint8Array | null;
  readonly text: string | null;
  /** Why it cannot be read; null where it is absent or was read. */
  readonly trouble: AppError | null;
}

/** The files of one service, and what they say. */
export interface ServiceSnapshot {
  readonly name: ServiceName;
  readonly folder: string;
  readonly folderKind: FileKind | null;
  readonly composeFile: FileSnapshot;
  readonly envFile: FileSnapshot;
  /** What the compose file says for the current user, or why nobody can tell. */
  readonly compose: ComposeService | null;
  readonly composeError: AppError | null;
  /** Where in the compose file its values stand; null where it is absent or no YAML. */
  readonly places: ComposePlaces | null;
  /** What the compose file's variables stand for. */
  readonly variable: Lookup;
  readonly statements: readonly EnvStatement[];
  readonly env: EnvReading;
}

/** Everything the checks look at, read at one moment. */
export interface HomeSnapshot {
  readonly home: HomeState;
  readonly userIdFile: FileSnapshot;
  /** Null where env.userid cannot be read. */
  readonly userId: string | null;
  /** The settings of the current user; null where there is none or the id leads elsewhere. */
  readonly variables: Readonly<Record<string, string>> | null;
  /** Names that would have a value if anybody knew who is current: no finding of their own. */
  readonly unknown: ReadonlySet<string>;
  readonly services: readonly ServiceSnapshot[];
  /** Of the folders that the files name, what is there. */
  readonly kinds: ReadonlyMap<string, FileKind | null>;
}

/** Reads the home. What cannot be read is a part of the answer, never a fault. */
export async function takeSnapshot(ports: ValidationPorts): Promise<HomeSnapshot> {
  const home = await ports.home();
  const folders = ports.folders();
  const userId = home.currentUser.state === 'known' ? home.currentUser.id : null;
  const variables = userId === null ? null : await ports.variablesFor(userId).catch(() => null);
  const read = await ports.readServices(variables === null ? null : userId);
  const services = await Promise.all(
    serviceNames.map(async (name) => {
      const reading = read.find((one) => one.name === name);
      return serviceSnapshot(ports, name, variables === null ? null : userId, reading ?? {});
    }),
  );
  const named = services.flatMap(({ env }) =>
    env.entries.filter(({ key }) => key === 'DATA_DIR').map(({ value }) => value),
  );
  const kinds = await Promise.all(
    named.map(async (path) => [path, await ports.files.kind(path).catch(() => null)] as const),
  );
  const userIdFile = await fileSnapshot(ports, folders.userIdFile);
  const unknown = new Set(variables === null ? Object.keys(userVariables('', '', '')) : []);
  return { home, userIdFile, userId, variables, unknown, services, kinds: new Map(kinds) };
}

async function serviceSnapshot(
  ports: ValidationPorts,
  name: ServiceName,
  userId: string | null,
  reading: { readonly compose?: ComposeService; readonly error?: AppError },
): Promise<ServiceSnapshot> {
  const { folder, composeFile: composePath, envFile: envPath } = ports.folders().services[name];
  const [composeFile, envFile, folderKind, variable] = await Promise.all([
    fileSnapshot(ports, composePath),
    fileSnapshot(ports, envPath),
    ports.files.kind(folder).catch(() => null),
    ports.composeLookup(name, userId).catch((): Lookup => () => undefined),
  ]);
  return {
    name,
    folder,
    folderKind,
    composeFile,
    envFile,
    compose: reading.compose ?? null,
    composeError: reading.error ?? null,
    places: composeFile.bytes === null ? null : readComposePlaces(composeFile.bytes, composePath),
    variable,
    statements: envFile.text === null ? [] : envStatements(envFile.text).statements,
    env: readEnv(envFile.text ?? '', variable),
  };
}

async function fileSnapshot({ files, log }: ValidationPorts, path: string): Promise<FileSnapshot> {
  try {
    const bytes = await files.read(path);
    const text = bytes === null ? null : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    return { path, bytes, text, trouble: null };
  } catch (cause) {
    return { path, bytes: null, text: null, trouble: toAppError(cause, log) };
  }
}
