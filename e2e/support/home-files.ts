import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceName } from '../../src-shared/docker.ts';

/** The folders of the two services in a home. */
export const serviceFolders: Readonly<Record<ServiceName, string>> = {
  knowledge: 'lightrag_server',
  memory: 'lightrag_memory_server',
};

/** The env files of the two services, from the home's folder. */
export const envFiles: Readonly<Record<ServiceName, string>> = {
  knowledge: 'lightrag_server/env.server',
  memory: 'lightrag_memory_server/env.memory_server',
};

/** The compose files of the two services, from the home's folder. */
export const composeFiles: Readonly<Record<ServiceName, string>> = {
  knowledge: 'lightrag_server/docker-compose.yml',
  memory: 'lightrag_memory_server/docker-compose.yml',
};

/** The exact texts of the three files that a switch writes. */
export async function switchedFiles(home: string): Promise<Readonly<Record<string, string>>> {
  const paths = ['env.userid', envFiles.knowledge, envFiles.memory];
  const texts = await Promise.all(paths.map((path) => readFile(join(home, path), 'latin1')));
  return Object.fromEntries(paths.map((path, index) => [path, texts[index] ?? '']));
}

/** The same texts as they are to be after a switch: nothing but the user differs. */
export function filesOf(user: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const after = Object.entries(before).map(([path, text]) => [
    path,
    path === 'env.userid' ? `USER_ID="${user}"\n` : text.replace(/^USER_ID=.*$/m, `USER_ID=${user}`),
  ]);
  return Object.fromEntries(after);
}
