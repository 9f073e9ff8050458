import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { Fault } from '../../src-shared/errors.ts';
import type { TlsMaterial } from './endpoint-address.ts';

const configShape = z.object({ currentContext: z.string().optional() });
const nameShape = z.object({ Name: z.string().min(1) });
const metaShape = z.object({ Endpoints: z.object({ docker: z.object({ Host: z.string() }) }) });

/** The context chosen with `docker context use`, or null where none is or the config cannot be read. */
export async function currentContext(configFolder: string): Promise<string | null> {
  try {
    const text = await readFile(join(configFolder, 'config.json'), 'utf8');
    return configShape.parse(JSON.parse(text)).currentContext ?? null;
  } catch {
    // Like the docker command: a config that is absent or broken chooses no context.
    return null;
  }
}

/**
 * Where a context's engine is, with its certificates. Docker keeps a context in folders named by the SHA-256 of its name.
 * Fault: `docker/unreachable` where there is no such context.
 */
export async function readContext(
  configFolder: string,
  name: string,
): Promise<{ readonly host: string; readonly tls: TlsMaterial | null }> {
  const id = createHash('sha256').update(name).digest('hex');
  const file = join(configFolder, 'contexts', 'meta', id, 'meta.json');
  try {
    const meta = metaShape.parse(JSON.parse(await readFile(file, 'utf8')));
    return {
      host: meta.Endpoints.docker.Host,
      tls: await readTls(join(configFolder, 'contexts', 'tls', id, 'docker')),
    };
  } catch (cause) {
    throw new Fault('docker/unreachable', `There is no usable Docker context ${name} (looked for ${file}).`, {
      cause,
      hint: '`docker context ls` shows the contexts there are; `docker context use default` goes back to the usual one.',
    });
  }
}

/** The names of all contexts there are, sorted; a folder that cannot be read has none. */
export async function contextNames(configFolder: string): Promise<readonly string[]> {
  const folder = join(configFolder, 'contexts', 'meta');
  const ids = await readdir(folder).catch(() => []);
  const names = ids.map(async (id) => {
    try {
      return [nameShape.parse(JSON.parse(await readFile(join(folder, id, 'meta.json'), 'utf8'))).Name];
    } catch {
      return [];
    }
  });
  return (await Promise.all(names)).flat().sort();
}

async function readTls(folder: string): Promise<TlsMaterial | null> {
  const read = async (file: string) => readFile(join(folder, file), 'utf8').catch(() => null);
  const [ca, cert, key] = await Promise.all([read('ca.pem'), read('cert.pem'), read('key.pem')]);
  if (ca === null && cert === null && key === null) return null;
  return { ...(ca === null ? {} : { ca }), ...(cert === null ? {} : { cert }), ...(key === null ? {} : { key }) };
}
