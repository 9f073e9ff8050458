/** One model a service needs, and where it asks for it. */
export interface ModelNeed {
  /** What it is for: texts name the environment variables by it. */
  readonly role: 'LLM' | 'EMBEDDING';
  /** LightRAG's binding: ollama, openai, ... */
  readonly binding: string;
  /** As the container sees it; null where the environment gives none. */
  readonly host: string | null;
  /** As this computer sees it, without a slash at the end; null where it cannot. May hold credentials: see `shownUrl`. */
  readonly url: string | null;
  readonly model: string;
  readonly key: string | null;
  /** Azure's; null where none is set, or for other bindings. */
  readonly apiVersion: string | null;
}

type Environment = Readonly<Record<string, string>>;

/** LightRAG's defaults (its environment reference). */
const defaults = {
  LLM: { binding: 'ollama', model: 'mistral-nemo:latest' },
  EMBEDDING: { binding: 'ollama', model: 'bge-m3:latest' },
} as const;
const defaultHosts: Readonly<Record<string, string>> = {
  ollama: 'http://localhost:11434',
  lollms: 'http://localhost:9600',
  openai: 'https://api.openai.com/v1',
  gemini: 'https://generativelanguage.googleapis.com',
};
/** Where the libraries behind a binding look for a key when the binding has none of its own. */
const keyNames: Readonly<Record<string, readonly string[]>> = {
  openai: ['OPENAI_API_KEY'],
  gemini: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
};
/** Binding names that mean another one; `openai-ollama` is OpenAI for answers and Ollama for embeddings. */
const aliases = {
  LLM: { 'openai-ollama': 'openai', aws_bedrock: 'bedrock' },
  EMBEDDING: { 'openai-ollama': 'ollama', aws_bedrock: 'bedrock' },
} as const;

/**
 * What a service asks of models, by its environment.
 * @param publishedHost where `host.docker.internal` is for this computer
 */
export function modelNeeds(environment: Environment, publishedHost: string): readonly ModelNeed[] {
  const together = environment.LLM_BINDING?.toLowerCase() === 'openai-ollama';
  return (['LLM', 'EMBEDDING'] as const).map((role) => {
    const named = (environment[`${role}_BINDING`] || defaults[role].binding).toLowerCase();
    const meant = together ? 'openai-ollama' : named;
    const binding = (aliases[role] as Readonly<Record<string, string>>)[meant] ?? meant;
    const azure = binding === 'azure_openai' ? azureNames(role, environment) : null;
    // LightRAG takes the host of the LLM for embeddings, too, where these have none of their own.
    const host = azure?.host ?? (environment[`${role}_BINDING_HOST`] || environment.LLM_BINDING_HOST || null);
    const fallbacks = (keyNames[binding] ?? []).map((name) => environment[name]);
    const keys = [...(azure?.keys ?? []), environment[`${role}_BINDING_API_KEY`], ...fallbacks];
    return {
      role,
      binding,
      host,
      url: urlFromHere(host ?? defaultHosts[binding] ?? '', publishedHost),
      model: azure?.deployment ?? (environment[`${role}_MODEL`] || defaults[role].model),
      key: keys.find((key) => key !== undefined && key !== '') ?? null,
      apiVersion: azure?.version ?? null,
    };
  });
}

/** Azure has names of its own for each part, which come before those of the binding. */
function azureNames(role: ModelNeed['role'], environment: Environment) {
  const names = role === 'LLM' ? (['AZURE_OPENAI'] as const) : (['AZURE_EMBEDDING', 'AZURE_OPENAI'] as const);
  const first = (part: string) => names.map((name) => environment[`${name}_${part}`]).find(Boolean) ?? null;
  const [own] = names;
  return {
    host: environment[`${role}_BINDING_HOST`] || (environment[`${own}_ENDPOINT`] ?? first('ENDPOINT')),
    keys: [environment[`${own}_API_KEY`]],
    deployment: environment[`${own}_DEPLOYMENT`] || null,
    version: first('API_VERSION'),
  };
}

/** True for addresses that mean the container itself when it uses them. */
export function isInsideContainer(host: string | null, binding: string): boolean {
  const text = host ?? defaultHosts[binding] ?? '';
  return URL.canParse(text) && /^(localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1\])$/.test(new URL(text).hostname);
}

/** An address for people: a name and password in it, and anything behind a question mark, may be a secret. */
export function shownUrl(address: string): string {
  if (!URL.canParse(address)) return 'an address that cannot be read';
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
}

function urlFromHere(host: string, publishedHost: string): string | null {
  if (!URL.canParse(host)) return null;
  const url = new URL(host);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  // Names by which containers find the computer they run on.
  if (['host.docker.internal', 'gateway.docker.internal', 'host.containers.internal'].includes(url.hostname)) {
    url.hostname = publishedHost;
  }
  return url.href.replace(/\/+$/, '');
}
