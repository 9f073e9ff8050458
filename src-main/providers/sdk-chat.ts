import type { LanguageModel, streamText } from 'ai';
import type { Parameters as Asked } from '../../src-shared/providers.ts';
import { AnswerFault, AskFault } from './faults.ts';
import type { Asking, Provider, RawPiece } from './provider.ts';
import { readSaid } from './said.ts';
import type { sdk } from './sdk.ts';

/** The libraries, loaded. */
export type Sdk = typeof sdk;

/** A parameter that goes under the provider's own name in place of the usual one. */
interface Apart {
  readonly without: 'topK' | 'maxOutputTokens';
  readonly providerOptions: Record<string, Record<string, number>>;
}

/** How a provider is asked through the libraries. */
export interface SdkWay {
  /**
   * Makes the model. Everything is given: what is left out, the libraries take from the variables of the process, and
   * with it another person's key or another host (facts/providers 5.2).
   */
  open(sdk: Sdk, asking: Asking): LanguageModel;
  apart?(parameters: Asked, asking: Asking): Apart | null;
}

/** Makes `Provider.chat` of a model of the libraries. */
export function sdkChat({ open, apart }: SdkWay): Provider['chat'] {
  return async function* chat(asking, messages, parameters, signal) {
    const { sdk } = await import('./sdk.ts');
    signal.throwIfAborted();
    const { temperature, topP, topK, maxTokens } = parameters;
    const usual = { temperature, topP, topK, maxOutputTokens: maxTokens };
    const own = apart?.(parameters, asking) ?? null;
    const { fullStream } = sdk.streamText({
      ...withoutNothing(usual, own?.without),
      ...(own === null ? {} : { providerOptions: own.providerOptions }),
      model: open(sdk, asking),
      messages: messages.map(({ role, text }) => ({ role, content: text })),
      // Every question that is asked is one that somebody asked for.
      maxRetries: 0,
      abortSignal: signal,
      includeRawChunks: true,
      onError: () => undefined,
    });
    yield* piecesOf(fullStream);
  };
}

type Part = ReturnType<typeof streamText>['fullStream'] extends AsyncIterable<infer P> ? P : never;

async function* piecesOf(parts: AsyncIterable<Part>): AsyncGenerator<RawPiece> {
  let raw: unknown;
  for await (const part of parts) {
    if (part.type === 'raw') {
      raw = part.rawValue;
      // Some libraries read an error within a stream as a piece without text.
      if (isError(raw)) throw new AnswerFault(null, readSaid(raw), null);
    } else if (part.type === 'text-delta') {
      yield { kind: 'text', text: part.text };
    } else if (part.type === 'error') {
      // Of an error within a stream the library keeps the words and not the kind.
      throw part.error instanceof Error ? part.error : new AnswerFault(null, readSaid([raw, part.error]), null);
    } else if (part.type === 'abort') {
      throw new AskFault('cancelled', 'it was cancelled');
    } else if (part.type === 'finish') {
      yield finishOf(part);
    }
  }
}

function finishOf({ rawFinishReason, totalUsage }: Extract<Part, { type: 'finish' }>): RawPiece {
  // Without a reason of the provider's own the stream simply ended, whatever the library calls it.
  if (rawFinishReason === undefined) throw new AskFault('cut', 'the answer has no end');
  const { inputTokens = null, outputTokens = null } = totalUsage;
  return { kind: 'finish', inputTokens, outputTokens };
}

const isError = (raw: unknown) => typeof raw === 'object' && raw !== null && 'error' in raw && raw.error != null;

/** An `undefined` would be taken for a value. */
function withoutNothing(
  settings: Readonly<Record<string, number | undefined>>,
  left?: string,
): Readonly<Record<string, number>> {
  const given = Object.entries(settings).filter(([name]) => name !== left);
  return Object.fromEntries(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** The limit of tokens under the name that every model of OpenAI knows: the older one is refused by those that think. */
export function completionTokens(maxTokens: number | undefined): Apart | null {
  if (maxTokens === undefined) return null;
  return { without: 'maxOutputTokens', providerOptions: { openai: { maxCompletionTokens: maxTokens } } };
}

/** `top_k`, which servers in OpenAI's way know and OpenAI does not. */
export function topKOf(library: string, { topK }: Asked): Apart | null {
  return topK === undefined ? null : { without: 'topK', providerOptions: { [library]: { top_k: topK } } };
}
