import type * as z from 'zod';
import type { ActivityResult, ActivityWhat } from './activity-words.ts';
import type { Call, Contract } from './define.ts';
import type { ErrorCode } from './errors.ts';
import type { Need } from './roles.ts';

/** How a call ended that answered well: its answer may say that what it stands for did not succeed. */
export interface Ending {
  readonly result: ActivityResult;
  readonly code: ErrorCode | null;
}

/** What the activity log keeps of a call. Only ids, names and codes: never a text or a secret that somebody typed. */
export interface Recording<Input, Output> {
  /** Whom or what it is about; `answer` is undefined where it did not end well. */
  subject(input: Input, answer: Output | undefined): string | null;
  /** A short remark out of a fixed set. */
  detail?(input: Input): string | null;
  ending?(answer: Output): Ending;
  /** Whether there is anything to keep; left out, there always is. */
  when?(input: Input): boolean;
}

/** What a call asks of whoever makes it, and what is written down of it. */
export interface Rule<Input = unknown, Output = unknown> {
  readonly need: Need<Input>;
  /** Its words in a refusal and in the log; null for what everybody may and nobody writes down. */
  readonly what: ActivityWhat | null;
  /** Null where nothing is changed, or where another entry says it. */
  readonly records: Recording<Input, Output> | null;
}

/** Every call of a contract by its name, `domain.call`. */
export type CallNameOf<C extends Contract> = {
  [D in keyof C & string]: {
    [M in keyof C[D] & string]: C[D][M] extends Call ? `${D}.${M}` : never;
  }[keyof C[D] & string];
}[keyof C & string];

type RuleOf<Member> = Member extends Call<infer Input, infer Output> ? Rule<z.output<Input>, Output> : never;

/** A rule for every call of a contract: a call without one does not compile. */
export type RulesOf<C extends Contract> = {
  readonly [N in CallNameOf<C>]: N extends `${infer D}.${infer M}` ? RuleOf<C[D][M]> : never;
};
