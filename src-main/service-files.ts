import { type ServiceName, serviceNames } from '../src-shared/docker.ts';
import { Fault } from '../src-shared/errors.ts';
import { whyUnsafe } from '../src-shared/user-id.ts';
import type { ServiceFiles } from './docker/service-files.ts';
import { readCompose } from './formats/compose-file.ts';
import { envValues, readEnv } from './formats/env-file.ts';
import type { HomeFeature } from './home/index.ts';
import { toAppError } from './lib/app-error.ts';
import type { Files } from './lib/files.ts';
import type { Log } from './ports.ts';

/** Reads what the files of both services say at this moment. */
export interface ServiceFilesReader {
  /**
   * For that user; for the one in each env file where nobody is known to be current. Never throws: see `error`.
   * @param instead bytes that are taken in the place of what files hold, by path: what they are going to be
   */
  read(userId: string | null, instead?: ReadonlyMap<string, Uint8Array>): Promise<readonly ServiceFiles[]>;
}

/** Joins the home (where the files are, what they may refer to) and the formats (what they mean). */
export function createServiceFiles(ports: { files: Files; home: HomeFeature; log: Log }): ServiceFilesReader {
  const { files, home, log } = ports;

  async function readOne(name: ServiceName, userId: string | null, readText: ReadText): Promise<ServiceFiles> {
    const { folder, composeFile, envFile } = home.folders().services[name];
    const envUser = await userOf(envFile, readText);
    const base = { name, folder, composeFile, envUser };
    try {
      const text = await readText(composeFile);
      if (text === null) throw new Fault('compose/missing', `${composeFile} is missing.`);
      const known = userId ?? (envUser !== null && whyUnsafe(envUser) === null ? envUser : null);
      const variable = await home.composeLookup(name, known);
      const compose = await withEnvFiles(readText, (readEnvFile) =>
        readCompose(text, { variable, folder, file: composeFile, readEnvFile }),
      );
      return { ...base, compose };
    } catch (cause) {
      return { ...base, error: toAppError(cause, log) };
    }
  }

  async function userOf(envFile: string, readText: ReadText): Promise<string | null> {
    try {
      const text = await readText(envFile);
      return text === null ? null : (envValues(readEnv(text, () => undefined)).get('USER_ID') ?? null);
    } catch {
      // The compose file names this env file too; its reading says why it cannot be read.
      return null;
    }
  }

  return {
    read(userId, instead) {
      const readText: ReadText = async (path) => {
        const bytes = instead?.get(path);
        return bytes === undefined ? files.readText(path) : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
      };
      return Promise.all(serviceNames.map((name) => readOne(name, userId, readText)));
    },
  };
}

type ReadText = Files['readText'];

/** Thrown through a reading to say which file it asks for next. */
class FileAsked extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`${path} is asked for`);
    this.path = path;
  }
}

/** A reading that is pure and asks for env files only on its way: it is begun again for each file it asked for. */
async function withEnvFiles<T>(
  readText: ReadText,
  read: (readEnvFile: (path: string) => string | null) => T,
): Promise<T> {
  const texts = new Map<string, string | null>();
  for (;;) {
    try {
      return read((path) => {
        const text = texts.get(path);
        if (text === undefined) throw new FileAsked(path);
        return text;
      });
    } catch (cause) {
      if (!(cause instanceof FileAsked)) throw cause;
      texts.set(cause.path, await readText(cause.path));
    }
  }
}
