import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answer, NotAnswered } from './model-answers.ts';

/** How the server misbehaves: an error, no answer at all, or the connection cut. */
export type ModelFault = 'error' | 'hang' | 'close';

/** One request it got. */
export interface ModelRequest {
  readonly method: string;
  readonly path: string;
}

/** A running stand-in for Ollama. */
export interface ModelServer {
  readonly port: number;
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** All requests so far, the oldest first. */
  readonly requests: readonly ModelRequest[];
  /** Replaces the models it has. A name without a tag is `:latest`, as with Ollama. */
  setModels(models: readonly string[]): void;
  /** Misbehaves from now on; null ends it. */
  fail(fault: ModelFault | null): void;
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

/** Starts a server that speaks Ollama's wire format: tags, version, show, embed, chat and generate. */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  let models = withTags(options.models ?? defaultModels);
  let fault: ModelFault | null = null;
  const requests: ModelRequest[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://model').pathname;
    requests.push({ method: request.method ?? '', path });
    if (fault === 'close') request.socket.destroy();
    else if (fault === 'error') reply(response, 500, { error: 'The stand-in was told to fail.' });
    else if (fault === null) void respond(request, response, path, models);
  });
  const port = await listen(server, options.port ?? 0, options.address ?? '127.0.0.1');
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    requests,
    setModels(names) {
      models = withTags(names);
    },
    fail(next) {
      fault = next;
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function withTags(names: readonly string[]): string[] {
  return names.map((name) => (name.includes(':') ? name : `${name}:latest`));
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  models: readonly string[],
): Promise<void> {
  try {
    const given = answer(`${request.method} ${path}`, await bodyOf(request), models);
    if (Array.isArray(given)) {
      // A stream is a line of JSON for each part.
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      for (const part of given) response.write(`${JSON.stringify(part)}\n`);
      response.end();
    } else {
      reply(response, 200, given);
    }
  } catch (cause) {
    if (!(cause instanceof NotAnswered)) throw cause;
    reply(response, cause.status, { error: cause.message });
  }
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
