import { openAiChat, openAiList, openAiWire } from './openai-wire.ts';
import { type ProviderStandIn, startProvider } from './server.ts';
import { bearerOf, bodyOf, isAccepted, pathOf, type ReceivedRequest, type WholeReply } from './wire.ts';

const error = (status: number, code: string, message: string): WholeReply => ({
  status,
  body: { error: { code, message } },
});

/** The errors of Azure OpenAI (facts/providers 1.2). */
export const azureErrors = {
  wrongKey: error(401, '401', 'Access denied due to invalid subscription key or wrong API endpoint. {{key}}'),
  firewall: error(403, '403', 'Access denied due to Virtual Network/Firewall rules.'),
  noKeys: error(403, 'AuthenticationTypeDisabled', 'Key based authentication is disabled for this resource.'),
  noModel: error(404, 'DeploymentNotFound', 'The API deployment for this resource does not exist.'),
  noPath: error(404, '404', 'Resource not found'),
  tooOften: {
    ...error(429, '429', 'Requests have exceeded the call rate limit.'),
    headers: { 'retry-after-ms': '1500', 'retry-after': '2' },
  },
  filtered: error(
    400,
    'content_filter',
    'The response was filtered due to the prompt triggering the content management policy.',
  ),
  tokens: error(
    400,
    'unsupported_parameter',
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
  ),
  tooFewTokens: error(
    400,
    'invalid_request',
    'Could not finish the message because max_tokens or model output limit was reached.',
  ),
  broken: error(500, 'InternalServerError', 'Internal server error'),
  overloaded: error(503, 'ServiceUnavailable', 'The service is temporarily unable to process your request.'),
} as const;

const classic = /^\/openai\/deployments\/([^/]+)\/chat\/completions$/;

/** Starts what speaks as Azure OpenAI does, in both of its ways; its endpoint is `<url>`. */
export function startAzure(): Promise<ProviderStandIn> {
  const version = ({ path }: ReceivedRequest) => new URL(path, 'http://host').searchParams.get('api-version');
  const keyOf = (request: ReceivedRequest) => request.headers['api-key'] ?? bearerOf(request);
  return startProvider({
    ...openAiWire('/openai/v1', azureErrors),
    purposeOf(request) {
      const path = pathOf(request);
      // The older way asks for a version, the newer one does not want it.
      if (path === '/openai/models') return version(request) === null ? null : 'list';
      if (path === '/openai/v1/models') return 'list';
      if (classic.test(path)) return version(request) === null ? null : 'chat';
      return path === '/openai/v1/chat/completions' ? 'chat' : null;
    },
    keyOf,
    modelOf: (request) => classic.exec(pathOf(request))?.[1] ?? String(bodyOf(request).model),
    refuse: (request, state) => (isAccepted(keyOf(request), state) ? null : azureErrors.wrongKey),
    list: openAiList,
    chat: openAiChat,
  });
}
