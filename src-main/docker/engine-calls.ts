import type { Readable } from 'node:stream';
import type Dockerode from 'dockerode';
import { Fault } from '../../src-shared/errors.ts';
import type { ComposeNetwork, ComposeVolume } from '../formats/compose-service.ts';
import { type ContainerFacts, type ContainerSummary, readFacts, readSummary } from './container-facts.ts';
import { connectionFault, nullWhereGone, statusOf } from './engine-fault.ts';
import { type EngineStreams, engineStreams } from './engine-streams.ts';
import { exitOf } from './exit-of.ts';
import { logLines } from './log-lines.ts';
import { untilAborted, withLimit } from './time-limit.ts';

/** Options for a new container, with its name. */
export type CreateOptions = Dockerode.ContainerCreateOptions & { readonly name: string };

/**
 * What the app asks of an engine; every call ends within a limit. A connection that fails throws the fault for it
 * (`docker/unreachable` and its like); what the engine refuses is thrown as the client gives it, for the caller knows
 * what it was about.
 */
export interface EngineCalls extends EngineStreams {
  /** All containers, running or not. */
  list(): Promise<readonly ContainerSummary[]>;
  /** Null where there is no such container. */
  inspect(idOrName: string): Promise<ContainerFacts | null>;
  hasImage(image: string): Promise<boolean>;
  /** Answers with the id. */
  create(options: CreateOptions): Promise<string>;
  /** Fine where it runs already. */
  start(id: string): Promise<void>;
  /** Resumes a paused container. */
  unpause(id: string): Promise<void>;
  /**
   * Lets it end by itself for the grace period it was made with, then kills it; fine where it does not run or is gone.
   * @param graceSeconds that period where it is known; only the client's own patience depends on it
   */
  stop(id: string, graceSeconds: number | null): Promise<void>;
  restart(id: string, graceSeconds: number | null): Promise<void>;
  rename(id: string, name: string): Promise<void>;
  /** Removes a container, running or not; fine where it is gone. @param volumes with its unnamed volumes */
  remove(id: string, volumes: boolean): Promise<void>;
  /**
   * Answers when the container does not run (any more) or the engine has started it again, with its exit code; null where
   * that is not known. No limit but the signal.
   */
  exited(id: string, signal: AbortSignal): Promise<number | null>;
  lastLines(id: string, count: number): Promise<string[]>;
  networkNames(filter: string): Promise<readonly string[]>;
  createNetwork(network: ComposeNetwork, labels: Readonly<Record<string, string>>): Promise<void>;
  /** Puts a container into a network; fine where it is in it. */
  connectNetwork(name: string, id: string, endpoint: Readonly<Record<string, unknown>>): Promise<void>;
  hasVolume(name: string): Promise<boolean>;
  createVolume(volume: ComposeVolume, labels: Readonly<Record<string, string>>): Promise<void>;
  /** The stream of container events, until the signal. */
  events(signal: AbortSignal): Promise<Readable>;
}

const second = 1000;
/** Questions are quick; what starts or removes may wait for disks and virtual machines. */
const limits = { question: 10 * second, change: 60 * second, start: 120 * second };
/** The engine waits the grace period, kills, and waits a little more: the client must not give up before it. */
const stopMargin = 20 * second;
/** The longest default grace period of an engine (30 s on Windows), for containers that set none. */
const defaultGrace = 30;

/** Puts a limit on a call and turns a failed connection into its fault. */
type Ask = <T>(what: string, limitMs: number, run: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/**
 * Makes the calls.
 * @param address the engine's, for messages
 * @param lost ends all open calls with its reason: an answer that breaks off in its middle would else cost the limit
 * @param suspect told when a connection failed: the engine may be gone
 */
export function createEngineCalls(
  docker: Dockerode,
  address: string,
  lost: AbortSignal,
  suspect: () => void = () => undefined,
): EngineCalls {
  const ask: Ask = async (what, limitMs, run) => {
    try {
      const call = withLimit(limitMs, run, () => {
        const message = `The Docker engine at ${address} did not ${what} within ${limitMs / second} s.`;
        return new Fault('docker/unreachable', message);
      });
      return await untilAborted(call, lost);
    } catch (cause) {
      const fault = connectionFault(cause, address);
      if (fault === null) throw cause;
      if (!lost.aborted) suspect();
      throw fault;
    }
  };
  return {
    ...questions(docker, ask),
    ...changes(docker, ask),
    ...engineStreams(docker, (what, run) => ask(what, limits.question, run)),
  };
}

type Questions = Pick<
  EngineCalls,
  'list' | 'inspect' | 'hasImage' | 'exited' | 'lastLines' | 'networkNames' | 'hasVolume' | 'events'
>;

function questions(docker: Dockerode, ask: Ask): Questions {
  return {
    list: () =>
      ask('list its containers', limits.question, async (abortSignal) => {
        const answer: readonly unknown[] = await docker.listContainers({ all: true, abortSignal });
        return answer.map(readSummary);
      }),
    inspect: (id) =>
      ask('describe a container', limits.question, async (abortSignal) =>
        nullWhereGone(docker.getContainer(id).inspect({ abortSignal }).then(readFacts)),
      ),
    hasImage: (image) =>
      ask('look for an image', limits.question, async () => {
        const found = docker.getImage(image).inspect();
        return (await nullWhereGone(found.then(() => true))) ?? false;
      }),
    exited: (id, signal) => exitOf(docker, id, signal),
    lastLines: (id, count) =>
      ask('show a log', limits.question, async (abortSignal) =>
        logLines(await docker.getContainer(id).logs({ stdout: true, stderr: true, tail: count, abortSignal })),
      ),
    networkNames: (filter) =>
      ask('list its networks', limits.question, async (abortSignal) => {
        const answer = await docker.listNetworks({ filters: { name: [filter] }, abortSignal });
        return answer.map((network) => network.Name);
      }),
    hasVolume: (name) =>
      ask('look for a volume', limits.question, async (abortSignal) => {
        const found = docker.getVolume(name).inspect({ abortSignal });
        return (await nullWhereGone(found.then(() => true))) ?? false;
      }),
    events: (abortSignal) =>
      ask('open its event stream', limits.question, async (limit) => {
        const both = AbortSignal.any([abortSignal, limit]);
        const stream = await docker.getEvents({ filters: { type: ['container'] }, abortSignal: both });
        return stream as Readable;
      }),
  };
}

type Changes = Omit<EngineCalls, keyof Questions | keyof EngineStreams>;

function changes(docker: Dockerode, ask: Ask): Changes {
  const graceLimit = (graceSeconds: number | null) => (graceSeconds ?? defaultGrace) * second + stopMargin;
  return {
    create: (options) =>
      ask('create a container', limits.change, async (abortSignal) => {
        const container = await docker.createContainer({ ...options, abortSignal });
        return container.id;
      }),
    start: (id) =>
      ask('start a container', limits.start, (abortSignal) =>
        fine([304], docker.getContainer(id).start({ abortSignal })),
      ),
    unpause: (id) => ask('resume a container', limits.change, () => fine([], docker.getContainer(id).unpause())),
    stop: (id, grace) =>
      ask('stop a container', graceLimit(grace), (abortSignal) =>
        fine([304, 404], docker.getContainer(id).stop({ abortSignal })),
      ),
    restart: (id, grace) =>
      ask('restart a container', graceLimit(grace) + limits.start, (abortSignal) =>
        fine([], docker.getContainer(id).restart({ abortSignal })),
      ),
    rename: (id, name) =>
      ask('rename a container', limits.change, (abortSignal) =>
        fine([], docker.getContainer(id).rename({ name, abortSignal })),
      ),
    remove: (id, volumes) =>
      ask('remove a container', limits.change, (abortSignal) =>
        // 409: another request removes it at this moment.
        fine([404, 409], docker.getContainer(id).remove({ force: true, v: volumes, abortSignal })),
      ),
    createNetwork: (network, Labels) =>
      ask('create a network', limits.change, async (abortSignal) => {
        await docker.createNetwork({ ...networkOptions(network), Labels: { ...Labels }, abortSignal });
      }),
    connectNetwork: (name, Container, EndpointConfig) =>
      ask('put a container into a network', limits.change, () =>
        fine([403], docker.getNetwork(name).connect({ Container, EndpointConfig })),
      ),
    createVolume: ({ name, driver, options }, Labels) =>
      ask('create a volume', limits.change, async (abortSignal) => {
        const Driver = driver === '' ? {} : { Driver: driver };
        await docker.createVolume({
          Name: name,
          ...Driver,
          DriverOpts: { ...options },
          Labels: { ...Labels },
          abortSignal,
        });
      }),
  };
}

function networkOptions({ name, driver, options, internal, attachable, ipv6, subnets }: ComposeNetwork) {
  const Config = subnets.map(({ subnet, gateway, range }) => ({
    ...(subnet === '' ? {} : { Subnet: subnet }),
    ...(gateway === '' ? {} : { Gateway: gateway }),
    ...(range === '' ? {} : { IPRange: range }),
  }));
  return {
    Name: name,
    CheckDuplicate: true,
    ...(driver === '' ? {} : { Driver: driver }),
    ...(Object.keys(options).length === 0 ? {} : { Options: { ...options } }),
    ...(internal ? { Internal: true } : {}),
    ...(attachable ? { Attachable: true } : {}),
    ...(ipv6 ? { EnableIPv6: true } : {}),
    ...(subnets.length === 0 ? {} : { IPAM: { Config } }),
  };
}

async function fine(statuses: readonly number[], call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (cause) {
    const status = statusOf(cause);
    if (status === null || !statuses.includes(status)) throw cause;
  }
}
