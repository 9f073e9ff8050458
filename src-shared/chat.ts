import * as z from 'zod';
import { call, none } from './define.ts';
import type { AppError } from './errors.ts';
import type { CheckResult, ModelListing, ProviderId } from './providers.ts';
import { configurationDraft } from './settings.ts';
import { type StreamOpened, streamChoice } from './streams.ts';

const message = z.object({ role: z.enum(['user', 'assistant']), text: z.string().max(1_000_000) });
/** One message of a conversation. */
export type ChatMessage = z.output<typeof message>;

/** A question; `@TAG` in front of its last message chooses a profile for it alone. */
export const chatOpening = z.object({
  messages: z.array(message).min(1).max(1000),
  /** Asks this one, whatever is the default; not together with a tag. */
  configurationId: z.uuid().nullable().default(null),
});

/** What answers: which of the user's own things were used. */
export interface ChatSource {
  readonly configurationId: string;
  readonly configurationName: string;
  readonly provider: ProviderId;
  readonly model: string;
  readonly profile: { readonly id: string; readonly name: string; readonly tag: string } | null;
}

/** A piece of an answer. The last one has an `end`. */
export interface ChatBatch {
  readonly source: ChatSource;
  /** What was added since the batch before. */
  readonly text: string;
  /** Milliseconds to the first piece of text, null before it. */
  readonly firstTokenMs: number | null;
  readonly end: {
    readonly ms: number;
    /** `ok`, `cancelled`, or what went wrong. */
    readonly result: CheckResult;
    readonly inputTokens: number | null;
    readonly outputTokens: number | null;
  } | null;
}

/** One of the two checks of a configuration. */
export const checkKinds = ['access', 'chat'] as const;
/** `access`: the key and the address, which costs nothing. `chat`: one short answer of the model, which may cost. */
export type CheckKind = (typeof checkKinds)[number];

/** A configuration to be tried: as it is kept, or as the form has it, with the kept secrets where the form keeps them. */
const target = z.union([z.object({ configurationId: z.uuid() }), z.object({ draft: configurationDraft })]);

/** What a runtime context is known by; nothing secret. */
export interface ContextState {
  readonly userId: string;
  /** ISO time of its last use. */
  readonly lastUsedAt: string;
  /** How many requests use it now. */
  readonly inUse: number;
  /** Why the last request could not be begun; null where it could. */
  readonly trouble: AppError | null;
}

/** When runtime contexts that nobody uses are dropped. */
export interface ContextTimes {
  /** Seconds between two clean-ups. */
  readonly cleanupIntervalSeconds: number;
  /** Hours without use after which a context is dropped. */
  readonly maxAgeHours: number;
}

/** A time with where it comes from: a variable of the surroundings, what was set here, or what is usual. */
export interface ContextTime {
  readonly value: number;
  readonly origin: 'environment' | 'kept' | 'usual';
}

/** The asking user's own context, and the times, which belong to the app. */
export interface ContextsState {
  /** Null where the user has none. */
  readonly own: ContextState | null;
  readonly times: { readonly [N in keyof ContextTimes]: ContextTime };
  /** Values that make no sense and were not taken, each with the name of where they stand. */
  readonly refused: readonly AppError[];
}

/** What a time may be: the bounds keep a clean-up from running without a pause and from never running. */
export const contextTimeBounds = {
  cleanupIntervalSeconds: { least: 1, most: 86_400 },
  maxAgeHours: { least: 0.01, most: 8760 },
} as const satisfies Record<keyof ContextTimes, { least: number; most: number }>;

const timeWithin = ({ least, most }: { readonly least: number; readonly most: number }) =>
  z.number().min(least).max(most).nullable().optional();

/** Times to be kept: what is left out stays, null is the usual one. */
export const contextTimesChange = z.object({
  cleanupIntervalSeconds: timeWithin(contextTimeBounds.cleanupIntervalSeconds),
  maxAgeHours: timeWithin(contextTimeBounds.maxAgeHours),
});
/** Times to be kept. */
export type ContextTimesChange = z.output<typeof contextTimesChange>;

/** What a user asks of a provider, by their own settings: no call names a user. */
export const chat = {
  /** Faults: `chat/not-configured`, `chat/unknown-tag`, `chat/empty-message`, `settings/locked` and others. */
  open: call(chatOpening).returns<StreamOpened>(),
  /** The next pieces; null once it is over. */
  next: call(streamChoice).returns<ChatBatch | null>(),
  /** Stops the answer. */
  close: call(streamChoice).returns<null>(),
  /** `ask`: a number of the window's own, by which it can be cancelled. */
  check: call(z.object({ ask: z.number().int(), kind: z.enum(checkKinds), target })).returns<CheckResult>(),
  /** Kept for a while; `fresh` asks again. */
  listModels: call(z.object({ ask: z.number().int(), fresh: z.boolean(), target })).returns<
    ModelListing & { readonly listedAt: string }
  >(),
  /** Ends a check or a list of the asking window; fine where there is none. */
  cancel: call(z.object({ ask: z.number().int() })).returns<null>(),
  contexts: call(none).returns<ContextsState>(),
  /** When idle contexts are dropped, for everybody; a running app goes by it from its next clean-up on. */
  setContextTimes: call(contextTimesChange).returns<ContextsState>(),
};
