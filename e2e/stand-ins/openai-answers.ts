import { createHash } from 'node:crypto';
import { NotAnswered } from './model-answers.ts';
import { answerQuestion, extractGraph, findKeywords } from './reading-model.ts';

/** Numbers of a vector. */
export const openAiDimension = 256;

/** What OpenAI's API answers: one object, or the chunks of a stream. */
export type OpenAiAnswer = { readonly whole: object } | { readonly chunks: readonly object[] };

/**
 * Answers as OpenAI's API does, the same question always alike.
 * @param route such as `POST /v1/embeddings`
 * @throws NotAnswered for an unknown route or a model that is not there
 */
export function openAiAnswer(
  route: string,
  body: Readonly<Record<string, unknown>>,
  models: readonly string[],
): OpenAiAnswer {
  switch (route) {
    case 'GET /v1/models':
      return {
        whole: { object: 'list', data: models.map((id) => ({ id, object: 'model', created: 0, owned_by: 'us' })) },
      };
    case 'POST /v1/embeddings':
      return { whole: embeddings(present(body.model, models), body) };
    case 'POST /v1/chat/completions':
      return completion(present(body.model, models), body);
    default:
      throw new NotAnswered(404, `Invalid URL (${route})`);
  }
}

function present(given: unknown, models: readonly string[]): string {
  const model = String(given ?? '');
  if (!models.includes(model)) throw new NotAnswered(404, `The model '${model}' does not exist`);
  return model;
}

function embeddings(model: string, { input, encoding_format: format }: Readonly<Record<string, unknown>>): object {
  const texts = [input].flat().map(String);
  const data = texts.map((text, index) => {
    const vector = vectorOf(text);
    const base64 = () => Buffer.from(Float32Array.from(vector).buffer).toString('base64');
    return { object: 'embedding', index, embedding: format === 'base64' ? base64() : vector };
  });
  const tokens = texts.join(' ').split(/\s+/).length;
  return { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } };
}

/** A direction for each word, added up: texts that share words are near one another, so that a search finds them. */
function vectorOf(text: string): number[] {
  const vector = new Array<number>(openAiDimension).fill(0);
  for (const word of text.toLowerCase().match(/\p{L}{3,}|\d+/gu) ?? []) {
    const hash = createHash('sha256').update(word).digest();
    for (let at = 0; at < 8; at += 2) {
      const place = hash.readUInt8(at) % openAiDimension;
      vector[place] = (vector[place] ?? 0) + (hash.readUInt8(at + 1) < 128 ? 1 : -1);
    }
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

function completion(model: string, body: Readonly<Record<string, unknown>>): OpenAiAnswer {
  const content = reply(messagesOf(body));
  const base = { id: 'chatcmpl-1', created: 0, model };
  if (body.stream !== true) {
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const choice = { index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' };
    return { whole: { ...base, object: 'chat.completion', choices: [choice], usage } };
  }
  const chunk = (delta: object, end: string | null) => ({
    ...{ ...base, object: 'chat.completion.chunk' },
    choices: [{ index: 0, delta, finish_reason: end }],
  });
  const words = content.split(/(?<= )/).map((word) => chunk({ content: word }, null));
  return { chunks: [chunk({ role: 'assistant', content: '' }, null), ...words, chunk({}, 'stop')] };
}

interface Message {
  readonly role: string;
  readonly content: string;
}

function messagesOf({ messages }: Readonly<Record<string, unknown>>): Message[] {
  const all: readonly unknown[] = Array.isArray(messages) ? messages : [];
  return all.map((one) => {
    const { role = '', content = '' } = (one ?? {}) as { role?: unknown; content?: unknown };
    return { role: String(role), content: String(content) };
  });
}

/** What LightRAG's own prompts ask for: a graph of a text, the keywords of a question, an answer from a context. */
function reply(messages: readonly Message[]): string {
  const system = messages.find(({ role }) => role === 'system')?.content ?? '';
  const last = messages.at(-1)?.content ?? '';
  if (last.includes('---Input Text---')) return extractGraph(last);
  if (last.includes('Based on the last extraction task')) return '<|COMPLETE|>';
  if (last.includes('high_level_keywords')) return findKeywords(last);
  if (system.includes('Document Chunks')) return answerQuestion(system, last);
  return `You said: ${last}`;
}
