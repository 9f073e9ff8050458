import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { answer, NotAnswered } from './model-answers.ts';
import { createPulls } from './model-pulls.ts';
import { type OpenAiAnswer, openAiAnswer } from './openai-answers.ts';

/** How the server misbehaves: an error, no answer at all, or the connection cut. */
export type ModelFault = 'error' | 'hang' | 'close';

/** One request it got. */
export interface ModelRequest {
  readonly method: string;
  readonly path: string;
}

/** A running stand-in for Ollama and for what speaks OpenAI's API. */
export interface ModelServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** All requests so far, the oldest first. */
  readonly requests: readonly ModelRequest[];
  /** Replaces the models it has. A name without a tag is `:latest`, as with Ollama. */
  setModels(models: readonly string[]): void;
  /** Models that can be got from it, in steps that wait for `stepPull`; others are not known to it. */
  offer(models: readonly string[]): void;
  /** Lets the pulls that run go on by one step; a pull takes `pullSteps` of them. */
  stepPull(): void;
  /** Whether a pull runs. */
  readonly isPulling: boolean;
  /** Only requests with this key are answered, as by hosts that speak OpenAI's API; null for all. */
  askForKey(key: string | null): void;
  /** Misbehaves from now on; null ends it. */
  fail(fault: ModelFault | null): void;
  /** Waits this long before each answer, in milliseconds; 0 ends it. */
  slow(milliseconds: number): void;
  /** Ends it and all its connections. */
  stop(): Promise<void>;
}

/** Options of `startModelServer`. */
export interface ModelServerOptions {
  /** The models it has; `defaultModels` where not given. */
  readonly models?: readonly string[];
  /** 0, a free one, where not given. */
  readonly port?: number;
  /** 127.0.0.1 where not given; 0.0.0.0 lets containers reach it. */
  readonly address?: string;
}

/** The models the upstream env files name: one for answers, one for embeddings. */
export const defaultModels: readonly string[] = [
  'granite3.1-dense:8b',
  'granite3.1-dense:2b',
  'nomic-embed-text:latest',
];

/**
 * Starts a server that speaks Ollama's wire format (tags, version, show, embed, chat, generate and pull) and below /v1
 * OpenAI's (models, chat completions, embeddings). There its models have no tags but those they are given.
 */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  let models = withTags(options.models ?? defaultModels);
  let fault: ModelFault | null = null;
  let delay = 0;
  let key: string | null = null;
  const pulls = createPulls((model) => {
    models = [...models, model];
  });
  const requests: ModelRequest[] = [];

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://model').pathname;
    requests.push({ method: request.method ?? '', path });
    if (fault === 'close') request.socket.destroy();
    else if (fault === 'error') reply(response, 500, { error: 'The stand-in was told to fail.' });
    else if (fault === 'hang') return;
    else if (key !== null && request.headers.authorization !== `Bearer ${key}`) {
      reply(response, 401, { error: { message: `Incorrect API key provided: ${request.headers.authorization}` } });
    } else if (`${request.method} ${path}` === 'POST /api/pull')
      void bodyOf(request).then(({ model }) => pulls.pull(withTag(String(model ?? '')), response));
    else void respond(request, response, { path, models, delay });
  });
  const port = await listen(server, options.port ?? 0, options.address ?? '127.0.0.1');
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    requests,
    setModels(names) {
      models = withTags(names);
    },
    offer: (names) => pulls.offer(withTags(names)),
    stepPull: pulls.step,
    get isPulling() {
      return pulls.isPulling;
    },
    askForKey(next) {
      key = next;
    },
    fail(next) {
      fault = next;
    },
    slow(milliseconds) {
      delay = milliseconds;
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function withTags(names: readonly string[]): string[] {
  return names.map(withTag);
}

function withTag(name: string): string {
  return name.includes(':') ? name : `${name}:latest`;
}

interface Asked {
  readonly path: string;
  readonly models: readonly string[];
  readonly delay: number;
}

async function respond(request: IncomingMessage, response: ServerResponse, asked: Asked): Promise<void> {
  const { path, models, delay } = asked;
  const isOpenAi = path.startsWith('/v1/');
  try {
    const body = await bodyOf(request);
    if (delay > 0) await pause(delay);
    if (isOpenAi) sendOpenAi(response, openAiAnswer(`${request.method} ${path}`, body, withoutLatest(models)));
    else sendOllama(response, answer(`${request.method} ${path}`, body, models));
  } catch (cause) {
    if (!(cause instanceof NotAnswered)) throw cause;
    const error = isOpenAi ? { message: cause.message, type: 'invalid_request_error' } : cause.message;
    reply(response, cause.status, { error });
  }
}

function sendOllama(response: ServerResponse, given: object | object[]): void {
  if (!Array.isArray(given)) {
    reply(response, 200, given);
    return;
  }
  // A stream is a line of JSON for each part.
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
  for (const part of given) response.write(`${JSON.stringify(part)}\n`);
  response.end();
}

function sendOpenAi(response: ServerResponse, given: OpenAiAnswer): void {
  if ('whole' in given) {
    reply(response, 200, given.whole);
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  for (const chunk of given.chunks) response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  response.end('data: [DONE]\n\n');
}

function withoutLatest(models: readonly string[]): string[] {
  return models.map((name) => name.replace(/:latest$/, ''));
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  try {
    return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
  } catch {
    return {};
  }
}

function reply(response: ServerResponse, status: number, value: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

function listen(server: ReturnType<typeof createServer>, port: number, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => {
      const bound = server.address();
      resolve(typeof bound === 'object' && bound !== null ? bound.port : port);
    });
  });
}
