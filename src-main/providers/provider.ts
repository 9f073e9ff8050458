import type { FieldValues, ProviderDescription } from '../../src-shared/providers.ts';

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

/**
 * A kind of provider: everything that is peculiar to it. Nothing outside of its file asks for a name. Fields come with
 * their standards put in and without spaces around.
 */
export interface Provider extends ProviderDescription {
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
}
