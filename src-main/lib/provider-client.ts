import type { ChatMessage } from '../../src-shared/chat.ts';
import type { CheckResult, Parameters } from '../../src-shared/providers.ts';

/** A piece of a model's answer: text, or how it ended, which is the last. */
export type ChatPiece =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'end';
      readonly result: CheckResult;
      readonly inputTokens: number | null;
      readonly outputTokens: number | null;
    };

/** What asks one provider with one configuration. Nothing of it is shared with another configuration or user. */
export interface ProviderClient {
  /** Never throws: what goes wrong is the end's result. */
  chat(messages: readonly ChatMessage[], parameters: Parameters, signal: AbortSignal): AsyncIterable<ChatPiece>;
  /** Lets go of everything; what is being asked ends as `cancelled`. */
  end(): void;
}
