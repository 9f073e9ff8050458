import { Fault } from '../../src-shared/errors.ts';
import type { Named } from './isolation-acts.ts';
import { type Asked, windowOf } from './isolation-judge.ts';
import type { UserId } from './isolation-users.ts';
import type { IsolationWorld } from './isolation-world.ts';

/** What is asked in a schedule, and what came of it so far. */
export interface IsolationAsks {
  readonly all: readonly Asked[];
  /** For whom the window of a user acts now. */
  actingIn(window: UserId): UserId;
  /** Writes down what is about to be asked. */
  start(window: UserId, named: Named, isListing?: boolean): Asked;
  /** Asks, and reads the answer to its end. Never rejects. */
  ask(own: Asked): Promise<void>;
  /** Checks or lists a configuration. Never rejects. */
  askAside(own: Asked, what: 'check' | 'list', configurationId: string): Promise<void>;
  /** Stops what was begun last in that window. */
  stop(window: UserId): void;
  /** What is meant may end as cancelled from now on. */
  allowEnd(isMeant: (own: Asked) => boolean): void;
}

/** Streams that a window may have at a time; the oldest makes way for a further one. */
const mostStreams = 4;

/** Makes an empty list of what is asked. */
export function createIsolationAsks({ chat, windows }: IsolationWorld): IsolationAsks {
  const all: Asked[] = [];
  const actingIn = (window: UserId) => windows[windowOf(window).windowId] as UserId;

  function allowEnd(isMeant: (own: Asked) => boolean): void {
    for (const own of all) if (isMeant(own)) own.mayEnd = true;
  }

  /** Notes what was thrown, and throws nothing: what may be thrown is judged at the end. */
  async function noting(own: Asked, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      own.code = cause instanceof Fault ? cause.code : String(cause);
    }
  }

  /** Whoever sits at that window now reads it. */
  function reaches({ window, user }: Asked): void {
    if (actingIn(window) !== user) throw new Error(`what was asked for ${user} reached ${actingIn(window)}`);
  }

  function noteStream(own: Asked, stream: number): void {
    own.stream = stream;
    const numbers = all.flatMap((one) => (one.window === own.window && one.stream !== null ? [one.stream] : []));
    const kept = new Set(numbers.sort((one, other) => one - other).slice(-mostStreams));
    allowEnd((one) => one.window === own.window && one.stream !== null && !kept.has(one.stream));
  }

  return {
    ...{ all, actingIn, allowEnd },
    start(window, named, isListing = false) {
      const own: Asked = {
        ...{ number: all.length + 1, window, user: actingIn(window), named, isListing },
        ...{ text: '', source: null, result: null, code: null, stream: null, mayEnd: false },
      };
      all.push(own);
      return own;
    },
    ask: (own) =>
      noting(own, async () => {
        const { named, user } = own;
        const caller = windowOf(own.window);
        const tag = named.by === 'tag' ? `@${named.tag} ` : '';
        const configurationId = named.by === 'configuration' ? `${user}/${named.name}` : null;
        const messages = [{ role: 'user' as const, text: `${tag}question ${own.number} of ${user}` }];
        const { stream } = await chat.open({ messages, configurationId }, caller);
        noteStream(own, stream);
        for (let batch = await chat.next({ stream }, caller); batch !== null; ) {
          own.text += batch.text;
          own.source = batch.source;
          own.result = batch.end?.result ?? null;
          reaches(own);
          batch = await chat.next({ stream }, caller);
        }
      }),
    askAside: (own, what, configurationId) =>
      noting(own, async () => {
        const caller = windowOf(own.window);
        const target = { configurationId };
        if (what === 'check') {
          own.result = await chat.check({ ask: own.number, kind: 'access', target }, caller);
        } else {
          const listed = await chat.listModels({ ask: own.number, fresh: true, target }, caller);
          own.result = listed.result;
          own.text = listed.models.map(({ id }) => id).join();
        }
        reaches(own);
      }),
    stop(window) {
      const last = all.findLast((own) => own.window === window);
      if (last === undefined) return;
      last.mayEnd = true;
      chat.cancel({ ask: last.number }, windowOf(window));
      if (last.stream !== null) chat.close({ stream: last.stream }, windowOf(window));
    },
  };
}
