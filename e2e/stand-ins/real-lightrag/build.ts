import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { archiveKey, rootArchive } from './root-archive.ts';

/**
 * Makes sure that an engine has the image of the real server, of the archive in the cache folder.
 * @returns its name
 * @throws Error where it cannot be made
 */
export async function ensureRealImage(docker: Docker, report: (line: string) => void): Promise<string> {
  const base = `persag-real/base:${await archiveKey()}`;
  const recipe = await readFile(join(import.meta.dirname, 'Dockerfile'));
  const name = `persag-real/lightrag:${createHash('sha256').update(base).update(recipe).digest('hex').slice(0, 12)}`;
  if (await isThere(docker, name)) return name;
  const archive = await rootArchive(report);
  report('Importing the image of the real LightRAG server ...');
  const begin = performance.now();
  const [repo, tag] = base.split(':');
  if (!(await isThere(docker, base))) await finish(docker, await docker.importImage(archive, { repo, tag }));
  const context = { context: import.meta.dirname, src: ['Dockerfile'] };
  await finish(
    docker,
    await docker.buildImage(context, { t: name, buildargs: { BASE: base }, rm: true, forcerm: true }),
  );
  report(`The image ${name} is made (${((performance.now() - begin) / 1000).toFixed(1)} s).`);
  return name;
}

async function isThere(docker: Docker, name: string): Promise<boolean> {
  try {
    await docker.getImage(name).inspect();
    return true;
  } catch (cause) {
    if ((cause as { statusCode?: number }).statusCode === 404) return false;
    throw cause;
  }
}

/** Reads the engine's report to its end; an error in it fails. */
function finish(docker: Docker, stream: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(stream, (cause) => (cause === null ? resolve() : reject(cause)));
  });
}
