import { type ProviderStandIn, startProvider } from './server.ts';
import {
  isAccepted,
  pathOf,
  type ReceivedRequest,
  type StreamReply,
  sse,
  type WholeReply,
  type WireAnswer,
  type WireState,
} from './wire.ts';

const error = (status: number, name: string, message: string, details: readonly object[] = []): WholeReply => ({
  status,
  body: { error: { code: status, message, status: name, details } },
});
const reason = (name: string) => ({
  '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
  reason: name,
  domain: 'googleapis.com',
});

/** The errors of Gemini (facts/providers 1.5): a wrong key is HTTP 400. */
export const googleErrors = {
  wrongKey: error(400, 'INVALID_ARGUMENT', 'API key not valid. Please pass a valid API key. {{key}}', [
    reason('API_KEY_INVALID'),
  ]),
  expiredKey: error(400, 'INVALID_ARGUMENT', 'API key expired. Please renew the API key.', [reason('API_KEY_INVALID')]),
  noFreeTier: error(400, 'FAILED_PRECONDITION', 'User location is not supported for the API use.'),
  badRequest: error(400, 'INVALID_ARGUMENT', 'Invalid value at generation_config.temperature'),
  disabled: error(
    403,
    'PERMISSION_DENIED',
    'Generative Language API has not been used in project 1 before or it is disabled.',
    [reason('SERVICE_DISABLED')],
  ),
  restricted: error(403, 'PERMISSION_DENIED', 'Requests from this address are blocked.', [
    reason('API_KEY_IP_ADDRESS_BLOCKED'),
  ]),
  noModel: error(
    404,
    'NOT_FOUND',
    'models/nothing is not found for API version v1beta, or is not supported for generateContent.',
  ),
  noPath: {
    status: 404,
    headers: { 'content-type': 'text/html' },
    body: '<!DOCTYPE html><html><title>Error 404 (Not Found)!!1</title></html>',
  },
  tooOften: error(429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).', [
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34s' },
  ]),
  noQuota: error(
    429,
    'RESOURCE_EXHAUSTED',
    'You exceeded your current quota, please check your plan and billing details.',
  ),
  broken: error(500, 'INTERNAL', 'An internal error has occurred.'),
  overloaded: error(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
  slow: error(504, 'DEADLINE_EXCEEDED', 'The request timed out.'),
} as const;

const chatPath = /^\/v1beta\/models\/([^/:]+):streamGenerateContent$/;

/** Starts what speaks as Gemini does; its base is `<url>/v1beta`. */
export function startGoogle(): Promise<ProviderStandIn> {
  return startProvider({
    purposeOf(request) {
      if (request.method === 'GET' && pathOf(request) === '/v1beta/models') return 'list';
      return request.method === 'POST' && chatPath.test(pathOf(request)) ? 'chat' : null;
    },
    keyOf: ({ headers }) => headers['x-goog-api-key'] ?? null,
    modelOf: (request) => chatPath.exec(pathOf(request))?.[1] ?? '',
    refuse: ({ headers }, state) =>
      isAccepted(headers['x-goog-api-key'] ?? null, state) ? null : googleErrors.wrongKey,
    list,
    chat,
    noModel: googleErrors.noModel,
    noPath: googleErrors.noPath,
    brokenOff: (words) => [sse({ error: { code: 503, message: words, status: 'UNAVAILABLE' } })],
  });
}

function list({ path }: ReceivedRequest, { models }: WireState): WholeReply {
  const query = new URL(path, 'http://host').searchParams;
  const size = Math.min(Number(query.get('pageSize') ?? 50), 1000);
  const from = Number(query.get('pageToken') ?? 0);
  const methods = { chat: ['generateContent', 'countTokens'], embedding: ['embedContent'], other: ['predict'] };
  const page = models.slice(from, from + size).map(({ id, name, contextSize, kind }) => ({
    ...{
      name: `models/${id}`,
      version: '001',
      displayName: name,
      inputTokenLimit: contextSize,
      outputTokenLimit: 8192,
    },
    supportedGenerationMethods: methods[kind],
  }));
  const next = from + size < models.length ? { nextPageToken: String(from + size) } : {};
  return { status: 200, body: { models: page, ...next } };
}

function chat(_request: ReceivedRequest, { model, pieces, inputTokens, outputTokens }: WireAnswer): StreamReply {
  const usageMetadata = {
    promptTokenCount: inputTokens,
    candidatesTokenCount: outputTokens,
    totalTokenCount: inputTokens + outputTokens,
  };
  return {
    contentType: 'text/event-stream',
    pieces: pieces.map((text, at) => {
      const end = at === pieces.length - 1 ? { finishReason: 'STOP' } : {};
      const candidates = [{ content: { parts: [{ text }], role: 'model' }, index: 0, ...end }];
      return sse({ candidates, usageMetadata, modelVersion: model, responseId: 'r1' });
    }),
  };
}
