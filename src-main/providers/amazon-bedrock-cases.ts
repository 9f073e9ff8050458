import type { Case } from './cases.ts';

const keysAgain =
  'Copy the access key ID and its secret again, and make sure that they are active in the console of AWS.';

/** What errors of Amazon Bedrock mean (facts/providers 1.1); their kind comes in a header. */
export const bedrockCases: readonly Case[] = [
  {
    trouble: ['dns'],
    outcome: 'dns',
    what: ({ host }) => `cannot be found: there is no host named ${host}`,
    hint: 'Check the region for a slip, and whether Bedrock is there; check whether this computer is online.',
  },
  {
    code: /^(UnrecognizedClientException|InvalidClientTokenId\w*|MissingAuthenticationToken\w*)$/,
    outcome: 'auth',
    what: 'does not know the access key ID',
    hint: keysAgain,
  },
  {
    code: /^(InvalidSignatureException|SignatureDoesNotMatch\w*|IncompleteSignature\w*)$/,
    outcome: 'auth',
    what: 'does not accept the signature: the secret access key is wrong, or the clock of this computer',
    hint: `${keysAgain} Set the clock of this computer by the network.`,
  },
  {
    code: /^(ExpiredToken\w*|RequestExpired)$/,
    outcome: 'auth',
    what: 'does not accept the session token: it has ended',
    hint: 'Sign in to AWS anew, and copy all three again: access key ID, secret and session token.',
  },
  {
    code: /^AccessDenied\w*$/,
    says: /(api|bearer|security) (key|token).*(invalid|expired|not valid)|authentication failed/i,
    outcome: 'auth',
    what: 'does not accept the key',
    hint: 'Make a new Bedrock API key in the console; short-term keys end after 12 hours at the latest.',
  },
  {
    asked: 'list',
    code: /^AccessDenied\w*$/,
    outcome: 'permission',
    what: 'does not let this key list models',
    hint: 'Enter the id of the model, or allow bedrock:ListFoundationModels and bedrock:ListInferenceProfiles.',
    // Who may ask a model need not be allowed to list them.
    passes: 'access',
  },
  {
    code: /^AccessDenied\w*$/,
    outcome: 'permission',
    what: ({ model }) => `does not let this key use ${model}`,
    hint: 'Allow bedrock:InvokeModelWithResponseStream to the key, and enable the model in the console under Model access.',
  },
  {
    code: /^FTUFormNotFilled\w*$/,
    outcome: 'permission',
    what: ({ model }) => `wants a form filled in before ${model} is used for the first time`,
    hint: 'Open the model in the console of Bedrock, and tell there what it is for.',
  },
  {
    code: /^ResourceNotFound\w*$/,
    says: /use case|form/i,
    outcome: 'permission',
    what: ({ model }) => `wants a form filled in before ${model} is used for the first time`,
    hint: 'Open the model in the console of Bedrock, and tell there what it is for.',
  },
  {
    code: /^ResourceNotFound\w*$/,
    asked: 'chat',
    outcome: 'model_not_found',
    what: ({ model }) => `has no model named ${model} in this region`,
    hint: 'Choose one of the list, or another region.',
  },
  {
    code: /^ValidationException$/,
    says: /on-demand throughput/i,
    outcome: 'bad_request',
    what: ({ model }) => `serves ${model} through inference profiles only`,
    hint: 'Choose its inference profile of the list: its id begins with a region, such as us. or eu.',
  },
  {
    code: /^ValidationException$/,
    says: /model (identifier|id)|invalid.*model/i,
    outcome: 'model_not_found',
    what: ({ model }) => `has no model named ${model}`,
    hint: 'Choose one of the list, or enter its whole id, with the version at its end.',
  },
  {
    code: /^ModelTimeoutException$/i,
    outcome: 'timeout',
    what: 'gave up waiting for its own model',
    hint: 'Send less at once, or try again later.',
  },
  {
    code: /^(ModelErrorException|ModelStreamErrorException)$/i,
    outcome: 'server',
    what: 'has a model that failed',
    hint: 'Try again; if it happens again, choose another model.',
  },
  {
    code: /^ModelNotReadyException$/i,
    outcome: 'rate_limited',
    what: 'is still getting the model ready',
    hint: 'Wait a minute, then try again.',
  },
  {
    code: /^ServiceQuotaExceeded\w*$/i,
    outcome: 'quota',
    what: 'does not answer because a quota of your account is used up',
    hint: 'Raise the quota in the console of AWS under Service Quotas.',
  },
  {
    code: /^(InternalServer|ServiceUnavailable)\w*$/i,
    outcome: 'server',
    what: 'has a problem of its own',
    hint: 'Wait a little, then try again.',
  },
  {
    code: /^ValidationException$/i,
    outcome: 'bad_request',
    what: 'does not take the request',
    hint: 'Read what it says; a parameter may be beyond what the model takes.',
  },
];
