import { type ProviderStandIn, startProvider } from './server.ts';
import {
  bodyOf,
  isAccepted,
  pathOf,
  type StreamReply,
  sse,
  type WholeReply,
  type WireAnswer,
  type WireState,
} from './wire.ts';

const error = (status: number, type: string, message: string): WholeReply => ({
  status,
  body: { type: 'error', error: { type, message }, request_id: 'req_1' },
});

/** The errors of Anthropic (facts/providers 1.4). */
export const anthropicErrors = {
  badRequest: error(400, 'invalid_request_error', 'temperature: range: 0..1'),
  lowBalance: error(400, 'invalid_request_error', 'Your credit balance is too low to access the Anthropic API.'),
  wrongKey: error(401, 'authentication_error', 'invalid x-api-key: {{key}}'),
  billing: error(402, 'billing_error', 'There is an issue with your billing or payment information.'),
  permission: error(403, 'permission_error', 'Your API key does not have permission to use the specified resource.'),
  noModel: error(404, 'not_found_error', 'model: nothing'),
  noPath: error(404, 'not_found_error', 'Not Found'),
  tooLarge: error(413, 'request_too_large', 'Request exceeds the maximum allowed number of bytes.'),
  tooOften: {
    ...error(429, 'rate_limit_error', 'This request would exceed your rate limit.'),
    headers: { 'retry-after': '12' },
  },
  broken: error(500, 'api_error', 'Internal server error'),
  slow: error(504, 'timeout_error', 'The request timed out'),
  overloaded: error(529, 'overloaded_error', 'Overloaded'),
} as const;

/** Starts what speaks as Anthropic does; its base is `<url>/v1`. */
export function startAnthropic(): Promise<ProviderStandIn> {
  return startProvider({
    purposeOf(request) {
      if (request.headers['anthropic-version'] !== '2023-06-01') return null;
      if (request.method === 'GET' && pathOf(request) === '/v1/models') return 'list';
      return request.method === 'POST' && pathOf(request) === '/v1/messages' ? 'chat' : null;
    },
    keyOf: ({ headers }) => headers['x-api-key'] ?? null,
    modelOf: (request) => String(bodyOf(request).model),
    refuse(request, state) {
      if (!isAccepted(request.headers['x-api-key'] ?? null, state)) return anthropicErrors.wrongKey;
      const isChat = request.method === 'POST';
      return isChat && typeof bodyOf(request).max_tokens !== 'number'
        ? error(400, 'invalid_request_error', 'max_tokens: Field required')
        : null;
    },
    list: ({ path }, state) => list(new URL(path, 'http://host').searchParams, state),
    chat,
    noModel: anthropicErrors.noModel,
    noPath: anthropicErrors.noPath,
    brokenOff: (words) => [sse({ type: 'error', error: { type: 'overloaded_error', message: words } }, 'error')],
  });
}

/** A page of the list; `limit` is 20 where nobody says otherwise. */
function list(query: URLSearchParams, { models }: WireState): WholeReply {
  const limit = Math.min(Number(query.get('limit') ?? 20), 1000);
  const after = query.get('after_id');
  const from = after === null ? 0 : models.findIndex(({ id }) => id === after) + 1;
  const data = models.slice(from, from + limit).map(({ id, name }) => ({
    ...{ type: 'model', id, display_name: name, created_at: '2025-02-19T00:00:00Z' },
  }));
  const page = { first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
  return { status: 200, body: { data, has_more: from + limit < models.length, ...page } };
}

function chat(_request: unknown, { model, pieces, inputTokens, outputTokens }: WireAnswer): StreamReply {
  const named = (data: { readonly type: string }) => sse(data, data.type);
  const message = {
    ...{ id: 'msg_1', type: 'message', role: 'assistant', model, content: [], stop_reason: null, stop_sequence: null },
    usage: { input_tokens: inputTokens, output_tokens: 1 },
  };
  const texts = pieces.map((text) => ({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }));
  const end = { stop_reason: 'end_turn', stop_sequence: null };
  const events: readonly { readonly type: string }[] = [
    { type: 'message_start', message } as { type: string },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } } as { type: string },
    { type: 'ping' },
    ...texts,
    { type: 'content_block_stop', index: 0 } as { type: string },
    { type: 'message_delta', delta: end, usage: { output_tokens: outputTokens } } as { type: string },
    { type: 'message_stop' },
  ];
  return { contentType: 'text/event-stream; charset=utf-8', pieces: events.map(named) };
}
