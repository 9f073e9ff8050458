import * as z from 'zod';
import type { Parameters } from '../../src-shared/providers.ts';
import { AnswerFault, AskFault } from './faults.ts';
import { bearer } from './fields.ts';
import type { Provider, RawPiece } from './provider.ts';
import { readSaid } from './said.ts';

/** Longest line of a stream, in characters. */
const longestLine = 1_000_000;

const line = z.object({
  message: z.object({ content: z.string().optional().catch(undefined) }).optional(),
  done: z.boolean(),
  prompt_eval_count: z.number().optional().catch(undefined),
  eval_count: z.number().optional().catch(undefined),
});

/**
 * Chats in Ollama's own way (`POST /api/chat`, a line of JSON for each piece): in OpenAI's, which it has too, nobody can
 * set the size of the context, and its own is too small for most.
 */
export const ollamaChat: Provider['chat'] = async function* chat(asking, messages, parameters, signal) {
  const { place, secrets, model, fetch } = asking;
  const response = await fetch(`${place.chat}/api/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...bearer(secrets.apiKey) },
    body: JSON.stringify({
      model,
      messages: messages.map(({ role, text }) => ({ role, content: text })),
      stream: true,
      options: optionsOf(parameters),
    }),
    signal,
  });
  for await (const text of linesOf(response)) {
    const { content, finish } = readPiece(text);
    if (content !== '') yield { kind: 'text', text: content };
    if (finish === null) continue;
    yield finish;
    return;
  }
  throw new AskFault('cut', 'the answer has no end');
};

function optionsOf({ temperature, topP, topK, maxTokens, contextSize }: Parameters) {
  return { temperature, top_p: topP, top_k: topK, num_predict: maxTokens, num_ctx: contextSize };
}

function readPiece(text: string): { readonly content: string; readonly finish: RawPiece | null } {
  const value = parse(text);
  if (typeof value === 'object' && value !== null && 'error' in value)
    throw new AnswerFault(null, readSaid(value), null);
  const { success, data } = line.safeParse(value);
  if (!success) throw new AskFault('shape', 'it sent something that is no piece of an answer');
  const { message, done, prompt_eval_count: inputTokens = null, eval_count: outputTokens = null } = data;
  return { content: message?.content ?? '', finish: done ? { kind: 'finish', inputTokens, outputTokens } : null };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AskFault('shape', 'it sent something that is no JSON', { cause });
  }
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of response.body ?? []) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw new AskFault('too-large', 'a piece of the answer has no end');
    yield* lines.filter((one) => one.trim() !== '');
  }
  if (rest.trim() !== '') yield rest;
}
