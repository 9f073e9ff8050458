import { httpGet } from '../http-get.ts';
import { problemOf } from './http-probe.ts';
import { modelRequest } from './model-request.ts';
import type { ModelNeed } from './model-settings.ts';

/** What a model host said. `ms` is how long it took. */
export type HostAnswer =
  | { readonly state: 'models'; readonly names: readonly string[]; readonly ms: number }
  /** It takes the key and does not say what it has. */
  | { readonly state: 'accepted'; readonly ms: number }
  | { readonly state: 'refused'; readonly problem: string }
  | { readonly state: 'unreachable'; readonly problem: string }
  /** The app does not know how to ask; the reason. */
  | { readonly state: 'unknown'; readonly problem: string };

/**
 * Asks a model host which models it has, in the way of its binding. Changes nothing. What an error answer says is not
 * told on: some hosts repeat the key in it.
 */
export async function askModelHost(need: ModelNeed, limitMs: number, signal?: AbortSignal): Promise<HostAnswer> {
  const request = modelRequest(need);
  if (typeof request === 'string') return { state: 'unknown', problem: request };
  try {
    // A key is only ever sent to the host it belongs to: redirects are not followed.
    const limits = { limitMs, headers: request.headers, ...(signal === undefined ? {} : { signal }) };
    const { status, body, ms } = await httpGet(request.url, limits);
    if (status === 401 || status === 403) return { state: 'refused', problem: refusalWords(need, status) };
    if (status !== 200) return { state: 'unreachable', problem: `it answers HTTP ${status}` };
    if (request.names === null) return { state: 'accepted', ms };
    const names = readNames(request.names, body);
    return names === null
      ? { state: 'unreachable', problem: 'what it sends is no list of models' }
      : { state: 'models', names, ms };
  } catch (cause) {
    return { state: 'unreachable', problem: problemOf(cause) };
  }
}

/** True where a list has the model; Ollama's names without a tag mean the tag latest. */
export function hasModel(names: readonly string[], model: string, binding: string): boolean {
  if (binding !== 'ollama') return names.includes(model);
  const wanted = withTag(model);
  return names.some((name) => withTag(name) === wanted);
}

function refusalWords({ key, role }: ModelNeed, status: number): string {
  return key === null
    ? `it asks for a key (HTTP ${status}), and ${role}_BINDING_API_KEY is not set`
    : `it refuses the key (HTTP ${status})`;
}

function readNames(read: (body: string) => readonly string[], body: string): readonly string[] | null {
  try {
    return read(body);
  } catch {
    return null;
  }
}

function withTag(name: string): string {
  const lower = name.toLowerCase();
  return /:[^/]+$/.test(lower) ? lower : `${lower}:latest`;
}
