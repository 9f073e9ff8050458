import type { Unsubscribe } from '../../src-shared/define.ts';
import type { DockerState, EngineState, LampName, Service, ServiceName } from '../../src-shared/docker.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { Clock, Log } from '../ports.ts';
import type { ContainerFacts } from './container-facts.ts';
import { describeService } from './describe-service.ts';
import { createNovelty, isConsistent } from './docker-state.ts';
import type { ModelSituation } from './health/model-lamp.ts';
import { type ModelNeed, modelNeeds } from './health/model-settings.ts';
import { createLampTimes } from './lamp-times.ts';
import type { ModelAnswers } from './model-answers.ts';
import type { Observation } from './observation.ts';
import { createProbeNews, type ProbeNews } from './probed.ts';
import type { ServiceFiles } from './service-files.ts';
import { emptyMemory, hasJustEnded, mayBeStarting, presentProbe, type ServiceMemory } from './service-memory.ts';

/** All that is known of the services, and the state the window sees, computed from it. */
export interface Board extends ProbeNews {
  /** In the order of the files. */
  readonly memories: readonly ServiceMemory[];
  /** Takes over files as they are now; what is known of the containers stays. */
  setFiles(files: readonly ServiceFiles[], currentUser: string | null): void;
  setBusy(name: ServiceName, busy: Service['busy']): void;
  /**
   * Whether a container that has just ended is shown as one that may be coming back. Only where somebody goes on looking:
   * a single look tells what is.
   */
  expectRestarts(expected: boolean): void;
  /** What the services ask of models. */
  needs(): readonly ModelNeed[];
  /** The same of one service, with what the hosts said. */
  modelsOf(name: ServiceName): readonly ModelSituation[];
  state(): DockerState;
  /** Why the engine cannot be asked, null where it can. */
  engineProblem(): string | null;
  /** The services as they are apart from what is being done to them. */
  plainServices(): readonly Service[];
  /** Tells the listeners where a person would see a difference. */
  publish(): void;
  onChanged(listener: (state: DockerState) => void): Unsubscribe;
}

/** What the board needs to know besides. */
export interface BoardPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly serviceLimitMs: number;
  readonly models: ModelAnswers;
  engineState(): EngineState;
  /** Where published ports are asked. */
  publishedHost(): string;
}

/** Makes an empty board. */
export function createBoard(ports: BoardPorts): Board {
  const { clock, log, engineState, publishedHost } = ports;
  const changed = createEmitter<DockerState>((cause) => log.error('a listener to the services failed', cause));
  const novelty = createNovelty(clock.tick);
  const times = createLampTimes(clock.now);
  const busy = new Map<ServiceName, Service['busy']>();
  let memories: readonly ServiceMemory[] = [];
  let currentUser: string | null = null;
  let restartsExpected = false;

  function observe(memory: ServiceMemory): Observation {
    // That there is no container can be said only by an engine that was asked.
    const engineProblem = problemOf(engineState()) ?? (memory.inspected ? null : 'Docker is being asked.');
    return {
      files: memory.files,
      engineProblem,
      // What was seen of an engine that is gone is no longer known.
      facts: engineProblem === null ? memory.facts : null,
      ports: memory.ports,
      publishedHost: publishedHost(),
      currentUser,
      busy: memory.busy,
      justEnded: restartsExpected && hasJustEnded(memory, clock.tick()),
      probe: presentProbe(memory),
      mayBeStarting: mayBeStarting(memory, clock.now(), ports.serviceLimitMs),
      models: situationsOf(memory, ports),
    };
  }

  function describe(observation: Observation, memory = times): Service {
    const { name } = observation.files;
    return describeService(observation, (lamp, reading) =>
      memory.lamp(name, lamp, reading, beginOf(lamp, observation.facts)),
    );
  }

  function state(): DockerState {
    const observations = memories.map(observe);
    return {
      engine: engineState(),
      services: observations.map((one) => describe(one)),
      consistent: isConsistent(observations),
    };
  }

  return {
    get memories() {
      return memories;
    },
    setFiles(files, user) {
      currentUser = user;
      memories = files.map((one) => memoryOf(one, memories, busy.get(one.name) ?? null));
    },
    setBusy(name, what) {
      busy.set(name, what);
      const memory = memories.find((one) => one.files.name === name);
      if (memory !== undefined) memory.busy = what;
    },
    expectRestarts(expected) {
      restartsExpected = expected;
    },
    needs: () => memories.flatMap((memory) => needsOf(memory.files, publishedHost())),
    modelsOf: (name) => memories.flatMap((memory) => (memory.files.name === name ? situationsOf(memory, ports) : [])),
    state,
    engineProblem: () => problemOf(engineState()),
    plainServices() {
      const apart = createLampTimes(clock.now);
      return memories.map((memory) => describe({ ...observe(memory), busy: null }, apart));
    },
    publish() {
      // Before the files are read it would look as if there were no services.
      if (memories.length === 0) return;
      const now = state();
      if (novelty.isNews(now)) changed.emit(now);
    },
    ...createProbeNews({ clock, log }, () => state().services),
    onChanged: changed.on,
  };
}

/** The same object as before, so that a look under way writes into what is shown. */
function memoryOf(files: ServiceFiles, memories: readonly ServiceMemory[], busy: Service['busy']): ServiceMemory {
  const memory = memories.find((known) => known.files.name === files.name) ?? emptyMemory(files);
  memory.files = files;
  memory.busy = busy;
  return memory;
}

/** When the state of a lamp began, as far as the engine tells. */
function beginOf(lamp: LampName, facts: ContainerFacts | null): string | null {
  if (lamp !== 'container' || facts === null) return null;
  return facts.running ? facts.startedAt : facts.finishedAt;
}

function situationsOf({ files }: ServiceMemory, { models, publishedHost }: BoardPorts): readonly ModelSituation[] {
  return needsOf(files, publishedHost()).map((need) => ({ need, answer: models.of(need) }));
}

function needsOf({ compose }: ServiceFiles, publishedHost: string): readonly ModelNeed[] {
  return compose === undefined ? [] : modelNeeds(compose.environment, publishedHost);
}

function problemOf(engine: EngineState): string | null {
  if (engine.state === 'ready') return null;
  return engine.state === 'connecting' ? 'Docker is being looked for.' : engine.error.message;
}
