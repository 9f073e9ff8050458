import * as z from 'zod';
import { call, event, none } from './define.ts';
import { type ServiceName, serviceNames } from './docker.ts';
import type { AppError } from './errors.ts';

/** What a configuration can be for a service of LightRAG. */
export const servingRoles = ['llm', 'embedding'] as const;
/** What a configuration can be for a service of LightRAG. */
export type ServingRole = (typeof servingRoles)[number];

/** What is to be used for what. */
export const servingRequest = z.object({
  configurationId: z.uuid(),
  roles: z.array(z.enum(servingRoles)).min(1),
  services: z.array(z.enum(serviceNames)).min(1),
  /** The dimension of the embedding, where the model's own is not known. */
  embeddingDimension: z.number().int().min(1).max(100_000).nullable().default(null),
});
/** What is to be used for what. */
export type ServingRequest = z.output<typeof servingRequest>;

/** One setting of a service before and after; a secret is masked. */
export interface ServingChange {
  readonly service: ServiceName;
  readonly file: string;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What would be done, and what stands in the way. */
export interface ServingPlan {
  readonly planId: string;
  readonly changes: readonly ServingChange[];
  /** True where a key is written into the env file in clear: the service reads it there. */
  readonly writesSecret: boolean;
  /** What forbids it: another dimension than that of the vectors which are there. */
  readonly refusals: readonly AppError[];
  readonly warnings: readonly string[];
}

/** How it ended; where it failed everything is as before. */
export interface ServingReport {
  readonly success: boolean;
  readonly changes: readonly ServingChange[];
  readonly error: AppError | null;
}

/** Whether it is being done. */
export type ServingState =
  | { readonly state: 'idle'; readonly last: ServingReport | null }
  | { readonly state: 'running'; readonly services: readonly ServiceName[] };

/** Uses a user's configuration for the services of LightRAG (spec 5.9). */
export const serving = {
  get: call(none).returns<ServingState>(),
  plan: call(servingRequest).returns<ServingPlan>(),
  apply: call(z.object({ planId: z.string().min(1).max(64) })).returns<ServingReport>(),
  onChanged: event<ServingState>(),
};
