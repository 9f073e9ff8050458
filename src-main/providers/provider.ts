import type { ChatMessage } from '../../src-shared/chat.ts';
import type { FieldValues, ListedModel, Parameters, ProviderDescription } from '../../src-shared/providers.ts';
import type { Case } from './cases.ts';

/** The bases below which a provider is asked, without a slash at the end. */
export interface Place {
  readonly chat: string;
  /** Of what costs nothing; the same as `chat` with most. */
  readonly list: string;
}

/** What fields come to. `place` is null where there are problems. */
export interface Placing {
  readonly place: Place | null;
  /** By field name, in words. */
  readonly problems: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/** What a provider makes of variables that were found in the surroundings. */
export interface FromEnvironment {
  /** The variables it uses, the one it is known by first. */
  readonly variables: readonly string[];
  readonly fields: FieldValues;
  /** By field name, in clear. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Variables of the surroundings by name. */
export type Variables = Readonly<Record<string, string>>;

/** One configuration, checked and made ready to be asked with. */
export interface Asking {
  readonly place: Place;
  readonly fields: FieldValues;
  /** By field name, in clear; each can stand in a header. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly model: string;
  /** Guarded, and failing with `AnswerFault` for every answer that is an error. */
  readonly fetch: typeof fetch;
}

/** What a provider has. */
export interface FoundModels {
  readonly models: readonly ListedModel[];
  readonly isCut: boolean;
  /** What else there is to say, such as that deployments are not told. */
  readonly note?: string;
}

/** A piece of an answer as a provider gives it. */
export type RawPiece =
  | { readonly kind: 'text'; readonly text: string }
  /** Comes last, and only where the provider itself said that the answer is at its end. */
  | { readonly kind: 'finish'; readonly inputTokens: number | null; readonly outputTokens: number | null };

/**
 * A kind of provider: everything that is peculiar to it. Nothing outside of its file asks for a name. Fields come with
 * their standards put in and without spaces around.
 */
export interface Provider extends ProviderDescription {
  /** True where the first answer can take minutes: a model is loaded, an endpoint wakes. */
  readonly startsSlowly: boolean;
  /** What its errors mean, before what they mean with everybody; the first that fits counts. */
  readonly cases: readonly Case[];
  /** Where its requests go. */
  placeOf(fields: FieldValues): Placing;
  /** The whole address of a chat request. */
  chatUrl(place: Place, model: string, fields: FieldValues): string;
  /** What is wrong with the id of a model, null where nothing is. */
  modelProblem(model: string): string | null;
  /** What is wrong with which secrets there are, beyond those that are required; by field name. */
  secretProblems(names: ReadonlySet<string>): Readonly<Record<string, string>>;
  /** What it can be set up with; null where nothing of its own is there. */
  fromEnvironment(found: Variables): FromEnvironment | null;
  /** Asks what it has, which costs nothing and proves the key. Fails with `AskFault` or `AnswerFault`. */
  list(asking: Asking, signal: AbortSignal): Promise<FoundModels>;
  /** Streams an answer. Fails with anything. */
  chat(
    asking: Asking,
    messages: readonly ChatMessage[],
    parameters: Parameters,
    signal: AbortSignal,
  ): AsyncIterable<RawPiece>;
}
