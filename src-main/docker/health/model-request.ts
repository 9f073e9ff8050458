import * as z from 'zod';
import { type ModelNeed, shownUrl } from './model-settings.ts';

/** How a model host is asked for what it has. */
export interface ModelRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The names in the body of an answer; null where an answer says only that the host takes the key. Throws. */
  readonly names: ((body: string) => readonly string[]) | null;
}

const tagsShape = z.object({ models: z.array(z.object({ name: z.string().catch(''), model: z.string().optional() })) });
const modelsShape = z.object({ data: z.array(z.object({ id: z.string().catch('') })) });
const geminiShape = z.object({ models: z.array(z.object({ name: z.string().catch('') })) });

/** The version of Azure's interface that lists models, where the environment names none. */
const azureVersion = '2024-10-21';

/**
 * The question for a host, in the way of its binding; in words why there is none. A key goes into a header and never into
 * an address, which ends in logs.
 */
export function modelRequest(need: ModelNeed): ModelRequest | string {
  const { binding, url, key, role, apiVersion } = need;
  if (!asked.has(binding)) return `the app cannot ask a host of the binding ${binding} what it has`;
  if (url === null) return `${role}_BINDING_HOST is no http address`;
  const bearer: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  switch (binding) {
    case 'ollama':
      return { url: under(url, '/api/tags'), headers: {}, names: ollamaNames };
    case 'lollms':
      return { url: under(url, '/v1/models'), headers: bearer, names: openAiNames };
    case 'gemini': {
      const headers: Record<string, string> = key === null ? {} : { 'x-goog-api-key': key };
      // A host with a path of its own has a version in it already.
      const path = new URL(url).pathname === '/' ? '/v1beta/models' : '/models';
      return { url: under(url, path, { pageSize: '1000' }), headers, names: geminiNames };
    }
    case 'azure_openai': {
      const headers: Record<string, string> = key === null ? {} : { 'api-key': key };
      const version = { 'api-version': apiVersion ?? azureVersion };
      // What it lists is models to deploy, not the deployments there are.
      return { url: under(new URL(url).origin, '/openai/models', version), headers, names: null };
    }
    default:
      return { url: under(url, '/models'), headers: bearer, names: openAiNames };
  }
}

/** An address below another one, whose own question stays behind it. */
function under(base: string, path: string, query: Readonly<Record<string, string>> = {}): string {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`;
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

const asked: ReadonlySet<string> = new Set(['ollama', 'lollms', 'openai', 'azure_openai', 'gemini']);

/** What people call the host of a need: "Ollama at http://localhost:11434", without what may be secret in the address. */
export function hostWords({ binding, url, host }: ModelNeed): string {
  const address = url ?? host;
  const names: Readonly<Record<string, string>> = {
    ollama: 'Ollama',
    lollms: 'LoLLMs',
    azure_openai: 'Azure OpenAI',
    gemini: 'Gemini',
  };
  return `${names[binding] ?? 'the model host'} at ${address === null ? '(no address)' : shownUrl(address)}`;
}

function ollamaNames(body: string): string[] {
  return tagsShape.parse(JSON.parse(body)).models.flatMap(({ name, model }) => [name, ...(model ? [model] : [])]);
}

function openAiNames(body: string): string[] {
  return modelsShape.parse(JSON.parse(body)).data.map(({ id }) => id);
}

function geminiNames(body: string): string[] {
  return geminiShape.parse(JSON.parse(body)).models.map(({ name }) => name.replace(/^models\//, ''));
}
