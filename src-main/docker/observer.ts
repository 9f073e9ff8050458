import type { ServiceName } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { Clock, Log } from '../ports.ts';
import type { Board } from './board.ts';
import { coalesce } from './coalesce.ts';
import type { ContainerSummary } from './container-facts.ts';
import { type Connection, type Engine, verify } from './engine.ts';
import { probeHttp } from './health/http-probe.ts';
import { serviceUrl } from './health/service-url.ts';
import type { ModelAnswers } from './model-answers.ts';
import { belongsTo, readAsideName } from './ownership.ts';
import type { ServiceFiles } from './service-files.ts';
import { noteFacts, noteProbe, type ServiceMemory } from './service-memory.ts';

/** Looks at files, engine, containers and services, and puts what it finds on the board. */
export interface Observer {
  /** Reads the files as they are now. */
  readFiles(): Promise<void>;
  /** Files, then containers; a look that is asked for while one goes on begins after it. Never throws. */
  look(): Promise<void>;
  /** Asks one service for /health, where its container runs. */
  probe(name: ServiceName): Promise<void>;
  /** Asks the model hosts whose answers are older than that. */
  askModels(maximumAgeMs: number): Promise<void>;
  /** What containers and /health are now, after a change; without the model hosts. */
  lookAndProbe(): Promise<void>;
  /** All of it at once, bounded by the limits of the parts. */
  lookAtAll(): Promise<void>;
}

/** What an observer needs. */
export interface ObserverPorts {
  readonly board: Board;
  readonly engine: Engine;
  readonly models: ModelAnswers;
  readonly clock: Clock;
  readonly log: Log;
  services(): Promise<readonly ServiceFiles[]>;
  currentUserId(): Promise<string | null>;
  /** Ends every question. */
  readonly signal: AbortSignal;
}

const probeLimitMs = 3000;

/** Makes an observer. */
export function createObserver(ports: ObserverPorts): Observer {
  const { board, engine, clock, log, signal } = ports;

  async function readFiles(): Promise<void> {
    try {
      const [files, user] = await Promise.all([ports.services(), ports.currentUserId()]);
      board.setFiles(files, user);
    } catch (cause) {
      log.error('the files of the services could not be read', cause);
    }
  }

  async function lookOnce(): Promise<void> {
    // The engine is looked for while the files are read.
    const [connection] = await Promise.all([connected(), readFiles()]);
    const begin = clock.tick();
    const seen = connection !== null && (await inspectAll(connection));
    if (signal.aborted) return;
    board.publish();
    if (!seen) return;
    const ms = clock.tick() - begin;
    for (const { files } of board.memories) board.noteProbed(files.name, ['container', 'mounts'], ms);
  }

  async function connected(): Promise<Connection | null> {
    try {
      return await engine.connect();
    } catch {
      // The engine's state says why.
      return null;
    }
  }

  /** @returns whether the engine answered */
  async function inspectAll(connection: Connection): Promise<boolean> {
    try {
      const containers = await connection.calls.list();
      await Promise.all(board.memories.map((memory) => inspectOne(connection, memory, containers, clock.tick())));
      return true;
    } catch (cause) {
      if (signal.aborted) return false;
      // A busy engine can be late with one answer; only one that does not even answer a ping is gone. The difference
      // matters, as giving a connection up ends a switch that may be using it.
      if (cause instanceof Fault) await verify(engine, connection);
      else log.error('the containers could not be looked at', cause);
      return false;
    }
  }

  async function probe(name: ServiceName): Promise<void> {
    const memory = board.memories.find((one) => one.files.name === name);
    const compose = memory?.files.compose;
    if (memory === undefined || compose === undefined || engine.publishedHost === null) return;
    const url = serviceUrl(compose, engine.publishedHost, memory.ports);
    // A paused container takes connections and answers none.
    if (url === null || memory.facts?.running !== true || memory.facts.paused) return;
    const { startedAt } = memory.facts;
    const result = await probeHttp(url, probeLimitMs, signal);
    if (signal.aborted) return;
    noteProbe(memory, startedAt, result);
    board.publish();
    board.noteProbed(name, ['http'], result.ok ? result.ms : null);
  }

  /** Looks go on unattended, so that what nobody expected must end in the log and not end the app. */
  async function guarded(work: Promise<void>): Promise<void> {
    await work.catch((cause) => log.error('the services could not be looked at', cause));
  }

  const look = coalesce(() => guarded(lookOnce()));

  async function probeAll(): Promise<void> {
    await Promise.all(board.memories.map(({ files }) => probe(files.name)));
  }

  return {
    readFiles,
    look,
    probe: (name) => guarded(probe(name)),
    askModels: (maximumAgeMs) => guarded(askModels(ports, maximumAgeMs)),
    async lookAndProbe() {
      await look();
      await probeAll();
    },
    async lookAtAll() {
      await readFiles();
      const asked = askModels(ports, 0);
      await look();
      await Promise.all([asked, probeAll()]);
    },
  };
}

/** Asks the hosts whose answers are older than that, and tells for which services there was an answer. */
async function askModels({ board, models, clock, signal }: ObserverPorts, maximumAgeMs: number): Promise<void> {
  const before = clock.tick();
  await models.ask(board.needs(), { maximumAgeMs, signal });
  if (signal.aborted) return;
  board.publish();
  for (const { files } of board.memories) {
    const answers = board.modelsOf(files.name).flatMap(({ need }) => models.last(need) ?? []);
    const fresh = answers.filter(({ at }) => at >= before);
    const times = fresh.flatMap(({ answer }) => ('ms' in answer ? [answer.ms] : []));
    if (fresh.length > 0) board.noteProbed(files.name, ['model'], times.length === 0 ? null : Math.max(...times));
  }
}

async function inspectOne(
  { calls }: Connection,
  memory: ServiceMemory,
  containers: readonly ContainerSummary[],
  tick: number,
): Promise<void> {
  const summary = mainContainer(memory.files, containers);
  const facts = summary === null ? null : await calls.inspect(summary.id);
  noteFacts(memory, facts, summary?.ports ?? [], tick);
  memory.foreign = foreignImage(memory.files, containers);
}

/** The container of a service in a list: the one of its name, else another of its own; those that stand aside are not it. */
export function mainContainer(files: ServiceFiles, containers: readonly ContainerSummary[]): ContainerSummary | null {
  const { name, folder, compose } = files;
  if (compose === undefined) return null;
  const own = containers.filter(
    (one) => belongsTo(one, { name, folder, compose }) && one.names.every((its) => readAsideName(its) === null),
  );
  return own.find(({ names }) => names.includes(compose.containerName)) ?? own[0] ?? null;
}

/** The image of a container that has the service's name without being its own, null where there is none such. */
function foreignImage({ name, folder, compose }: ServiceFiles, containers: readonly ContainerSummary[]): string | null {
  if (compose === undefined) return null;
  const named = containers.find(({ names }) => names.includes(compose.containerName));
  return named === undefined || belongsTo(named, { name, folder, compose }) ? null : named.image;
}
