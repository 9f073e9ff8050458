import * as z from 'zod';
import { call, event, none } from './define.ts';
import { type ServiceName, serviceNames } from './docker.ts';
import type { AppError } from './errors.ts';

/** What a model is for, as the environment variables of a service name it. */
export const modelRoles = ['LLM', 'EMBEDDING'] as const;
/** One of them. */
export type ModelRole = (typeof modelRoles)[number];

/** How a model does on its host. `accepted`: the host takes the key and does not say what it has. */
export type ModelPresence = 'there' | 'missing' | 'accepted' | 'refused' | 'unreachable' | 'unknown' | 'asking';

/** One model a service needs. Holds no key, and of an address nothing that may be secret. */
export interface NeededModel {
  readonly service: ServiceName;
  readonly role: ModelRole;
  /** LightRAG's binding: ollama, openai, ... */
  readonly binding: string;
  readonly model: string;
  /** The host as people call it: "Ollama at http://127.0.0.1:11434". */
  readonly host: string;
  readonly presence: ModelPresence;
  /** The command that gets it, null where there is none. */
  readonly command: string | null;
  /** True where the app can have its host get it. */
  readonly canPull: boolean;
}

/** A model that its host gets, or got. */
export interface ModelPull {
  readonly id: string;
  readonly model: string;
  readonly host: string;
  /** The services that need it. */
  readonly services: readonly ServiceName[];
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** What the host says it does. */
  readonly doing: string;
  /** Bytes, as far as the host has told; null before. */
  readonly received: number | null;
  readonly total: number | null;
  /** ISO times. */
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly error: AppError | null;
}

/** All the models domain knows. */
export interface ModelsState {
  readonly needed: readonly NeededModel[];
  /** The newest first; those that ended are kept until the next one of the same model. */
  readonly pulls: readonly ModelPull[];
}

/** The models domain: what the services need of model hosts, and getting it. */
export const models = {
  get: call(none).returns<ModelsState>(),
  /** Asks the hosts now. */
  check: call(none).returns<ModelsState>(),
  /**
   * Has the host of that need get the model; answers when it has begun. Host and model are what the files of the service
   * say: nobody can send the request elsewhere. Faults: `models/cannot-pull`.
   */
  pull: call(z.object({ service: z.enum(serviceNames), role: z.enum(modelRoles) })).returns<ModelsState>(),
  /** Ends a pull; what was received is kept by the host, so that the next one goes on from there. */
  cancel: call(z.object({ id: z.string().max(64) })).returns<ModelsState>(),
  onChanged: event<ModelsState>(),
};
