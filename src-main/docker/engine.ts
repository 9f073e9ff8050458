import { Agent as HttpAgent } from 'node:http';
import type { EngineState } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import { type EndpointSurroundings, findEndpoints } from './endpoint.ts';
import type { Endpoint } from './endpoint-address.ts';
import { createEngineCalls, type EngineCalls } from './engine-calls.ts';
import { createImageCalls, type ImageCalls } from './image-calls.ts';
import { type Pong, ping } from './ping.ts';
import { pause } from './time-limit.ts';

/** How long an engine may take to answer the first question. */
const pingLimitMs = 3000;

/** A usable engine, until a call fails because it is gone. */
export interface Connection {
  readonly endpoint: Endpoint;
  readonly calls: EngineCalls;
  readonly images: ImageCalls;
}

/** Finds the engine and keeps the connection; one that is lost is looked for anew at the next `connect`. */
export interface Engine {
  readonly state: EngineState;
  /** Where published ports are asked, null before an engine was found. */
  readonly publishedHost: string | null;
  /** Faults: `docker/not-found`, `docker/no-permission`, `docker/unreachable`, `docker/too-old`. */
  connect(): Promise<Connection>;
  /** Says that a connection no longer works, as the end of its event stream shows. */
  lose(connection: Connection, cause: unknown): void;
  end(): void;
}

/** Makes the engine. @param onChange called when `state` has changed */
export function createEngine(surroundings: EndpointSurroundings, onChange: () => void): Engine {
  let state: EngineState = { state: 'connecting', endpoint: null };
  let current: OpenConnection | null = null;
  let publishedHost: string | null = null;
  let connecting: Promise<Connection> | null = null;

  function set(next: EngineState): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    onChange();
  }

  async function connectAnew(): Promise<Connection> {
    try {
      const { endpoint, pong } = await findEngine(surroundings);
      current = await open(endpoint, pong);
      publishedHost = endpoint.publishedHost;
      set({ state: 'ready', endpoint: endpoint.address, version: pong.version, apiVersion: pong.apiVersion });
      return current.connection;
    } catch (cause) {
      const fault = asFault(cause);
      set({ state: 'unreachable', endpoint: null, error: fault.toAppError() });
      throw fault;
    } finally {
      connecting = null;
    }
  }

  return {
    get state() {
      return state;
    },
    get publishedHost() {
      return publishedHost;
    },
    async connect() {
      if (current !== null) return current.connection;
      connecting ??= connectAnew();
      return connecting;
    },
    lose(connection, cause) {
      if (current?.connection !== connection) return;
      const fault = asFault(cause);
      current.close(fault);
      current = null;
      set({ state: 'unreachable', endpoint: connection.endpoint.address, error: fault.toAppError() });
    },
    end() {
      current?.close(new Fault('docker/unreachable', 'The connection to Docker was closed.'));
      current = null;
    },
  };
}

/** Asks an engine whether it is still there, and gives the connection up where it is not; true where it is. */
export async function verify(engine: Engine, connection: Connection): Promise<boolean> {
  try {
    await ping(connection.endpoint, pingLimitMs);
    return true;
  } catch (cause) {
    engine.lose(connection, cause);
    return false;
  }
}

/**
 * A connection that works now: one known from before is asked, and looked for anew where it does not answer. Tried again
 * and again within the limit, since an engine that restarts is back after a few seconds.
 * Faults: those of `connect`, at the limit.
 */
export async function reach(engine: Engine, limitMs: number, signal: AbortSignal): Promise<Connection> {
  const begin = performance.now();
  for (let wait = 100; ; wait = Math.min(wait * 2, 2000)) {
    try {
      const connection = await engine.connect();
      // Where it is gone, the next `connect` says why.
      return (await verify(engine, connection)) ? connection : await engine.connect();
    } catch (cause) {
      if (performance.now() - begin + wait > limitMs) throw cause;
      await pause(wait, signal);
    }
  }
}

/** The first candidate that answers, in their order; all are asked at once. */
async function findEngine(surroundings: EndpointSurroundings): Promise<{ endpoint: Endpoint; pong: Pong }> {
  const { source, candidates } = await findEndpoints(surroundings);
  const faults: Fault[] = [];
  const asked = candidates.map(async (endpoint) => {
    try {
      return { endpoint, pong: await ping(endpoint, pingLimitMs) };
    } catch (cause) {
      faults.push(asFault(cause));
      return null;
    }
  });
  for (const answer of asked) {
    const found = await answer;
    if (found !== null) return found;
  }
  throw mostTelling(faults, source, candidates);
}

/** A socket that is there and refuses says more than one that is not there. */
function mostTelling(faults: readonly Fault[], source: string, candidates: readonly Endpoint[]): Fault {
  const order = ['docker/too-old', 'docker/no-permission', 'docker/unreachable'];
  for (const code of order) {
    const fault = faults.find((one) => one.code === code);
    if (fault !== undefined) return fault;
  }
  const places = candidates.map((endpoint) => endpoint.address);
  const where = places.length === 1 ? `${places[0]} (${source})` : source;
  return new Fault('docker/not-found', `There is no Docker engine at ${where}.`, { details: places });
}

interface OpenConnection {
  readonly connection: Connection;
  /** Ends all its open calls with a fault. */
  close(fault: Fault): void;
}

async function open(endpoint: Endpoint, pong: Pong): Promise<OpenConnection> {
  // Loaded here and not above: the client is large, and a look at an engine that is not there needs none of it.
  const { default: Client } = await import('dockerode');
  const { target } = endpoint;
  const secure = 'protocol' in target && target.protocol === 'https';
  const Agent = secure ? (await import('node:https')).Agent : HttpAgent;
  const agent = new Agent({ keepAlive: true });
  // Every field is given, because the client fills those left out from DOCKER_HOST.
  const nothing = { host: undefined, port: undefined, socketPath: undefined, ca: undefined, cert: undefined };
  const plain = { ...nothing, key: undefined, protocol: 'http' as const };
  const options = { ...plain, ...target, agent, version: `v${pong.apiVersion}` };
  const docker = new Client(options);
  const lost = new AbortController();
  return {
    connection: {
      endpoint,
      calls: createEngineCalls(docker, endpoint.address, lost.signal),
      images: createImageCalls(docker, endpoint.address),
    },
    close(fault) {
      lost.abort(fault);
      agent.destroy();
    },
  };
}

function asFault(cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  return new Fault('docker/unreachable', `The Docker engine cannot be used: ${text}.`, { cause });
}
