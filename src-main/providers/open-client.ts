import type { CheckResult, Parameters } from '../../src-shared/providers.ts';
import type { ChatPiece, ProviderClient } from '../lib/provider-client.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import type { Clock } from '../ports.ts';
import { answersOnly } from './answers-only.ts';
import { explain } from './explain.ts';
import { AskFault } from './faults.ts';
import { createGuardedFetch } from './guarded-fetch.ts';
import type { AskLimits } from './limits.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { Provider, RawPiece } from './provider.ts';
import { failedResult, unaskedResult, wellResult } from './results.ts';

/** What asking needs. */
export interface ClientParts {
  readonly provider: Provider;
  readonly clock: Pick<Clock, 'tick'>;
  readonly limits: Pick<AskLimits, 'chat' | 'slowChat'>;
  /** True where it is asked whether it answers, and not for the answer. */
  readonly isCheck?: boolean;
}

type Ready = Extract<Prepared, { kind: 'ready' }>;

/** Makes what chats with one configuration. Its connections, keys and limits are its own; see `ProviderClient`. */
export function openClient(configuration: ResolvedConfiguration, parts: ClientParts): ProviderClient {
  const { provider, clock, limits } = parts;
  const prepared = prepare(provider, configuration, true);
  const guard = createGuardedFetch(provider.startsSlowly ? limits.slowChat : limits.chat);
  const ended = new AbortController();
  const fetch = answersOnly(guard.fetch, 'stream');
  return {
    async *chat(messages, parameters, signal) {
      if (prepared.kind === 'problem') return yield endOf(unaskedResult(prepared));
      // What nobody listens to any more is not asked any more.
      const left = new AbortController();
      const any = AbortSignal.any([signal, ended.signal, left.signal]);
      const all: Parameters = { ...configuration.parameters, ...parameters };
      try {
        // Counted from the request on: before the first one the libraries are loaded, which says nothing of the provider.
        const time = { begun: clock.tick() };
        const timed: typeof fetch = (input, init) => {
          time.begun = clock.tick();
          return fetch(input, init);
        };
        const raw = () => provider.chat({ ...prepared.asking, fetch: timed }, messages, all, any);
        yield* answer({ ...parts, time }, prepared, raw, any);
      } finally {
        left.abort();
      }
    },
    end() {
      ended.abort();
      guard.end();
    },
  };
}

/** The pieces of an answer, redacted, and how it ended, whatever happens. */
async function* answer(
  { provider, clock, isCheck = false, time }: ClientParts & { readonly time: { readonly begun: number } },
  { asking, redaction }: Ready,
  raw: () => AsyncIterable<RawPiece>,
  signal: AbortSignal,
): AsyncGenerator<ChatPiece> {
  const passed = () => clock.tick() - time.begun;
  const text = redaction.stream();
  let last: Extract<RawPiece, { kind: 'finish' }> | null = null;
  try {
    signal.throwIfAborted();
    for await (const piece of raw()) {
      if (piece.kind === 'finish') last = piece;
      const shown = piece.kind === 'text' ? text.next(piece.text) : '';
      if (shown !== '') yield { kind: 'text', text: shown };
    }
    // Who stopped it is told so, also where it was just at its end.
    signal.throwIfAborted();
    if (last === null) throw new AskFault('cut', 'the answer has no end');
    const rest = text.rest();
    if (rest !== '') yield { kind: 'text', text: rest };
    yield endOf(wellResult(passed(), `${provider.name} answered.`), last);
  } catch (cause) {
    const rest = text.rest();
    if (rest !== '') yield { kind: 'text', text: rest };
    const why = signal.aborted ? new AskFault('cancelled', 'it was cancelled') : cause;
    const host = new URL(asking.place.chat).host;
    const asked = { asked: 'chat', model: asking.model, host, clean: redaction.clean } as const;
    const explained = explain(provider, why, asked);
    const { message, status } = explained;
    const isWell = isCheck && explained.passes === 'chat';
    yield endOf(isWell ? wellResult(passed(), message, status) : failedResult(explained, passed()));
  }
}

function endOf(result: CheckResult, last: Extract<RawPiece, { kind: 'finish' }> | null = null): ChatPiece {
  return { kind: 'end', result, inputTokens: last?.inputTokens ?? null, outputTokens: last?.outputTokens ?? null };
}
