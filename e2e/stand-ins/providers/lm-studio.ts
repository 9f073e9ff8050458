import { openAiError, openAiList, openAiWire } from './openai-wire.ts';
import { type ProviderStandIn, startProvider } from './server.ts';
import { pathOf, type WholeReply, type WireState } from './wire.ts';

/** The errors of LM Studio (facts/providers 1.8). */
export const lmStudioErrors = {
  wrongKey: openAiError(
    401,
    'An LM Studio API token is required to make requests to this server.',
    'invalid_request_error',
    'invalid_api_key',
  ),
  noModel: openAiError(
    404,
    'Model "nothing" not found. Please specify a valid model.',
    'invalid_request_error',
    'model_not_found',
  ),
  notLoaded: openAiError(
    400,
    'Failed to load model "chat-large". Error: insufficient system resources',
    'invalid_request_error',
  ),
  /** What it answers for paths that it does not know. */
  noPath: { status: 200, body: { error: 'Unexpected endpoint or method. (GET /v2/models)' } },
  broken: openAiError(500, 'The model has crashed without additional information.', 'server_error'),
} as const;

/**
 * Starts what speaks as LM Studio does; its base is `<url>/v1`.
 * @param old as before 0.3.6, without a list of its own
 */
export function startLmStudio(old = false): Promise<ProviderStandIn> {
  const wire = openAiWire('/v1', lmStudioErrors);
  return startProvider({
    ...wire,
    purposeOf: (request) => (!old && pathOf(request) === '/api/v0/models' ? 'list' : wire.purposeOf(request)),
    list: (request, state) => (pathOf(request).startsWith('/api') ? ownList(state) : openAiList(request, state)),
  });
}

function ownList({ models }: WireState): WholeReply {
  const types = { chat: 'llm', embedding: 'embeddings', other: 'other' };
  const data = models.map(({ id, kind, contextSize }) => ({
    ...{ id, object: 'model', type: types[kind], publisher: 'lmstudio-community', arch: 'llama' },
    ...{ compatibility_type: 'gguf', quantization: 'Q4_K_M', state: 'not-loaded', max_context_length: contextSize },
  }));
  return { status: 200, body: { object: 'list', data } };
}
