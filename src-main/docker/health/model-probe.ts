import * as z from 'zod';
import { httpGet } from '../http-get.ts';
import { problemOf } from './http-probe.ts';
import type { ModelNeed } from './model-settings.ts';

/** What a model host said. */
export type HostAnswer =
  | { readonly state: 'models'; readonly names: readonly string[] }
  | { readonly state: 'refused'; readonly problem: string }
  | { readonly state: 'unreachable'; readonly problem: string }
  /** The app does not know how to ask; the reason. */
  | { readonly state: 'unknown'; readonly problem: string };

const tagsShape = z.object({ models: z.array(z.object({ name: z.string().catch(''), model: z.string().optional() })) });
const modelsShape = z.object({ data: z.array(z.object({ id: z.string().catch('') })) });

/** Asks a model host which models it has: Ollama's /api/tags, or /models of what speaks OpenAI's API. Changes nothing. */
export async function askModelHost(need: ModelNeed, limitMs: number, signal?: AbortSignal): Promise<HostAnswer> {
  const { binding, url, key, role } = need;
  const isOllama = binding === 'ollama';
  if (!isOllama && binding !== 'openai') {
    return { state: 'unknown', problem: `the app cannot check the binding ${binding}` };
  }
  if (url === null) return { state: 'unknown', problem: `${role}_BINDING_HOST is no http address` };
  // A key is only ever sent to the host it belongs to: redirects are not followed.
  const headers: Record<string, string> = !isOllama && key !== null ? { authorization: `Bearer ${key}` } : {};
  try {
    const limits = { limitMs, headers, ...(signal === undefined ? {} : { signal }) };
    const { status, body } = await httpGet(isOllama ? `${url}/api/tags` : `${url}/models`, limits);
    if (status === 401 || status === 403) return { state: 'refused', problem: 'it refuses the key' };
    if (status !== 200) return { state: 'unreachable', problem: `it answers HTTP ${status}` };
    const names = readNames(isOllama ? ollamaNames : openAiNames, body);
    return names === null
      ? { state: 'unreachable', problem: 'what it sends is no list of models' }
      : { state: 'models', names };
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

function readNames(read: (body: string) => string[], body: string): string[] | null {
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

function ollamaNames(body: string): string[] {
  return tagsShape.parse(JSON.parse(body)).models.flatMap(({ name, model }) => [name, ...(model ? [model] : [])]);
}

function openAiNames(body: string): string[] {
  return modelsShape.parse(JSON.parse(body)).data.map(({ id }) => id);
}
