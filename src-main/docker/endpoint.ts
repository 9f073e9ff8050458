import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import type { Surroundings } from '../ports.ts';
import { currentContext, readContext } from './contexts.ts';
import { type Endpoint, endpointOf, type TlsMaterial } from './endpoint-address.ts';

/** Where engines may be, in the order of preference. */
export interface Endpoints {
  /** What names them, for messages: `DOCKER_HOST`, `the Docker context colima`, `the usual places`. */
  readonly source: string;
  readonly candidates: readonly Endpoint[];
}

/** What of the surroundings decides which engine is meant. */
export type EndpointSurroundings = Pick<Surroundings, 'env' | 'homeFolder' | 'platform'>;

/**
 * Finds where the engine is (spec 4.1): DOCKER_HOST, DOCKER_CONTEXT, the current context of docker's config, then the
 * places where known engines put their sockets. One that is named explicitly is the only candidate, as with the docker
 * command: another engine that happens to run would hold other containers.
 * Fault: `docker/unreachable` where what is named cannot be used.
 */
export async function findEndpoints(surroundings: EndpointSurroundings): Promise<Endpoints> {
  const { env, homeFolder } = surroundings;
  const host = env.DOCKER_HOST?.trim();
  if (host) {
    const tls = /^(unix|npipe):/.test(host) ? null : await tlsFromEnvironment(env, homeFolder);
    return { source: 'DOCKER_HOST', candidates: [endpointOf(host, tls)] };
  }
  const configFolder = env.DOCKER_CONFIG || join(homeFolder, '.docker');
  const name = env.DOCKER_CONTEXT?.trim() || (await currentContext(configFolder));
  if (name && name !== 'default') {
    const context = await readContext(configFolder, name);
    return { source: `the Docker context ${name}`, candidates: [endpointOf(context.host, context.tls)] };
  }
  return { source: 'the usual places', candidates: usualPlaces(surroundings).map((place) => endpointOf(place, null)) };
}

/** The sockets and pipes of known engines: Docker, Docker Desktop, rootless, colima, OrbStack, Rancher Desktop, Podman. */
export function usualPlaces({ env, homeFolder, platform }: EndpointSurroundings): readonly string[] {
  const inHome = (path: string) => `unix://${homeFolder}/${path}`;
  if (platform === 'win32') {
    return ['docker_engine', 'dockerDesktopLinuxEngine', 'podman-machine-default'].map(
      (pipe) => `npipe:////./pipe/${pipe}`,
    );
  }
  if (platform === 'darwin') {
    return [
      inHome('.docker/run/docker.sock'),
      'unix:///var/run/docker.sock',
      inHome('.colima/default/docker.sock'),
      inHome('.config/colima/default/docker.sock'),
      inHome('.orbstack/run/docker.sock'),
      inHome('.rd/docker.sock'),
      inHome('.local/share/containers/podman/machine/podman.sock'),
    ];
  }
  const runtime = env.XDG_RUNTIME_DIR;
  return [
    ...(runtime ? [`unix://${runtime}/docker.sock`] : []),
    'unix:///var/run/docker.sock',
    inHome('.docker/desktop/docker.sock'),
    inHome('.rd/docker.sock'),
    ...(runtime ? [`unix://${runtime}/podman/podman.sock`] : []),
    'unix:///run/podman/podman.sock',
  ];
}

/** The certificates in DOCKER_CERT_PATH where DOCKER_TLS_VERIFY asks for TLS, as the docker command reads them; else null. */
async function tlsFromEnvironment(env: EndpointSurroundings['env'], homeFolder: string): Promise<TlsMaterial | null> {
  if (!env.DOCKER_TLS_VERIFY) return null;
  const folder = env.DOCKER_CERT_PATH || join(homeFolder, '.docker');
  const read = async (file: string) => {
    try {
      return await readFile(join(folder, file), 'utf8');
    } catch (cause) {
      const message = `DOCKER_HOST asks for TLS, but ${join(folder, file)} cannot be read.`;
      throw new Fault('docker/unreachable', message, { cause });
    }
  };
  const [ca, cert, key] = await Promise.all([read('ca.pem'), read('cert.pem'), read('key.pem')]);
  return { ca, cert, key };
}
