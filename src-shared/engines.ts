import * as z from 'zod';
import { call, event, none } from './define.ts';
import type { AppError } from './errors.ts';

/**
 * Where an engine is known from, in the order in which they count (spec 4.1): chosen in this app, DOCKER_HOST,
 * DOCKER_CONTEXT, the context that docker's own config has in use, its other contexts, and the places where known engines
 * put their sockets.
 */
export const engineOrigins = [
  'chosen',
  'docker-host',
  'docker-context',
  'current-context',
  'context',
  'known-place',
] as const;
/** Where an engine is known from. */
export type EngineOrigin = (typeof engineOrigins)[number];

/** How one engine does. */
export type EngineCondition =
  | { readonly state: 'usable'; readonly version: string; readonly apiVersion: string }
  | { readonly state: 'unusable'; readonly error: AppError };

/** One engine that could be used. */
export interface EngineEntry {
  /** What people call it: `Docker Desktop`, the name of a context, `DOCKER_HOST`. */
  readonly name: string;
  readonly origin: EngineOrigin;
  /** As Docker writes it, such as `unix:///var/run/docker.sock`; empty for a context that cannot be read. */
  readonly address: string;
  readonly condition: EngineCondition;
  readonly inUse: boolean;
  /** What should be known of it, null where there is nothing: as that it is reached over the network without TLS. */
  readonly remark: string | null;
}

/** The engine a person has chosen: a context by its name, anything else by its address. */
export type EngineChoice =
  | { readonly kind: 'context'; readonly name: string }
  | { readonly kind: 'address'; readonly name: string; readonly address: string };

/** All engines, and which of them is in use. */
export interface EnginesState {
  /** In the order in which they count; one that several names lead to stands once, under the first. */
  readonly engines: readonly EngineEntry[];
  /** Null while the app chooses by itself. */
  readonly choice: EngineChoice | null;
  /** Why this engine is in use, or why none is. */
  readonly why: string;
  /** Why the file that keeps the choice cannot be used, null where it can; the app then chooses by itself. */
  readonly trouble: string | null;
}

/** The domain of engines: which there are, and which one both services run on. */
export const engines = {
  /** Looks at all of them now; no longer than some seconds. */
  list: call(none).returns<EnginesState>(),
  /**
   * Uses another engine from now on: a name or an address of the list, any other address, or `auto`. Faults:
   * `engines/unknown`; that of the engine where it cannot be used, nothing then being changed; `switching/busy`.
   */
  use: call(z.object({ engine: z.string().trim().min(1).max(500) })).returns<EnginesState>(),
  onChanged: event<EnginesState>(),
};
