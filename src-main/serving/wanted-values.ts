import { Fault } from '../../src-shared/errors.ts';
import type { ServingRequest } from '../../src-shared/serving.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import { bindingOf, prefixOf } from './bindings.ts';
import { knownDimension } from './known-dimensions.ts';

/** What the variables of a service are to be; null for one that is to have no value. */
export interface WantedValues {
  readonly values: ReadonlyMap<string, string | null>;
  /** Names whose value is a secret of the configuration. */
  readonly secrets: ReadonlySet<string>;
  /** Null where the embedding stays as it is. */
  readonly dimension: number | null;
}

/** What a service is to be served by. */
export interface Wanted {
  readonly configuration: ResolvedConfiguration;
  readonly chatUrl: string;
  readonly request: ServingRequest;
}

type Environment = Readonly<Record<string, string>>;

/** Addresses that LightRAG takes where none is given (its api/config.py). */
const usualHosts: Readonly<Record<string, string>> = {
  openai: 'https://api.openai.com/v1',
  lollms: 'http://localhost:9600',
  gemini: 'DEFAULT_GEMINI_ENDPOINT',
  bedrock: 'DEFAULT_BEDROCK_ENDPOINT',
  aws_bedrock: 'DEFAULT_BEDROCK_ENDPOINT',
};
const usualHost = 'http://localhost:11434';

/**
 * What the variables of one service are to be for its chosen roles; the other role is kept as it is, also where it takes
 * something of the one that changes. Faults: `serving/not-served`, `serving/dimension-unknown`.
 * @param environment of the service as it is
 */
export function wantedValues({ configuration, chatUrl, request }: Wanted, environment: Environment): WantedValues {
  const values = new Map<string, string | null>(keptOf(request, environment));
  const secrets = new Set<string>();
  for (const role of request.roles) {
    const binding = bindingOf({ configuration, role, chatUrl });
    for (const [name, value] of Object.entries(binding.values)) values.set(name, value);
    for (const name of binding.secrets) secrets.add(name);
  }
  if (!request.roles.includes('embedding')) return { values, secrets, dimension: null };
  const dimension = request.embeddingDimension ?? knownDimension(configuration.model);
  if (dimension === null) {
    const message = `It is not known how many numbers a vector of ${configuration.model} has.`;
    throw new Fault('serving/dimension-unknown', message);
  }
  values.set('EMBEDDING_DIM', String(dimension));
  return { values, secrets, dimension };
}

/** What the role that stays has had of the other one, written out, so that it goes on having it. */
function keptOf({ roles }: ServingRequest, environment: Environment): readonly (readonly [string, string])[] {
  const of = (name: string) => (environment[name] ?? '').trim();
  const kept: [string, string][] = [];
  const isJoint = of('LLM_BINDING').toLowerCase() === 'openai-ollama';
  if (!roles.includes('llm') && isJoint) kept.push(['LLM_BINDING', 'openai']);
  if (roles.includes('embedding')) return kept;
  const embedding = prefixOf('embedding');
  if (isJoint) kept.push([`${embedding}_BINDING`, 'ollama']);
  const binding = isJoint ? 'ollama' : of('EMBEDDING_BINDING').toLowerCase() || 'ollama';
  // Azure's address is not taken from the LLM's.
  if (of('EMBEDDING_BINDING_HOST') === '' && binding !== 'azure_openai') {
    kept.push([`${embedding}_BINDING_HOST`, of('LLM_BINDING_HOST') || (usualHosts[binding] ?? usualHost)]);
  }
  const lends = binding === 'gemini' && of('EMBEDDING_BINDING_API_KEY') === '' && of('LLM_BINDING_API_KEY') !== '';
  if (lends) kept.push([`${embedding}_BINDING_API_KEY`, of('LLM_BINDING_API_KEY')]);
  return kept;
}
