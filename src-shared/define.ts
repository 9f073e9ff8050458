import * as z from 'zod';
import type { Result } from './errors.ts';

// Zod would try out eval to see whether it may compile its parsers: the page's policy forbids that and reports each try.
z.config({ jitless: true });

/** A request the renderer or the command line can make: its input is parsed at main's door, its output is typed. */
export interface Call<Input extends z.ZodType = z.ZodType, Output = unknown> {
  readonly kind: 'call';
  readonly input: Input;
  /** Carries the type only; never set. */
  readonly output?: Output;
}

/** News main sends: always the whole state of a domain, never a "please ask again". */
export interface Event<Payload = unknown> {
  readonly kind: 'event';
  /** Carries the type only; never set. */
  readonly payload?: Payload;
}

/** Ends what was begun; calling it twice does nothing. */
export type Unsubscribe = () => void;

/** The input of a call that takes nothing. */
export const none = z.undefined();

/** Declares a call: `call(schema).returns<Answer>()`. */
export function call<Input extends z.ZodType>(input: Input) {
  return { returns: <Output>(): Call<Input, Output> => ({ kind: 'call', input }) };
}

/** Declares an event: `event<State>()`. */
export function event<Payload>(): Event<Payload> {
  return { kind: 'event' };
}

/** One domain of the contract. */
export type Domain = Readonly<Record<string, Call | Event>>;
/** The whole contract: domain name to domain. */
export type Contract = Readonly<Record<string, Domain>>;

/** Who asks: main knows it from the window, the tray or the command line, never from what is asked. */
export interface Caller {
  readonly kind: 'window' | 'tray' | 'cli';
  /** Electron's webContents id; 0 where there is no window. */
  readonly windowId: number;
}

type Arguments<Input extends z.ZodType> = Input extends z.ZodUndefined ? [] : [input: z.input<Input>];

type ApiMember<Member> =
  Member extends Call<infer Input, infer Output>
    ? (...input: Arguments<Input>) => Promise<Result<Output>>
    : Member extends Event<infer Payload>
      ? (listener: (payload: Payload) => void) => Unsubscribe
      : never;

type FeatureMember<Member> =
  Member extends Call<infer Input, infer Output>
    ? (input: z.output<Input>, caller: Caller) => Promise<Output> | Output
    : Member extends Event<infer Payload>
      ? (listener: (payload: Payload) => void) => Unsubscribe
      : never;

/** What the renderer sees of a contract. */
export type ApiOf<C extends Contract> = {
  readonly [D in keyof C]: { readonly [M in keyof C[D]]: ApiMember<C[D][M]> };
};

/** What a main feature must offer for its domain. */
export type Feature<D extends Domain> = { readonly [M in keyof D]: FeatureMember<D[M]> };

/** What the composition root must return. */
export type FeaturesOf<C extends Contract> = { readonly [D in keyof C]: Feature<C[D]> };
