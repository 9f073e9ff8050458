import type { EngineState } from '../../src-shared/docker.ts';
import type { EngineChoice } from '../../src-shared/engines.ts';
import { Fault } from '../../src-shared/errors.ts';
import { asChosen, type EndpointSurroundings, findEndpoints } from './endpoint.ts';
import {
  type Connection,
  type FoundEngine,
  type OpenConnection,
  openConnection,
  type UsedEngine,
} from './open-connection.ts';
import { ping } from './ping.ts';
import { pause } from './time-limit.ts';

export type { Connection } from './open-connection.ts';

/** How long an engine may take to answer the first question. */
const pingLimitMs = 3000;

/** Finds the engine and keeps the connection; one that is lost is looked for anew at the next `connect`. */
export interface Engine {
  readonly state: EngineState;
  /** Where published ports are asked, null before an engine was found. */
  readonly publishedHost: string | null;
  /** The one that is connected to, null where none is. */
  readonly used: UsedEngine | null;
  /** Faults: `docker/not-found`, `docker/no-permission`, `docker/unreachable`, `docker/too-old`. */
  connect(): Promise<Connection>;
  /** Says that a connection no longer works, as the end of its event stream shows. */
  lose(connection: Connection, cause: unknown): void;
  /** Asks one that is connected to whether it is still there. Faults: those of `connect`. */
  ask(connection: Connection): Promise<void>;
  /** Lets go of the engine: another one may have been chosen. Open calls end with `docker/unreachable`. */
  forget(): void;
  end(): void;
}

/** The engine chosen in the app, read anew at each connection; null where the app chooses. */
export type ReadEngineChoice = () => Promise<EngineChoice | null>;

const nobodyChose: ReadEngineChoice = async () => null;

/** Makes the engine. @param onChange called when `state` has changed */
export function createEngine(
  surroundings: EndpointSurroundings,
  onChange: () => void,
  choice: ReadEngineChoice = nobodyChose,
): Engine {
  let state: EngineState = { state: 'connecting', endpoint: null };
  let current: OpenConnection | null = null;
  let publishedHost: string | null = null;
  let connecting: Promise<Connection> | null = null;
  /** Grows with every `forget`, so that an answer that was on its way then is not taken. */
  let times = 0;

  function set(next: EngineState): void {
    if (JSON.stringify(next) === JSON.stringify(state)) return;
    state = next;
    onChange();
  }

  async function connectAnew(): Promise<Connection> {
    const begun = times;
    try {
      const found = await findEngine(surroundings, await choice());
      const { endpoint, pong } = found;
      const opened = await openConnection(found, surroundings.env, suspect);
      if (begun !== times) {
        opened.close(changing());
        return await connectAnew();
      }
      current = opened;
      publishedHost = endpoint.publishedHost;
      set({ state: 'ready', endpoint: endpoint.address, version: pong.version, apiVersion: pong.apiVersion });
      return current.connection;
    } catch (cause) {
      if (begun !== times) return await connectAnew();
      const fault = asFault(cause);
      set({ state: 'unreachable', endpoint: null, error: fault.toAppError() });
      throw fault;
    }
  }

  const suspect = createSuspicion((connection) => verify(made, connection));
  const made: Engine = {
    get state() {
      return state;
    },
    get publishedHost() {
      return publishedHost;
    },
    get used() {
      return current?.used ?? null;
    },
    async connect() {
      if (current !== null) return current.connection;
      connecting ??= connectAnew().finally(() => {
        connecting = null;
      });
      return connecting;
    },
    async ask({ endpoint }) {
      await ping(endpoint, pingLimitMs, surroundings.env);
    },
    lose(connection, cause) {
      if (current?.connection !== connection) return;
      const fault = asFault(cause);
      current.close(fault);
      current = null;
      set({ state: 'unreachable', endpoint: connection.endpoint.address, error: fault.toAppError() });
    },
    forget() {
      times += 1;
      current?.close(changing());
      current = null;
      publishedHost = null;
      set({ state: 'connecting', endpoint: null });
    },
    end() {
      current?.close(new Fault('docker/unreachable', 'The connection to Docker was closed.'));
      current = null;
    },
  };
  return made;
}

/** Has a connection of which a call failed looked at, once however many calls fail at a time. */
function createSuspicion(look: (connection: Connection) => Promise<unknown>): (connection: Connection) => void {
  const underWay = new Set<Connection>();
  return (connection) => {
    if (underWay.has(connection)) return;
    underWay.add(connection);
    void look(connection).finally(() => underWay.delete(connection));
  };
}

/** Asks an engine whether it is still there, and gives the connection up where it is not; true where it is. */
export async function verify(engine: Engine, connection: Connection): Promise<boolean> {
  try {
    await engine.ask(connection);
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
async function findEngine(surroundings: EndpointSurroundings, choice: EngineChoice | null): Promise<FoundEngine> {
  const { source, candidates } = await findEndpoints(surroundings, choice);
  const faults: Fault[] = [];
  const asked = candidates.map(async (candidate) => {
    try {
      return { ...candidate, pong: await ping(candidate.endpoint, pingLimitMs, surroundings.env) };
    } catch (cause) {
      faults.push(asFault(cause));
      return null;
    }
  });
  for (const answer of asked) {
    const found = await answer;
    if (found !== null) return found;
  }
  const addresses = candidates.map(({ endpoint }) => endpoint.address);
  const fault = mostTelling(faults, source, addresses);
  throw choice === null ? fault : asChosen(fault, choice.name);
}

/** A socket that is there and refuses says more than one that is not there. */
function mostTelling(faults: readonly Fault[], source: string, places: readonly string[]): Fault {
  const order = [
    ...['docker/too-old', 'docker/no-permission', 'docker/ssh-failed', 'docker/tls-failed', 'docker/unreachable'],
  ];
  for (const code of order) {
    const fault = faults.find((one) => one.code === code);
    if (fault !== undefined) return fault;
  }
  const where = places.length === 1 ? `${places[0]} (${source})` : source;
  return new Fault('docker/not-found', `There is no Docker engine at ${where}.`, { details: places });
}

function changing(): Fault {
  return new Fault('docker/unreachable', 'The app has changed to another Docker engine.');
}

function asFault(cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  return new Fault('docker/unreachable', `The Docker engine cannot be used: ${text}.`, { cause });
}
