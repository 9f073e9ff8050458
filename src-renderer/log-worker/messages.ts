import type { LogKeeper } from '../lib/log-keeper.ts';

type Member = keyof LogKeeper;

/** A question to the worker. */
export interface KeeperQuestion {
  readonly id: number;
  readonly member: Member;
  readonly input: readonly unknown[];
}

/** Its answer. */
export interface KeeperAnswer {
  readonly id: number;
  readonly value: unknown;
}

/** A keeper somewhere else: the same, but every answer has to be waited for. */
export type RemoteKeeper = {
  readonly [M in Member]: (...input: Parameters<LogKeeper[M]>) => Promise<ReturnType<LogKeeper[M]>>;
} & {
  /** Lets go of all lines. */
  end(): void;
};

/** Answers the questions of a page with a keeper. */
export function answerWith(keeper: LogKeeper): (question: unknown) => KeeperAnswer {
  return (question) => {
    const { id, member, input } = question as KeeperQuestion;
    const ask = keeper[member] as (...values: readonly unknown[]) => unknown;
    return { id, value: ask(...input) };
  };
}
