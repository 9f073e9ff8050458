import type { Feature, Unsubscribe } from '../../src-shared/define.ts';
import type { DockerState, docker, ServiceName } from '../../src-shared/docker.ts';
import type { EngineChoice, EngineEntry } from '../../src-shared/engines.ts';
import type { PortView } from '../../src-shared/ports.ts';
import type { Clock, Log, Surroundings } from '../ports.ts';
import type { Comparison } from './comparison.ts';
import type { ContainerUse, UsedFolder } from './container-uses.ts';
import type { ForeseenReplacement } from './foresee.ts';
import type { ModelSituation } from './health/model-lamp.ts';
import type { ImageCalls } from './image-calls.ts';
import type { UsedEngine } from './open-connection.ts';
import type { Probed } from './probed.ts';
import type { ServiceReading } from './reading.ts';
import type { UnderWay } from './recover-replacement.ts';
import type { Replacement, ReplacementWays } from './replacement.ts';
import type { ServiceFiles } from './service-files.ts';
import type { ServiceStatus } from './status.ts';

/** What the docker feature asks of the rest of the app. */
export interface DockerPorts {
  /** The files of both services as they are now, for the current user. */
  services(): Promise<readonly ServiceFiles[]>;
  /** Null where env.userid cannot be read. */
  currentUserId(): Promise<string | null>;
  readonly surroundings: Pick<Surroundings, 'env' | 'homeFolder' | 'platform' | 'version'>;
  readonly clock: Clock;
  readonly log: Log;
  /** The engine that was chosen in the app, asked at every connection; the app chooses where this is left out. */
  engineChoice?(): Promise<EngineChoice | null>;
  /** How long a service may take to answer, in milliseconds. */
  readonly serviceLimitMs: number;
}

/** The docker feature: the two services and the engine they run on. */
export interface DockerFeature extends Feature<typeof docker> {
  /** Keeps the state true from now on, by events, regular looks and probes, until `end`. */
  watch(): void;
  /** Whether anybody looks at a window: while nobody does, a watch asks the engine nothing but its events. */
  setSeen(seen: boolean): void;
  /** One complete look, probes included; 3 s for each host that does not answer. */
  refresh(): Promise<DockerState>;
  /** Files may have changed: a watch looks at all of it, unless a switch is at work, which is followed by a look. */
  noteChange(): void;
  /** Time may have passed unseen, as while the computer slept: a watch connects anew and looks at everything. */
  noteWake(): void;
  /** All engines there are, each asked how it does. Never throws a fault. */
  listEngines(choice: EngineChoice | null): Promise<readonly EngineEntry[]>;
  /** Asks an engine that may be chosen whether it can be used. Faults: those of an engine. */
  checkEngine(choice: EngineChoice): Promise<void>;
  /** The engine that is connected to, null where none is. */
  usedEngine(): UsedEngine | null;
  /** Leaves the engine for the one that is to be used now; answers when it is there, or throws its fault. */
  changeEngine(): Promise<void>;
  /** How each published port of the services stands, and who has what they cannot have. Never throws a fault. */
  viewPorts(): Promise<readonly PortView[]>;
  /** Why a port of the host cannot be had, in a few words; null where it is free. */
  whyPortTaken(address: string, port: number, protocol: string): Promise<string | null>;
  /** A free port near that one, null where none is near. */
  freePortFor(address: string, port: number, protocol: string): Promise<number | null>;
  /** Those published ports at which somebody on this computer listens; asks no engine. */
  listeningHere(): Promise<readonly number[]>;
  /** Throws the engine's fault where there is none to use. */
  ready(): Promise<void>;
  /** Files usable, engine there, names, images and ports free or ours. Changes nothing; throws the first reason. */
  preflight(services: readonly ServiceFiles[], signal: AbortSignal): Promise<void>;
  /** What a replacement of these services would do, and everything that stands in its way. Changes nothing. */
  foresee(services: readonly ServiceFiles[]): Promise<ForeseenReplacement>;
  /**
   * Prepares new containers from these files, or restarts; nothing is changed before its `create`. Faults:
   * `docker/name-taken`, `docker/refused` where a container to restart is gone.
   */
  beginReplacement(services: readonly ServiceFiles[], ways?: ReplacementWays): Promise<Replacement>;
  /** The same after `preflight`, and with its faults. */
  checkedReplacement(services: readonly ServiceFiles[], signal: AbortSignal): Promise<Replacement>;
  /**
   * Brings back what a replacement of a process that is gone had put aside; may be repeated.
   * @param record what that replacement set out from
   * @returns what is not as before, in words. Faults: those of the engine, `docker/port-taken`, `docker/refused`
   */
  takeBackReplacement(record: unknown, underWay: UnderWay): Promise<readonly string[]>;
  /** Removes the old containers of a replacement that had succeeded; may be repeated. Faults: those of the engine. */
  finishReplacement(record: unknown): Promise<void>;
  /** Those of these services that have no running container; all where nobody can tell, for lack of an engine. */
  notRunning(names: readonly ServiceName[]): Promise<readonly ServiceName[]>;
  /** Compares the containers with these files: as they were last seen, or looked at `anew`. Never throws. */
  compare(services: readonly ServiceFiles[], anew: boolean): Promise<Comparison>;
  /** The same as of the last look, of the files and of the containers, without reading anything. */
  lastComparison(): Comparison & { readonly files: readonly ServiceFiles[] };
  /** How each service does after a look at it now. */
  status(): Promise<Partial<Record<ServiceName, ServiceStatus>>>;
  /** Logs, figures and descriptions of the containers. */
  readonly reading: ServiceReading;
  /** Each question that was asked for a lamp, as it was answered. */
  onProbed(listener: (probed: Probed) => void): Unsubscribe;
  /** What a service needs of models and what their hosts last said. Holds keys: never for the window. */
  modelsOf(name: ServiceName): readonly ModelSituation[];
  /** Asks the model hosts of all services now. */
  askModels(): Promise<void>;
  /** The page a service serves for people, null where it publishes no port. */
  webUrl(name: ServiceName): string | null;
  /**
   * While a switch runs: operations are refused with `switching/busy`, and the named services, both where none are, show
   * that they are replaced.
   */
  hold(reason: string, names?: readonly ServiceName[]): Unsubscribe;
  /** True where there are old containers that a replacement put aside; also while one runs. Changes nothing. */
  hasLeftovers(): Promise<boolean>;
  /**
   * Brings back or removes old containers that an interrupted replacement left. To be called only while nobody else
   * changes this home. Answers with what was done, in words.
   */
  settleLeftovers(): Promise<readonly string[]>;
  /** What can be asked about images. Faults: those of `ready`. */
  imageCalls(): Promise<ImageCalls>;
  /** The containers that would lose their data with these folders; see `usesOf`. Faults: those of `ready`. */
  usesOf(folders: readonly UsedFolder[]): Promise<readonly ContainerUse[]>;
  end(): Promise<void>;
}
