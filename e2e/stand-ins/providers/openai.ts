import { openAiError, openAiWire } from './openai-wire.ts';
import { type ProviderStandIn, startProvider } from './server.ts';

/** The errors of OpenAI (facts/providers 1.3). */
export const openAiErrors = {
  wrongKey: openAiError(
    401,
    'Incorrect API key provided: {{key}}. You can find your API key at https://platform.openai.com/account/api-keys.',
    'invalid_request_error',
    'invalid_api_key',
  ),
  noOrganization: openAiError(401, 'You must be a member of an organization to use the API.', 'invalid_request_error'),
  noScope: openAiError(
    403,
    'You have insufficient permissions for this operation. Missing scopes: api.model.read.',
    'invalid_request_error',
    null,
  ),
  noRegion: openAiError(
    403,
    'Country, region, or territory not supported',
    'request_forbidden',
    'unsupported_country_region_territory',
  ),
  noModelForProject: openAiError(
    403,
    'Project `proj_1` does not have access to model `chat-large`',
    'invalid_request_error',
    'model_not_allowed',
  ),
  noModel: openAiError(
    404,
    'The model `nothing` does not exist or you do not have access to it.',
    'invalid_request_error',
    'model_not_found',
  ),
  noPath: openAiError(404, 'Invalid URL (GET /v2/models)', 'invalid_request_error'),
  tooOften: {
    ...openAiError(429, 'Rate limit reached for requests', 'requests', 'rate_limit_exceeded'),
    headers: { 'retry-after': '20' },
  },
  noQuota: openAiError(
    429,
    'You exceeded your current quota, please check your plan and billing details.',
    'insufficient_quota',
    'insufficient_quota',
  ),
  noCredit: openAiError(429, 'Your credit balance is exhausted.', 'billing', 'credit_balance_exhausted'),
  badParameter: openAiError(400, "Invalid value for 'temperature'", 'invalid_request_error', 'invalid_value'),
  tooFewTokens: openAiError(
    400,
    'Could not finish the message because max_tokens or model output limit was reached. Please try again with higher max_tokens.',
    'invalid_request_error',
  ),
  broken: openAiError(500, 'The server had an error while processing your request.', 'server_error'),
  overloaded: openAiError(
    503,
    'The engine is currently overloaded, please try again later',
    'server_error',
    'overloaded',
  ),
} as const;

/** Starts what speaks as OpenAI does; its base is `<url>/v1`. */
export function startOpenAi(): Promise<ProviderStandIn> {
  return startProvider(openAiWire('/v1', openAiErrors));
}
