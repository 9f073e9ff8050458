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

/** How many steps a pull takes to its end. */
export const pullSteps = 4;

/** Starts a server that speaks Ollama's wire format: tags, version, show, embed, chat, generate and pull; and OpenAI's list of models. */
export async function startModelServer(options: ModelServerOptions = {}): Promise<ModelServer> {
  let models = withTags(options.models ?? defaultModels);
  let fault: ModelFault | null = null;
  let offered: readonly string[] = [];
  let key: string | null = null;
  const steps = new Set<() => void>();
  const requests: ModelRequest[] = [];

  /** Sends the lines of a pull, one a step, as Ollama does; a client that goes away ends it. */
  async function pull(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const model = withTags([String((await bodyOf(request)).model ?? '')])[0] ?? '';
    response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
    const send = (line: object) => response.write(`${JSON.stringify(line)}\n`);
    send({ status: 'pulling manifest' });
    // What fails is told in the middle of the answer, with its status sent long before.
    if (!withTags(offered).includes(model)) {
      response.end(`${JSON.stringify({ error: 'pull model manifest: file does not exist' })}\n`);
      return;
    }
    for (let step = 1; step <= pullSteps; step += 1) {
      const goesOn = await new Promise<boolean>((resolve) => {
        const go = () => resolve(true);
        steps.add(go);
        response.on('close', () => {
          steps.delete(go);
          resolve(false);
        });
      });
      if (!goesOn) return;
      const completed = (step * 4_000_000_000) / pullSteps;
      send({ status: 'pulling 170370233dd5', digest: 'sha256:170370233dd5', total: 4_000_000_000, completed });
    }
    models = [...models, model];
    send({ status: 'verifying sha256 digest' });
    response.end(`${JSON.stringify({ status: 'success' })}\n`);
  }

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://model').pathname;
    requests.push({ method: request.method ?? '', path });
    if (fault === 'close') request.socket.destroy();
    else if (fault === 'error') reply(response, 500, { error: 'The stand-in was told to fail.' });
    else if (fault === 'hang') return;
    else if (key !== null && request.headers.authorization !== `Bearer ${key}`) {
      reply(response, 401, { error: { message: `Incorrect API key provided: ${request.headers.authorization}` } });
    } else if (`${request.method} ${path}` === 'POST /api/pull') void pull(request, response);
    else void respond(request, response, path, models);
  });
  const port = await listen(server, options.port ?? 0, options.address ?? '127.0.0.1');
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    requests,
    setModels(names) {
      models = withTags(names);
    },
    offer(names) {
      offered = names;
    },
    stepPull() {
      for (const go of [...steps]) {
        steps.delete(go);
        go();
      }
    },
    get isPulling() {
      return steps.size > 0;
    },
    askForKey(next) {
      key = next;
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
