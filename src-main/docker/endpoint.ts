import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineChoice, EngineOrigin } from '../../src-shared/engines.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { Surroundings } from '../ports.ts';
import { currentContext, readContext } from './contexts.ts';
import { type Endpoint, endpointOf, type TlsMaterial } from './endpoint-address.ts';
import { knownPlaces } from './known-places.ts';

/** One address to be tried, with what it is called. */
export interface NamedEndpoint {
  readonly name: string;
  readonly origin: EngineOrigin;
  readonly endpoint: Endpoint;
}

/** Where the engine may be, in the order of preference. */
export interface Endpoints {
  /** What names them, for messages: `DOCKER_HOST`, `the Docker context colima`, `the usual places`. */
  readonly source: string;
  readonly candidates: readonly NamedEndpoint[];
}

/** What of the surroundings decides which engine is meant. */
export type EndpointSurroundings = Pick<Surroundings, 'env' | 'homeFolder' | 'platform'>;

/** What an engine that was chosen in the app and cannot be used is to be told with. */
const chosenHint =
  'Start it, or choose another one: at the bottom left of the window, or with `persag engine use`; `auto` lets the app choose.';

/**
 * Finds where the engine is (spec 4.1): the one chosen in the app, DOCKER_HOST, DOCKER_CONTEXT, the current context of
 * docker's config, then the places where known engines put their sockets. One that is named explicitly is the only
 * candidate, as with the docker command: another engine that happens to run would hold other containers.
 * Fault: `docker/unreachable` where what is named cannot be used.
 */
export async function findEndpoints(
  surroundings: EndpointSurroundings,
  choice: EngineChoice | null = null,
): Promise<Endpoints> {
  if (choice !== null) return chosenEndpoint(surroundings, choice);
  const { env } = surroundings;
  if (dockerHostOf(env) !== null) {
    const endpoint = await hostEndpoint(surroundings);
    return { source: 'DOCKER_HOST', candidates: [{ name: 'DOCKER_HOST', origin: 'docker-host', endpoint }] };
  }
  const configFolder = configFolderOf(surroundings);
  const named = env.DOCKER_CONTEXT?.trim();
  const name = named || (await currentContext(configFolder));
  if (name && name !== 'default') {
    const endpoint = await contextEndpoint(configFolder, name);
    const origin = named ? 'docker-context' : 'current-context';
    return { source: `the Docker context ${name}`, candidates: [{ name, origin, endpoint }] };
  }
  const candidates = knownPlaces(surroundings).map(({ name, address }) => ({
    ...{ name, origin: 'known-place' as const },
    endpoint: endpointOf(address, null),
  }));
  return { source: 'the usual places', candidates };
}

async function chosenEndpoint(surroundings: EndpointSurroundings, choice: EngineChoice): Promise<Endpoints> {
  const { name } = choice;
  const endpoint = await endpointOfChoice(surroundings, choice).catch((cause) => {
    throw asChosen(cause, name);
  });
  return { source: `${name}, chosen in this app`, candidates: [{ name, origin: 'chosen', endpoint }] };
}

/** A fault of the engine that was chosen, with the way out of it. */
export function asChosen(cause: unknown, name: string): unknown {
  if (!(cause instanceof Fault)) return cause;
  const { code, message, details } = cause;
  return new Fault(code, `${message} It is the engine that was chosen here: ${name}.`, {
    ...{ cause, details },
    hint: chosenHint,
  });
}

/** Where a chosen engine is. Fault: `docker/unreachable`. */
export async function endpointOfChoice(surroundings: EndpointSurroundings, choice: EngineChoice): Promise<Endpoint> {
  if (choice.kind === 'context') return contextEndpoint(configFolderOf(surroundings), choice.name);
  return endpointOf(choice.address, await tlsForAddress(choice.address, surroundings));
}

/** The value of DOCKER_HOST, null where it says nothing. */
export function dockerHostOf(env: EndpointSurroundings['env']): string | null {
  return env.DOCKER_HOST?.trim() || null;
}

/** Where DOCKER_HOST leads. Fault: `docker/unreachable`. */
export async function hostEndpoint({ env, homeFolder }: EndpointSurroundings): Promise<Endpoint> {
  const host = dockerHostOf(env) ?? '';
  const tls = /^(unix|npipe|ssh):/.test(host) ? null : await tlsFromEnvironment(env, homeFolder);
  return endpointOf(host, tls);
}

/** Where a context leads. Fault: `docker/unreachable`. */
export async function contextEndpoint(configFolder: string, name: string): Promise<Endpoint> {
  const { host, tls } = await readContext(configFolder, name);
  return endpointOf(host, tls);
}

/** The folder of docker's own settings. */
export function configFolderOf({ env, homeFolder }: EndpointSurroundings): string {
  return env.DOCKER_CONFIG || join(homeFolder, '.docker');
}

/** The certificates in DOCKER_CERT_PATH where DOCKER_TLS_VERIFY asks for TLS, as the docker command reads them; else null. */
async function tlsFromEnvironment(env: EndpointSurroundings['env'], homeFolder: string): Promise<TlsMaterial | null> {
  if (!env.DOCKER_TLS_VERIFY) return null;
  return certificatesIn(env.DOCKER_CERT_PATH || join(homeFolder, '.docker'), 'DOCKER_HOST asks for TLS, but');
}

/** Certificates for a typed address: an engine behind TLS has the port for it, or says https. */
async function tlsForAddress(address: string, { env, homeFolder }: EndpointSurroundings): Promise<TlsMaterial | null> {
  if (!/^https:|:2376\/?$/.test(address) && !(/^tcp:/.test(address) && env.DOCKER_TLS_VERIFY)) return null;
  return certificatesIn(env.DOCKER_CERT_PATH || join(homeFolder, '.docker'), `${address} is reached by TLS, but`);
}

async function certificatesIn(folder: string, why: string): Promise<TlsMaterial> {
  const read = async (file: string) => {
    try {
      return await readFile(join(folder, file), 'utf8');
    } catch (cause) {
      throw new Fault('docker/unreachable', `${why} ${join(folder, file)} cannot be read.`, { cause });
    }
  };
  const [ca, cert, key] = await Promise.all([read('ca.pem'), read('cert.pem'), read('key.pem')]);
  return { ca, cert, key };
}
