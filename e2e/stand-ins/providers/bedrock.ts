import { eventMessage } from './event-stream.ts';
import { type ProviderStandIn, startProvider } from './server.ts';
import { checkSignature, type SignatureFault, type SigningKeys } from './signature.ts';
import {
  bearerOf,
  isAccepted,
  pathOf,
  type ReceivedRequest,
  type StreamReply,
  type WholeReply,
  type WireAnswer,
  type WireState,
} from './wire.ts';

const error = (status: number, kind: string, message: string): WholeReply => ({
  status,
  headers: {
    'x-amzn-errortype': `${kind}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
    'x-amzn-requestid': 'r1',
  },
  body: { message },
});

/** The errors of Amazon Bedrock (facts/providers 1.1): their kind is in a header. */
export const bedrockErrors = {
  accessDenied: error(
    403,
    'AccessDeniedException',
    'User: arn:aws:iam::1:user/u is not authorized to perform: bedrock:ListFoundationModels',
  ),
  notEnabled: error(403, 'AccessDeniedException', "You don't have access to the model with the specified model ID."),
  wrongId: error(403, 'UnrecognizedClientException', 'The security token included in the request is invalid. {{key}}'),
  wrongSignature: error(
    403,
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided.',
  ),
  expired: error(403, 'ExpiredTokenException', 'The security token included in the request is expired'),
  wrongBearer: error(
    403,
    'AccessDeniedException',
    'Authentication failed: Please make sure your API Key is valid. {{key}}',
  ),
  wrongModelId: error(400, 'ValidationException', 'The provided model identifier is invalid.'),
  onDemand: error(
    400,
    'ValidationException',
    'Invocation of model ID chat-large with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile.',
  ),
  badRequest: error(400, 'ValidationException', 'Malformed input request: temperature is too high'),
  noModel: error(
    404,
    'ResourceNotFoundException',
    'Could not resolve the foundation model from the provided model identifier.',
  ),
  noForm: error(
    404,
    'ResourceNotFoundException',
    'Model use case details have not been submitted for this account. Fill out the Anthropic use case details form.',
  ),
  formNotFilled: error(404, 'FTUFormNotFilled', 'Use case form is not filled'),
  noPath: error(404, 'UnknownOperationException', ''),
  modelTimeout: error(408, 'ModelTimeoutException', 'Model processing time exceeded'),
  modelError: error(424, 'ModelErrorException', 'The model returned the following errors: failed'),
  tooOften: error(429, 'ThrottlingException', 'Too many requests, please wait before trying again.'),
  notReady: error(429, 'ModelNotReadyException', 'Model is not ready for inference.'),
  noQuota: error(400, 'ServiceQuotaExceededException', 'You have exceeded the quota.'),
  broken: error(500, 'InternalServerException', 'Internal server error'),
  unavailable: error(503, 'ServiceUnavailableException', 'Bedrock is unable to process your request.'),
} as const;

/** What a Bedrock stand-in has beside the rest. */
export interface BedrockStandIn extends ProviderStandIn {
  /** Accepts requests that these keys signed; null accepts them all. */
  acceptSigned(keys: SigningKeys | null): void;
}

const chatPath = /^\/model\/([^/]+)\/converse-stream$/;
const replies: Readonly<Record<SignatureFault, WholeReply>> = {
  MissingAuthenticationTokenException: error(
    403,
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
  ),
  UnrecognizedClientException: bedrockErrors.wrongId,
  InvalidSignatureException: bedrockErrors.wrongSignature,
  ExpiredTokenException: bedrockErrors.expired,
};

/** Starts what speaks as Amazon Bedrock does: control plane and runtime at one address. */
export async function startBedrock(): Promise<BedrockStandIn> {
  let signing: SigningKeys | null = null;
  const standIn = await startProvider({
    purposeOf(request) {
      if (request.method === 'GET' && /^\/(foundation-models|inference-profiles)$/.test(pathOf(request))) return 'list';
      return request.method === 'POST' && chatPath.test(pathOf(request)) ? 'chat' : null;
    },
    keyOf: (request) =>
      bearerOf(request) ?? /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? null,
    modelOf: (request) => decodeURIComponent(chatPath.exec(pathOf(request))?.[1] ?? ''),
    refuse(request, state) {
      const key = bearerOf(request);
      if (key !== null) return isAccepted(key, state) ? null : bedrockErrors.wrongBearer;
      const fault = signing === null ? null : checkSignature(request, signing, 'bedrock', new Date());
      return fault === null ? null : replies[fault];
    },
    list: (request, state) => (pathOf(request) === '/inference-profiles' ? profiles(request, state) : models(state)),
    chat,
    noModel: bedrockErrors.noModel,
    noPath: bedrockErrors.noPath,
    brokenOff: (words) => [
      eventMessage(
        { ':exception-type': 'throttlingException', ':content-type': 'application/json', ':message-type': 'exception' },
        { message: words },
      ),
    ],
  });
  return {
    ...standIn,
    acceptSigned(keys) {
      signing = keys;
    },
  };
}

function models({ models: all }: WireState): WholeReply {
  const outputs = { chat: 'TEXT', embedding: 'EMBEDDING', other: 'IMAGE' };
  const modelSummaries = all.map(({ id, name, kind }) => ({
    ...{
      modelId: id,
      modelName: name,
      providerName: 'Maker',
      modelArn: `arn:aws:bedrock:us-east-1::foundation-model/${id}`,
    },
    ...{ inputModalities: ['TEXT'], outputModalities: [outputs[kind]], inferenceTypesSupported: ['ON_DEMAND'] },
    ...{ responseStreamingSupported: true, modelLifecycle: { status: 'ACTIVE' } },
  }));
  const throughProfile = {
    modelId: 'profile-only',
    modelName: 'Profile Only',
    inferenceTypesSupported: ['INFERENCE_PROFILE'],
  };
  return { status: 200, body: { modelSummaries: [...modelSummaries, throughProfile] } };
}

/** Pages of one, so that every list has more than one. */
function profiles({ path }: ReceivedRequest, { models: all }: WireState): WholeReply {
  const chats = all.filter(({ kind }) => kind === 'chat');
  const at = Number(new URL(path, 'http://host').searchParams.get('nextToken') ?? 0);
  const inferenceProfileSummaries = chats.slice(at, at + 1).map(({ id, name }) => ({
    ...{ inferenceProfileId: `us.${id}`, inferenceProfileName: `US ${name}`, status: 'ACTIVE', type: 'SYSTEM_DEFINED' },
    ...{ inferenceProfileArn: `arn:aws:bedrock:us-east-1:1:inference-profile/us.${id}`, models: [] },
  }));
  const next = at + 1 < chats.length ? { nextToken: String(at + 1) } : {};
  return { status: 200, body: { inferenceProfileSummaries, ...next } };
}

function chat(_request: ReceivedRequest, { pieces, inputTokens, outputTokens }: WireAnswer): StreamReply {
  const event = (kind: string, payload: object) =>
    eventMessage({ ':event-type': kind, ':content-type': 'application/json', ':message-type': 'event' }, payload);
  const usage = { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens };
  return {
    contentType: 'application/vnd.amazon.eventstream',
    pieces: [
      event('messageStart', { role: 'assistant' }),
      ...pieces.map((text) => event('contentBlockDelta', { contentBlockIndex: 0, delta: { text } })),
      event('contentBlockStop', { contentBlockIndex: 0 }),
      event('messageStop', { stopReason: 'end_turn' }),
      event('metadata', { usage, metrics: { latencyMs: 10 } }),
    ],
  };
}
