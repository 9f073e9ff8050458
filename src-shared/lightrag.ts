import * as z from 'zod';
import { call, event, none } from './define.ts';
import { type ServiceName, serviceNames } from './docker.ts';
import type { AppError } from './errors.ts';

/** The states of a document, as LightRAG goes through them; a server may name others. */
export const documentStatuses = [
  'pending',
  'parsing',
  'analyzing',
  'processing',
  'preprocessed',
  'processed',
  'failed',
] as const;

/** How many documents there are. */
export interface DocumentCounts {
  readonly all: number;
  /** By state, only those there are; the names are the server's, in small letters. */
  readonly byStatus: Readonly<Record<string, number>>;
}

/** What LightRAG's pipeline does. */
export interface Pipeline {
  readonly busy: boolean;
  /** The name of its job, null while it has none. */
  readonly job: string | null;
  /** ISO time the job began, null where it does not say. */
  readonly since: string | null;
  /** The batch it is at and how many there are; 0 where it does not say. */
  readonly batch: number;
  readonly batches: number;
  /** Documents in the job. */
  readonly documents: number;
  /** Its last words, empty where there are none. */
  readonly message: string;
  /** Why it changes nothing until somebody mends it, null where nothing is wrong. */
  readonly blocked: string | null;
}

/** What a server can do beyond the calls that every version has, by its own description of its calls. */
export interface LightRagFeatures {
  readonly statusCounts: boolean;
  readonly trackStatus: boolean;
  readonly reprocessFailed: boolean;
  readonly cancelPipeline: boolean;
  readonly clearCache: boolean;
}

/** How the app may ask a server. */
export interface LightRagAccess {
  /** Where what it shows comes from: the service's env file, what somebody entered, or nothing is shown. */
  readonly from: 'env-file' | 'entered' | 'nothing';
  /** What it shows. */
  readonly kind: 'key' | 'login' | null;
  /** The env file in which the server itself is told, for messages. */
  readonly envFile: string;
  /** True where what is entered is kept on the disk; else it is gone when the app ends. */
  readonly lasting: boolean;
  /** Why what was entered once cannot be read now; null where it can, and where there is nothing. */
  readonly trouble: AppError | null;
}

/** What LightRAG says of itself, one service. */
export interface LightRagService {
  readonly service: ServiceName;
  /**
   * `silent`: it does not run or does not answer; `problem` says which. `needs-key`, `needs-login`: it refuses what it was
   * shown, or wants to be shown something; it is not asked again before that is another.
   */
  readonly state: 'answers' | 'needs-key' | 'needs-login' | 'silent';
  /** A short sentence, null where it answers. */
  readonly problem: string | null;
  readonly version: string | null;
  readonly apiVersion: string | null;
  readonly documents: DocumentCounts | null;
  readonly pipeline: Pipeline | null;
  /** Null where it does not describe its calls. */
  readonly features: LightRagFeatures | null;
  readonly access: LightRagAccess;
}

/** What both say of themselves; empty before the first question. */
export interface LightRagState {
  readonly services: readonly LightRagService[];
  /** ISO time of the last questions, null before the first. */
  readonly askedAt: string | null;
}

const service = z.enum(serviceNames);
// As long as an HTTP header may well be; a line break in one would be two headers.
const secretText = z
  .string()
  .min(1)
  .max(1000)
  .regex(/^[^\r\n\0]*$/, 'one line');

/** What somebody enters for a server that wants to know who asks. */
export const enteredCredential = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('key'), service, key: secretText }),
  z.object({ kind: z.literal('login'), service, name: secretText, password: secretText }),
]);
/** What somebody enters, parsed. */
export type EnteredCredential = z.output<typeof enteredCredential>;

/** LightRAG's own state: its documents, its pipeline, its version, and how to be let in. */
export const lightrag = {
  /** As it was when it was asked last; nothing is asked. */
  get: call(none).returns<LightRagState>(),
  /** Asks both now. `again` asks also a server that has refused what it was shown. */
  look: call(z.object({ again: z.boolean().default(false) })).returns<LightRagState>(),
  /** Keeps a key or a login for a server, in place of the one before, and asks it. */
  enter: call(enteredCredential).returns<LightRagState>(),
  /** Forgets what was entered for a server. */
  forget: call(z.object({ service })).returns<LightRagState>(),
  onChanged: event<LightRagState>(),
};
