import * as z from 'zod';
import type { ListedModel } from '../../src-shared/providers.ts';
import { collectPages } from './model-list.ts';
import type { Asking, FoundModels } from './provider.ts';

const page = z.object({ data: z.array(z.unknown()) });
/** Some servers have a bare list. */
const pageOrList = z.union([page, z.array(z.unknown()).transform((data) => ({ data }))]);
const entry = z.object({
  id: z.string(),
  max_model_len: z.number().optional().catch(undefined),
  context_length: z.number().optional().catch(undefined),
});

/** Lists models in OpenAI's way, `GET <base>/models`. Fails with `AskFault` or `AnswerFault`. */
export function listInOpenAiWay(
  { place, fetch }: Pick<Asking, 'place' | 'fetch'>,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<FoundModels> {
  return collectPages(
    { fetch },
    { url: `${place.list}/models`, headers },
    (body) => ({ entries: pageOrList.parse(body).data, next: null }),
    toModel,
    signal,
  );
}

function toModel(value: unknown): ListedModel | null {
  const { success, data } = entry.safeParse(value);
  if (!success) return null;
  const { id, max_model_len: ownSize, context_length: size } = data;
  return { id, name: id, kind: kindOf(id), contextSize: ownSize ?? size ?? null };
}

/** What a model is for, by its name: the lists do not say. */
export function kindOf(id: string): ListedModel['kind'] {
  if (/embed|(^|[/-])(bge|e5|gte)-/i.test(id)) return 'embedding';
  if (/whisper|tts|dall-e|image|audio|realtime|moderation|transcribe|sora|computer-use|rerank/i.test(id))
    return 'other';
  if (/(^|\/)(gpt-|chatgpt|o\d)|instruct|chat|llama|mistral|qwen|gemma|claude/i.test(id)) return 'chat';
  return 'unknown';
}
