import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { testLabel } from './engine/find-engine.ts';
import { freePort } from './free-port.ts';
import { knowledgeCompose, memoryCompose } from './upstream/compose-files.ts';
import { configIni } from './upstream/config-files.ts';
import { envMemory } from './upstream/env-memory.ts';
import { envServer } from './upstream/env-server.ts';
import { type UpstreamShape, upstreamDefaults } from './upstream/shape.ts';
import { type HomeUser, writeUsers } from './users-registry.ts';

/** A home on disk. */
export interface TestHome {
  readonly folder: string;
  readonly dataRoot: string;
  readonly knowledgePort: number;
  readonly memoryPort: number;
}

/** Options of `writeUpstreamHome`: what upstream's files say where not given. */
export interface UpstreamHomeOptions extends Partial<UpstreamShape> {
  /** charlie and paula.smith where not given. */
  readonly users?: readonly HomeUser[];
  /** Where the registry and the users' folders are; `<folder>/data` where not given. */
  readonly dataRoot?: string;
}

/**
 * Writes a home as upstream 0.9.0 has it: the compose and env files of both services with all their oddities, dead
 * config.ini files, env.userid and the registry. Its DATA_DIR names a folder that is not on this machine.
 */
export async function writeUpstreamHome(folder: string, options: UpstreamHomeOptions = {}): Promise<TestHome> {
  const { users = [{ id: 'charlie', type: 'Admin' }, { id: 'paula.smith' }], dataRoot = join(folder, 'data') } =
    options;
  const shape: UpstreamShape = { ...upstreamDefaults, ...options };
  await writeAll(folder, {
    'env.userid': `USER_ID="${shape.current}"\n`,
    'lightrag_server/docker-compose.yml': knowledgeCompose(shape),
    'lightrag_server/env.server': envServer(shape),
    'lightrag_server/config.ini': configIni(shape.knowledgePort, 16384, 512, 5),
    'lightrag_memory_server/docker-compose.yml': memoryCompose(shape),
    'lightrag_memory_server/env.memory_server': envMemory(shape),
    'lightrag_memory_server/config.ini': configIni(shape.memoryPort, 16367, 1024, 3),
    'lightrag_memory_server/env.save': 'USER_ID=test_user\n',
  });
  await writeUsers(dataRoot, users);
  return { folder, dataRoot, knowledgePort: shape.knowledgePort, memoryPort: shape.memoryPort };
}

/** Options of `writePlainHome`. */
export interface PlainHomeOptions {
  /** The image of both services. */
  readonly image: string;
  /** Anna and Ben where not given. */
  readonly users?: readonly HomeUser[];
  /** The first user where not given. */
  readonly current?: string;
  /** `<folder>/data` where not given. */
  readonly dataRoot?: string;
  /** Where the containers look for models; the seed's where not given. */
  readonly modelUrl?: string;
  /** Free ones where not given. */
  readonly knowledgePort?: number;
  readonly memoryPort?: number;
  /** Added to both containers' names, for an engine on which others have the plain ones. */
  readonly suffix?: string;
}

/**
 * Writes a home as the app itself makes one of its seed, but with ports that are free, and with the label by which
 * tests find their containers on a shared engine.
 * @throws Error where the seed is not as this expects it
 */
export async function writePlainHome(folder: string, options: PlainHomeOptions): Promise<TestHome> {
  const { users = [{ id: 'anna', type: 'Admin' }, { id: 'ben' }], dataRoot = join(folder, 'data') } = options;
  const current = options.current ?? users[0]?.id ?? 'default_user';
  const knowledgePort = options.knowledgePort ?? (await freePort());
  const memoryPort = options.memoryPort ?? (await freePort());
  const services = [
    { name: 'lightrag_server', env: 'env.server', seedPort: 9621, port: knowledgePort },
    { name: 'lightrag_memory_server', env: 'env.memory_server', seedPort: 9622, port: memoryPort },
  ];
  await cp(seed, folder, { recursive: true });
  for (const { name, env, seedPort, port } of services) {
    await edit(join(folder, name, 'docker-compose.yml'), [
      [`"127.0.0.1:${seedPort}:9621"`, `"127.0.0.1:${port}:9621"`],
      [/(container_name: \w+)/, `$1${options.suffix ?? ''}`],
      ['  lightrag:\n', `  lightrag:\n    labels:\n      ${testLabel}: home\n`],
    ]);
    await edit(join(folder, name, env), [
      [/^USER_ID=.*$/m, `USER_ID=${current}`],
      [/^((?:LLM|EMBEDDING)_BINDING_HOST)=(.*)$/gm, `$1=${options.modelUrl ?? '$2'}`],
    ]);
    await writeFile(join(folder, name, '.env'), `LIGHTRAG_IMAGE=${options.image}\n`);
  }
  await writeFile(join(folder, 'env.userid'), `USER_ID="${current}"\n`);
  await writeUsers(dataRoot, users);
  return { folder, dataRoot, knowledgePort, memoryPort };
}

const seed = join(import.meta.dirname, '../../assets/seed');

async function edit(path: string, changes: readonly [what: string | RegExp, by: string][]): Promise<void> {
  let text = await readFile(path, 'utf8');
  for (const [what, by] of changes) {
    if (text.search(what) < 0) throw new Error(`${path} has no ${what} to change.`);
    text = text.replace(what, by);
  }
  await writeFile(path, text);
}

async function writeAll(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}
