import {
  bearerOf,
  bodyOf,
  isAccepted,
  pathOf,
  type ReceivedRequest,
  type StreamReply,
  sse,
  type WholeReply,
  type Wire,
  type WireAnswer,
  type WireState,
} from './wire.ts';

/** What those who speak as OpenAI does have in common; each changes what is its own. */
export function openAiWire(
  base: string,
  errors: { readonly wrongKey: WholeReply; readonly noModel: WholeReply; readonly noPath: WholeReply },
): Wire {
  return {
    purposeOf(request) {
      if (request.method === 'GET' && pathOf(request) === `${base}/models`) return 'list';
      return request.method === 'POST' && pathOf(request) === `${base}/chat/completions` ? 'chat' : null;
    },
    keyOf: bearerOf,
    modelOf: (request) => String(bodyOf(request).model),
    refuse: (request, state) => (isAccepted(bearerOf(request), state) ? null : errors.wrongKey),
    list: openAiList,
    chat: openAiChat,
    noModel: errors.noModel,
    noPath: errors.noPath,
    brokenOff: (words) => [sse({ error: { message: words, type: 'server_error', param: null, code: null } })],
  };
}

/** `GET /models`. */
export function openAiList(_request: ReceivedRequest, { models }: WireState): WholeReply {
  const data = models.map(({ id }) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'system' }));
  return { status: 200, body: { object: 'list', data } };
}

/** A stream of `POST /chat/completions`. */
export function openAiChat(
  request: ReceivedRequest,
  { model, pieces, inputTokens, outputTokens }: WireAnswer,
): StreamReply {
  const { stream_options: options } = bodyOf(request) as { stream_options?: { include_usage?: boolean } };
  const chunk = (delta: object, reason: string | null = null) =>
    sse({
      ...{ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model },
      choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
    });
  const usage = {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
  const last = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_700_000_000, model, choices: [], usage };
  return {
    contentType: 'text/event-stream; charset=utf-8',
    pieces: [
      chunk({ role: 'assistant', content: '' }),
      ...pieces.map((content) => chunk({ content })),
      chunk({}, 'stop'),
      ...(options?.include_usage === true ? [sse(last)] : []),
      sse('[DONE]'),
    ],
  };
}

/** An error in OpenAI's shape. */
export function openAiError(status: number, message: string, type: string, code: string | null = null): WholeReply {
  return { status, body: { error: { message, type, param: null, code } } };
}
