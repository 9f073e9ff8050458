import { openAiChat, openAiList } from './openai-wire.ts';
import { type ProviderStandIn, startProvider } from './server.ts';
import {
  bearerOf,
  bodyOf,
  isAccepted,
  pathOf,
  type ReceivedRequest,
  type StreamReply,
  type WholeReply,
  type WireAnswer,
  type WireState,
} from './wire.ts';

/** The errors of Ollama (facts/providers 1.7). */
export const ollamaErrors = {
  /** Of its cloud, or of a proxy. */
  wrongKey: { status: 401, body: { error: 'unauthorized: {{key}}' } },
  origin: { status: 403, headers: { 'content-type': 'text/plain' }, body: '' },
  noModel: { status: 404, body: { error: "model 'nothing' not found" } },
  noPath: { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found' },
  badRequest: { status: 400, body: { error: 'invalid options: temperature' } },
  memory: { status: 500, body: { error: 'model requires more system memory (9.1 GiB) than is available (3.2 GiB)' } },
  crashed: { status: 500, body: { error: 'llama runner process has terminated: signal: killed' } },
  broken: { status: 500, body: { error: 'something went wrong' } },
  busy: { status: 503, body: { error: 'server busy, please try again. maximum pending requests exceeded' } },
} as const;

/** Starts what speaks as Ollama does, in its own way and, below `/v1`, in OpenAI's; its address is `<url>`. */
export function startOllama(): Promise<ProviderStandIn> {
  return startProvider({
    purposeOf(request) {
      if (request.method === 'GET' && /^\/(api\/(tags|version)|v1\/models)$/.test(pathOf(request))) return 'list';
      return request.method === 'POST' && /^\/(api\/chat|v1\/chat\/completions)$/.test(pathOf(request)) ? 'chat' : null;
    },
    keyOf: bearerOf,
    modelOf: (request) => String(bodyOf(request).model),
    refuse: (request, state) => (isAccepted(bearerOf(request), state) ? null : ollamaErrors.wrongKey),
    list(request, state) {
      if (pathOf(request) === '/v1/models') return openAiList(request, state);
      return pathOf(request) === '/api/version' ? { status: 200, body: { version: '0.12.3' } } : tags(state);
    },
    chat: (request, answer) =>
      pathOf(request).startsWith('/v1') ? openAiChat(request, answer) : chat(request, answer),
    noModel: ollamaErrors.noModel,
    noPath: ollamaErrors.noPath,
    brokenOff: (words) => [line({ error: words })],
  });
}

function tags({ models }: WireState): WholeReply {
  const all = models.map(({ id, kind }) => ({
    ...{ name: id, model: id, modified_at: '2026-01-01T00:00:00Z', size: 2_000_000_000, digest: 'a'.repeat(64) },
    details: { format: 'gguf', family: kind === 'embedding' ? 'nomic-bert' : 'llama', parameter_size: '3.2B' },
  }));
  return { status: 200, body: { models: all } };
}

const line = (value: object) => `${JSON.stringify(value)}\n`;

function chat(_request: ReceivedRequest, { model, pieces, inputTokens, outputTokens }: WireAnswer): StreamReply {
  const piece = (content: string) => ({
    model,
    created_at: '2026-01-01T00:00:00Z',
    message: { role: 'assistant', content },
  });
  const counts = { prompt_eval_count: inputTokens, eval_count: outputTokens, total_duration: 1_000_000 };
  return {
    contentType: 'application/x-ndjson',
    pieces: [
      ...pieces.map((text) => line({ ...piece(text), done: false })),
      line({ ...piece(''), done: true, done_reason: 'stop', ...counts }),
    ],
  };
}
