import type { ChatBatch, ChatMessage, ChatSource } from '../../src-shared/chat.ts';
import type { CheckResult } from '../../src-shared/providers.ts';
import type { Lease, RunContext } from '../lib/run-context.ts';
import type { BatchSource } from '../lib/streams.ts';
import type { Clock, Log } from '../ports.ts';

/** Not more often than this, in milliseconds; what comes meanwhile goes together. */
const rhythmMs = 50;
/** Characters that wait to be fetched; a provider that says more waits with the rest. */
const mostWaiting = 256 * 1024;

/** What an answer is made of. */
export interface AnswerParts {
  readonly lease: Lease;
  readonly messages: readonly ChatMessage[];
  /** The clock's tick at which the question was put. */
  readonly askedAt: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** The answer to one question as batches. It gives the lease back when it is over, however it ends. */
export function createAnswer(parts: AnswerParts): BatchSource<ChatBatch> {
  const { lease, askedAt, clock } = parts;
  const off = new AbortController();
  const source = sourceOf(lease.context);
  let text = '';
  let firstTokenMs: number | null = null;
  let end: ChatBatch['end'] = null;
  let isTold = false;
  let lastAnswer = Number.NEGATIVE_INFINITY;
  const news = createBell(off.signal);
  const room = createBell(off.signal);

  const since = () => Math.round(clock.tick() - askedAt);

  async function read(): Promise<void> {
    try {
      end = await readPieces(parts, off.signal, async (piece) => {
        firstTokenMs ??= since();
        text += piece;
        news.ring();
        while (text.length > mostWaiting && !off.signal.aborted) await room.wait();
      });
    } finally {
      lease.release();
      news.ring();
    }
  }
  const reading = read();
  // Never rejects but for an error of our own in `readPieces`, which is written there.
  reading.catch(() => undefined);

  return {
    async next() {
      if (isTold) return null;
      while (text === '' && end === null && !off.signal.aborted) await news.wait();
      const wait = lastAnswer + rhythmMs - clock.tick();
      if (wait > 0 && end === null && !off.signal.aborted) await pause(wait, off.signal);
      if (off.signal.aborted) return null;
      const batch = { source, text, firstTokenMs, end };
      text = '';
      isTold = end !== null;
      lastAnswer = clock.tick();
      room.ring();
      return batch;
    },
    end: () => off.abort(),
  };

  /** Hands each piece of text on and answers with how it ended; a client that breaks its promise ends as `bad_shape`. */
  async function readPieces(
    { messages, log }: AnswerParts,
    signal: AbortSignal,
    take: (piece: string) => Promise<void>,
  ): Promise<NonNullable<ChatBatch['end']>> {
    try {
      for await (const piece of lease.client.chat(messages, lease.context.parameters, signal)) {
        if (piece.kind === 'text') await take(piece.text);
        else {
          const { result, inputTokens, outputTokens } = piece;
          return { ms: since(), result, inputTokens, outputTokens };
        }
      }
    } catch (cause) {
      log.error('a provider client threw', cause);
    }
    return { ms: since(), result: brokenOff(since()), inputTokens: null, outputTokens: null };
  }
}

/** What a person sees of a context; nothing secret. */
function sourceOf({ configuration, profile, model }: RunContext): ChatSource {
  const { configurationId, name, provider } = configuration;
  return { configurationId, configurationName: name, provider, model, profile };
}

function brokenOff(ms: number): CheckResult {
  return {
    outcome: 'bad_shape',
    status: null,
    ms,
    message: 'The answer broke off without an end.',
    hint: 'Ask again. If it happens again, test the configuration.',
    retryAfterMs: null,
  };
}

/** Something that one waits for and another rings; what was rung before the wait counts. */
function createBell(signal: AbortSignal) {
  let isRung = false;
  let answer: (() => void) | null = null;
  function ring(): void {
    isRung = true;
    answer?.();
  }
  signal.addEventListener('abort', ring, { once: true });
  return {
    ring,
    async wait(): Promise<void> {
      if (!isRung) {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
      }
      isRung = signal.aborted;
      answer = null;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
