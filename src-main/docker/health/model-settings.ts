/** One model a service needs, and where it asks for it. */
export interface ModelNeed {
  /** What it is for: texts name the environment variables by it. */
  readonly role: 'LLM' | 'EMBEDDING';
  /** LightRAG's binding: ollama, openai, ... */
  readonly binding: string;
  /** As the container sees it; null where the environment gives none. */
  readonly host: string | null;
  /** As this computer sees it, without a slash at the end; null where it cannot. */
  readonly url: string | null;
  readonly model: string;
  readonly key: string | null;
}

type Environment = Readonly<Record<string, string>>;

/** LightRAG's defaults (its environment reference). */
const defaults = {
  LLM: { binding: 'ollama', model: 'mistral-nemo:latest' },
  EMBEDDING: { binding: 'ollama', model: 'bge-m3:latest' },
} as const;
const defaultHosts: Readonly<Record<string, string>> = {
  ollama: 'http://localhost:11434',
  openai: 'https://api.openai.com/v1',
};

/**
 * What a service asks of models, by its environment.
 * @param publishedHost where `host.docker.internal` is for this computer
 */
export function modelNeeds(environment: Environment, publishedHost: string): readonly ModelNeed[] {
  return (['LLM', 'EMBEDDING'] as const).map((role) => {
    const binding = (environment[`${role}_BINDING`] || defaults[role].binding).toLowerCase();
    const host = environment[`${role}_BINDING_HOST`] || null;
    return {
      role,
      binding,
      host,
      url: urlFromHere(host ?? defaultHosts[binding] ?? '', publishedHost),
      model: environment[`${role}_MODEL`] || defaults[role].model,
      key: environment[`${role}_BINDING_API_KEY`] || environment.OPENAI_API_KEY || null,
    };
  });
}

/** True for addresses that mean the container itself when it uses them. */
export function isInsideContainer(host: string | null, binding: string): boolean {
  const text = host ?? defaultHosts[binding] ?? '';
  return URL.canParse(text) && /^(localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1\])$/.test(new URL(text).hostname);
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
