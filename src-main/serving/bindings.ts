import { Fault } from '../../src-shared/errors.ts';
import type { ProviderId } from '../../src-shared/providers.ts';
import type { ServingRole } from '../../src-shared/serving.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import { asContainersSee } from './container-host.ts';

/** What a role of a service is to have: the variables of its env file, null for one that is to have no value. */
export interface Binding {
  readonly values: Readonly<Record<string, string | null>>;
  /** Those whose value is a secret of the configuration. */
  readonly secrets: readonly string[];
}

/** A configuration for a role, and where its chat requests go. */
export interface Bound {
  readonly configuration: ResolvedConfiguration;
  readonly role: ServingRole;
  readonly chatUrl: string;
}

/** OpenAI's library refuses to begin without a key, also where the server asks for none. */
const noKey = 'not-needed';
/** By these LightRAG leaves the address to the provider's own library, instead of taking that of the other role. */
const ownAddress = { gemini: 'DEFAULT_GEMINI_ENDPOINT', bedrock: 'DEFAULT_BEDROCK_ENDPOINT' };

const ways: Readonly<Record<ProviderId, (bound: Bound) => Binding>> = {
  ollama: (bound) => common(bound, 'ollama', base(bound, '/api/chat'), bound.configuration.secrets.apiKey),
  openai: inOpenAiWay,
  friendli: inOpenAiWay,
  'lm-studio': inOpenAiWay,
  'openai-compatible': inOpenAiWay,
  'azure-openai': azure,
  google,
  'amazon-bedrock': bedrock,
  anthropic: ({ configuration }) => {
    throw new Fault('serving/not-served', `LightRAG has no way to ask ${configuration.provider}.`);
  },
};

/**
 * The variables by which LightRAG asks what a configuration asks (its environment reference, 1.5.7).
 * Fault: `serving/not-served` where it cannot.
 */
export function bindingOf(bound: Bound): Binding {
  return ways[bound.configuration.provider](bound);
}

/** The beginning of the names of a role's variables. */
export function prefixOf(role: ServingRole): 'LLM' | 'EMBEDDING' {
  return role === 'llm' ? 'LLM' : 'EMBEDDING';
}

function common({ configuration, role }: Bound, binding: string, host: string, key: string | undefined): Binding {
  const prefix = prefixOf(role);
  return {
    values: {
      [`${prefix}_BINDING`]: binding,
      [`${prefix}_BINDING_HOST`]: host,
      [`${prefix}_MODEL`]: configuration.model,
      [`${prefix}_BINDING_API_KEY`]: key ?? null,
    },
    secrets: key === undefined ? [] : [`${prefix}_BINDING_API_KEY`],
  };
}

function inOpenAiWay(bound: Bound): Binding {
  const { apiKey } = bound.configuration.secrets;
  const made = common(bound, 'openai', base(bound, '/chat/completions'), apiKey);
  if (apiKey !== undefined) return made;
  return { ...made, values: { ...made.values, [`${prefixOf(bound.role)}_BINDING_API_KEY`]: noKey } };
}

/** Version 1 of Azure speaks as OpenAI does; the dated ones have variables of their own, which go before the others. */
function azure(bound: Bound): Binding {
  const { configuration, role } = bound;
  const { apiKey } = configuration.secrets;
  if (apiKey === undefined) {
    throw new Fault('serving/not-served', `"${configuration.name}" has no API key: LightRAG takes no Entra token.`);
  }
  if (!bound.chatUrl.includes('/deployments/')) return inOpenAiWay(bound);
  const endpoint = bound.chatUrl.slice(0, bound.chatUrl.indexOf('/openai/deployments/'));
  const version = new URL(bound.chatUrl).searchParams.get('api-version') ?? configuration.fields.apiVersion ?? '';
  const made = common(bound, 'azure_openai', asContainersSee(endpoint), apiKey);
  const own = role === 'llm' ? 'AZURE_OPENAI' : 'AZURE_EMBEDDING';
  return {
    ...made,
    values: { ...made.values, [`${own}_DEPLOYMENT`]: configuration.model, [`${own}_API_VERSION`]: version },
  };
}

function google(bound: Bound): Binding {
  const origin = bound.chatUrl.replace(/\/v\d[a-z0-9]*\/models\/.*$/, '');
  const isOwn = new URL(origin).hostname === 'generativelanguage.googleapis.com';
  return common(
    bound,
    'gemini',
    isOwn ? ownAddress.gemini : asContainersSee(origin),
    bound.configuration.secrets.apiKey,
  );
}

/** Both roles of a service have the same account. */
function bedrock(bound: Bound): Binding {
  const { secrets, fields } = bound.configuration;
  // Its library has no key among LightRAG's own variables: those of AWS are read by itself.
  const given = {
    AWS_ACCESS_KEY_ID: secrets.accessKeyId,
    AWS_SECRET_ACCESS_KEY: secrets.secretAccessKey,
    AWS_SESSION_TOKEN: secrets.sessionToken,
    AWS_BEARER_TOKEN_BEDROCK: secrets.apiKey,
  };
  const host = (fields.runtimeUrl ?? '') === '' ? ownAddress.bedrock : asContainersSee(fields.runtimeUrl ?? '');
  // The alias is taken by older ones, too.
  const made = common(bound, 'aws_bedrock', host, undefined);
  const values = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value ?? null]));
  return {
    values: { ...made.values, ...values, AWS_REGION: fields.region ?? null },
    secrets: Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name])),
  };
}

/** The address that all calls of a server begin with. */
function base({ chatUrl, configuration }: Bound, call: string): string {
  const url = new URL(chatUrl);
  url.search = '';
  if (url.pathname.endsWith(call)) {
    url.pathname = url.pathname.slice(0, -call.length);
    return asContainersSee(url.href);
  }
  throw new Fault('serving/not-served', `The address of "${configuration.name}" is none that LightRAG can ask.`);
}
