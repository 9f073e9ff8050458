import type { EngineChoice, EngineEntry, EngineOrigin } from '../../src-shared/engines.ts';
import { Fault } from '../../src-shared/errors.ts';
import { contextNames, currentContext } from './contexts.ts';
import {
  asChosen,
  configFolderOf,
  contextEndpoint,
  dockerHostOf,
  type EndpointSurroundings,
  endpointOfChoice,
  hostEndpoint,
} from './endpoint.ts';
import { type Endpoint, endpointOf } from './endpoint-address.ts';
import { knownPlaces } from './known-places.ts';
import { ping } from './ping.ts';

/** How long one engine may take to say how it does, in milliseconds; all are asked at once. */
const lookLimitMs = 2000;

/** An engine before it was asked. */
interface Candidate {
  readonly name: string;
  readonly origin: EngineOrigin;
  readonly endpoint: Endpoint | Fault;
}

/**
 * Every engine that could be used, in the order in which they count, each asked how it does. Never throws a fault.
 * @param inUse the address of the engine that is in use, null where none is
 */
export async function listEngines(
  surroundings: EndpointSurroundings,
  choice: EngineChoice | null,
  inUse: string | null,
): Promise<readonly EngineEntry[]> {
  const all = await candidates(surroundings, choice);
  const seen = new Set<string>();
  const distinct = all.filter(({ endpoint, name }) => {
    const key = endpoint instanceof Fault ? `? ${name}` : placeOf(endpoint.address);
    return !seen.has(key) && seen.add(key);
  });
  return Promise.all(distinct.map((one) => entryOf(one, surroundings, inUse)));
}

/** Asks one engine how it does. @throws Fault where it cannot be used */
export async function checkEngine(surroundings: EndpointSurroundings, choice: EngineChoice): Promise<void> {
  await ping(await endpointOfChoice(surroundings, choice), lookLimitMs, surroundings.env);
}

async function candidates(surroundings: EndpointSurroundings, choice: EngineChoice | null): Promise<Candidate[]> {
  const { env } = surroundings;
  const found: Candidate[] = [];
  const add = async (name: string, origin: EngineOrigin, where: () => Promise<Endpoint> | Endpoint) =>
    found.push({ name, origin, endpoint: await endpointOrFault(where) });
  if (choice !== null) await add(choice.name, 'chosen', () => endpointOfChoice(surroundings, choice));
  if (dockerHostOf(env) !== null) await add('DOCKER_HOST', 'docker-host', () => hostEndpoint(surroundings));
  const folder = configFolderOf(surroundings);
  const named = env.DOCKER_CONTEXT?.trim() || null;
  const current = await currentContext(folder);
  const contexts = new Set([named, current, ...(await contextNames(folder))]);
  for (const name of contexts) {
    if (name === null || name === 'default') continue;
    const origin = name === named ? 'docker-context' : name === current ? 'current-context' : 'context';
    await add(name, origin, () => contextEndpoint(folder, name));
  }
  for (const { name, address } of knownPlaces(surroundings)) {
    await add(name, 'known-place', () => endpointOf(address, null));
  }
  return found;
}

async function endpointOrFault(where: () => Promise<Endpoint> | Endpoint): Promise<Endpoint | Fault> {
  try {
    return await where();
  } catch (cause) {
    if (cause instanceof Fault) return cause;
    throw cause;
  }
}

async function entryOf(
  { name, origin, endpoint }: Candidate,
  { env }: EndpointSurroundings,
  inUse: string | null,
): Promise<EngineEntry> {
  const told = (fault: Fault) => (origin === 'chosen' ? (asChosen(fault, name) as Fault) : fault).toAppError();
  if (endpoint instanceof Fault) {
    const condition = { state: 'unusable', error: told(endpoint) } as const;
    return { name, origin, address: '', condition, inUse: false, remark: null };
  }
  const { address } = endpoint;
  const base = { name, origin, address, inUse: address === inUse, remark: remarkOn(endpoint) };
  try {
    return { ...base, condition: { state: 'usable', ...(await ping(endpoint, lookLimitMs, env)) } };
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    return { ...base, condition: { state: 'unusable', error: told(cause) } };
  }
}

function remarkOn({ target, publishedHost, ssh }: Endpoint): string | null {
  if (ssh !== null) return `Both services run on ${ssh.host}; their folders have to be there, too.`;
  if ('socketPath' in target || publishedHost === '127.0.0.1') return null;
  if (target.protocol === 'https') return `Both services run on ${target.host}; their folders have to be there, too.`;
  return `It is reached over the network without TLS: whoever reaches ${target.host} can do everything there.`;
}

/** Two addresses of one socket are one engine. */
function placeOf(address: string): string {
  return address.replace(/^unix:\/\/\/run\//, 'unix:///var/run/');
}
