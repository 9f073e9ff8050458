import type * as z from 'zod';
import type { ChatBatch, chatOpening } from '../../src-shared/chat.ts';
import type { Caller } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { Lease } from '../lib/run-context.ts';
import { createStreams } from '../lib/streams.ts';
import { createAnswer } from './answer.ts';
import type { ChatPorts } from './ports.ts';
import { readQuestion } from './question.ts';

/** The answers that are being given, each to the caller and the user it was begun for. */
export interface Answers {
  /** Answers with the number of the stream. Faults: of `readQuestion` and `lease`, `settings/user-changed`. */
  open(opening: z.output<typeof chatOpening>, caller: Caller): Promise<number>;
  /** Null where it is over or somebody else's. Fault: `settings/user-changed`. */
  next(stream: number, caller: Caller): Promise<ChatBatch | null>;
  close(stream: number, caller: Caller): void;
  leave(windowId: number): void;
  /** Ends those whose caller acts for somebody else now. */
  noteUsers(): Promise<void>;
  endAll(): void;
}

interface Begun {
  readonly caller: Caller;
  readonly userId: string;
}

/** Makes an empty set of answers. */
export function createAnswers(ports: ChatPorts): Answers {
  const { clock, log } = ports;
  const streams = createStreams<ChatBatch>();
  /** Kept until its end was told. */
  const begun = new Map<number, Begun>();
  /** Questions that are not a stream yet. */
  const opening = new Set<{ readonly caller: Caller; isLeft: boolean }>();
  const begunBy = (stream: number, caller: Caller) => {
    const own = begun.get(stream);
    return own !== undefined && isOne(own.caller, caller) ? own : null;
  };

  function close(stream: number, caller: Caller): void {
    if (begunBy(stream, caller) === null) return;
    begun.delete(stream);
    streams.close(stream, caller);
  }

  return {
    async open(asked, caller) {
      const askedAt = clock.tick();
      const own = { caller, isLeft: false };
      opening.add(own);
      const { userId, messages, lease } = await prepare(ports, asked, caller).finally(() => opening.delete(own));
      if (own.isLeft) {
        lease.release();
        throw new Fault('chat/ended', 'The window that asked was closed.');
      }
      const stream = streams.open(caller, createAnswer({ lease, messages, askedAt, clock, log }));
      begun.set(stream, { caller, userId });
      return stream;
    },
    async next(stream, caller) {
      const own = begunBy(stream, caller);
      if (own === null) return null;
      const batch = await streams.next(stream, caller);
      if ((await ports.acting.of(caller)) !== own.userId) {
        close(stream, caller);
        throw new Fault('settings/user-changed', `This was asked for ${own.userId}, and now somebody else is here.`);
      }
      if (batch === null) begun.delete(stream);
      return batch;
    },
    close,
    leave(windowId) {
      const caller = { kind: 'window', windowId } as const;
      for (const own of opening) if (isOne(own.caller, caller)) own.isLeft = true;
      for (const [stream, own] of [...begun]) if (isOne(own.caller, caller)) close(stream, caller);
    },
    async noteUsers() {
      for (const [stream, { caller, userId }] of [...begun]) {
        const now = await ports.acting.of(caller).catch(() => null);
        // Not forgotten: whoever reads it is told why it has ended.
        if (now !== userId) streams.close(stream, caller);
      }
    },
    endAll() {
      begun.clear();
      streams.endAll();
    },
  };
}

/** Finds out what is to answer; nothing was asked where the caller comes to act for somebody else meanwhile. */
async function prepare(ports: ChatPorts, asked: z.output<typeof chatOpening>, caller: Caller) {
  let taken: Lease | null = null;
  try {
    return await ports.acting.during(caller, async (userId) => {
      const { request, messages } = readQuestion(asked);
      taken = await ports.lease(userId, request);
      return { userId, messages, lease: taken };
    });
  } catch (cause) {
    (taken as Lease | null)?.release();
    throw cause;
  }
}

function isOne(one: Caller, other: Caller): boolean {
  return one.kind === other.kind && one.windowId === other.windowId;
}
