import * as z from 'zod';
import { call, event, none } from './define.ts';
import type { AppError } from './errors.ts';

/** The two services of a home. */
export const serviceNames = ['knowledge', 'memory'] as const;
/** One of the two services. */
export type ServiceName = (typeof serviceNames)[number];

/** What people call a service. */
export const serviceTitles: Readonly<Record<ServiceName, string>> = { knowledge: 'Knowledge', memory: 'Memory' };

/** How one aspect of a service does; a word and a shape, never colour alone. */
export type LampState = 'ok' | 'starting' | 'warn' | 'failed' | 'unknown';

/** The four aspects (spec 4.6): container runs, /health answers, models are there, folders are the current user's. */
export const lampNames = ['container', 'http', 'model', 'mounts'] as const;
/** One of the four aspects. */
export type LampName = (typeof lampNames)[number];

/** One lamp: how it does, why, since when, what to do. */
export interface Lamp {
  readonly state: LampState;
  /** A short sentence with names and figures. */
  readonly why: string;
  /** ISO time of the last change of `state`. */
  readonly since: string;
  /** What the person can do, or null where nothing is needed. */
  readonly advice: string | null;
}

/** A published port; `address` is the host's, '0.0.0.0' being all. */
export interface PublishedPort {
  readonly address: string;
  readonly host: number;
  readonly container: number;
}

/** Something about a service's files that is not fatal but wrong, such as a probe that can never succeed. */
export interface ServiceFinding {
  readonly code: 'probe-port' | 'probe-tool' | 'compose' | 'adopted-drift' | 'open-to-network';
  readonly message: string;
  readonly advice: string;
}

/** One thing in which a container is not what its files say now. */
export interface ServiceDifference {
  /** `other`: the files have changed since in something that cannot be seen of the container. */
  readonly key: 'image' | 'environment' | 'port' | 'mount' | 'label' | 'setting' | 'other';
  /** Which variable, port, place, label or setting. */
  readonly name: string;
  /** What the files say, null where nothing; of variables never the value. */
  readonly wanted: string | null;
  /** What the container has, null where nothing; of variables never the value. */
  readonly actual: string | null;
}

/** One service, as live as main knows it. */
export interface Service {
  readonly name: ServiceName;
  readonly title: string;
  /** The container's name. */
  readonly container: string;
  readonly image: string;
  readonly ports: readonly PublishedPort[];
  readonly lamps: Readonly<Record<LampName, Lamp>>;
  /** LightRAG's own version from /health, null where it does not answer or does not say. */
  readonly version: string | null;
  /** Milliseconds of the last good /health answer. */
  readonly latency: number | null;
  /** ISO time the container was started, null while it does not run. */
  readonly startedAt: string | null;
  /** The user whose folders are mounted, as far as the mounts tell. */
  readonly servesUser: string | null;
  /** Docker's own health word (`healthy`, `unhealthy`, `starting`), null where it has no probe. */
  readonly dockerHealth: string | null;
  readonly findings: readonly ServiceFinding[];
  /** Key by key what `adopted-drift` among the findings is about. */
  readonly differences: readonly ServiceDifference[];
  /** The page LightRAG serves for people, null where no port is published. */
  readonly webUrl: string | null;
  /** What main is doing with it now. */
  readonly busy: 'starting' | 'stopping' | 'restarting' | 'recreating' | null;
  /** Why the service's files cannot be used; its lamps then say unknown. */
  readonly error: AppError | null;
}

/** The engine: ready, looked for, or not usable with the reason. */
export type EngineState =
  | { readonly state: 'connecting'; readonly endpoint: string | null }
  | { readonly state: 'ready'; readonly endpoint: string; readonly version: string; readonly apiVersion: string }
  | { readonly state: 'unreachable'; readonly endpoint: string | null; readonly error: AppError };

/** All the docker domain knows. */
export interface DockerState {
  readonly engine: EngineState;
  readonly services: readonly Service[];
  /** True where both env files and every existing container agree with the current user; false also while unknown. */
  readonly consistent: boolean;
}

/** Which services an operation is for. */
export const serviceChoice = z.object({ services: z.array(z.enum(serviceNames)).min(1).max(2) });

/** The docker domain: the two services and the engine they run on. */
export const docker = {
  get: call(none).returns<DockerState>(),
  /** Creates where needed, starts, and answers when /health does. */
  start: call(serviceChoice).returns<DockerState>(),
  stop: call(serviceChoice).returns<DockerState>(),
  restart: call(serviceChoice).returns<DockerState>(),
  /** Replaces the containers by new ones made from the files as they are now. */
  recreate: call(serviceChoice).returns<DockerState>(),
  onChanged: event<DockerState>(),
};
