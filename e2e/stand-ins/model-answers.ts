import { createHash } from 'node:crypto';

/** A request that gets an error status. */
export class NotAnswered extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const when = '2026-01-01T00:00:00Z';

/**
 * What Ollama's API answers: an object, or a list of objects that are sent one after another. The same question
 * always gets the same answer.
 * @param route such as `GET /api/tags`
 * @throws NotAnswered for an unknown route or a model that is not there
 */
export function answer(
  route: string,
  body: Readonly<Record<string, unknown>>,
  models: readonly string[],
): object | object[] {
  if (route === 'GET /api/tags') return { models: models.map(describe) };
  if (route === 'GET /api/version') return { version: '0.13.0' };
  if (route === 'GET /api/ps') return { models: [] };
  if (route === 'GET /v1/models') return { object: 'list', data: models.map((id) => ({ id, object: 'model' })) };
  const made = { model: String(body.model ?? body.name ?? ''), created_at: when };
  switch (route) {
    case 'POST /api/show':
      return { ...describe(present(made.model, models)), capabilities: ['completion'], model_info: {} };
    case 'POST /api/embed':
      present(made.model, models);
      return { model: made.model, embeddings: [body.input].flat().map((text) => vectorOf(String(text))) };
    case 'POST /api/embeddings':
      present(made.model, models);
      return { embedding: vectorOf(String(body.prompt)) };
    case 'POST /api/chat':
      present(made.model, models);
      return parts(body, echo(lastMessage(body)), (content) => ({ ...made, message: { role: 'assistant', content } }));
    case 'POST /api/generate':
      present(made.model, models);
      return parts(body, echo(String(body.prompt ?? '')), (response) => ({ ...made, response }));
    default:
      throw new NotAnswered(404, `404 page not found: ${route}`);
  }
}

function describe(name: string): object {
  const digest = createHash('sha256').update(name).digest('hex');
  const details = { format: 'gguf', family: name.split(/[:.\d]/)[0], parameter_size: '1B', quantization_level: 'Q4_0' };
  return { name, model: name, modified_at: when, size: 1_000_000_000, digest, details };
}

function present(name: string, models: readonly string[]): string {
  const full = name.includes(':') ? name : `${name}:latest`;
  if (!models.includes(full)) throw new NotAnswered(404, `model '${name}' not found`);
  return full;
}

/** 768 numbers between -1 and 1 that depend on the text alone. */
function vectorOf(text: string): number[] {
  const bytes = createHash('shake256', { outputLength: 768 }).update(text).digest();
  return Array.from(bytes, (byte) => byte / 127.5 - 1);
}

function lastMessage(body: Readonly<Record<string, unknown>>): string {
  const messages = Array.isArray(body.messages) ? body.messages : [];
  const last: unknown = messages.at(-1);
  return typeof last === 'object' && last !== null && 'content' in last ? String(last.content) : '';
}

function echo(text: string): string {
  return `You said: ${text}`;
}

/** One object where `stream` is false, else one a word and a last one that says so. */
function parts(
  body: Readonly<Record<string, unknown>>,
  text: string,
  frame: (text: string) => object,
): object | object[] {
  const end = { done: true, done_reason: 'stop', total_duration: 1, eval_count: text.split(' ').length };
  if (body.stream === false) return { ...frame(text), ...end };
  const words = text.split(/(?<= )/);
  return [...words.map((word) => ({ ...frame(word), done: false })), { ...frame(''), ...end }];
}
