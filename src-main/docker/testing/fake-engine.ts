import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a fake engine answers one request; `false` leaves it to the usual answer. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

/** A server on a Unix socket that speaks as much of the Engine API as a test tells it to. */
export interface FakeEngine {
  readonly socketPath: string;
  readonly dockerHost: string;
  /** Method and path of every request, without the version. */
  readonly requests: string[];
  /** Requests that are open now, event streams among them. */
  readonly open: Set<ServerResponse>;
  listen(): Promise<void>;
  /** Breaks all connections off and takes the socket away. */
  close(): Promise<void>;
  /** Closes it for good and takes its folder away. */
  end(): Promise<void>;
  /** Sends a line to all event streams. */
  sendEvent(event: unknown): void;
}

/** Makes a fake engine in a folder of its own; it does not listen yet. */
export async function createFakeEngine(answer: Answer = () => false, apiVersion = '1.41'): Promise<FakeEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'persag-fake-'));
  const socketPath = join(folder, 'docker.sock');
  const requests: string[] = [];
  const open = new Set<ServerResponse>();
  const streams = new Set<ServerResponse>();
  const sockets = new Set<Socket>();
  let server: Server | null = null;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace(/^\/v[\d.]+/, '').split('?')[0] ?? '';
    requests.push(`${request.method} ${path}`);
    open.add(response);
    response.on('close', () => {
      open.delete(response);
      streams.delete(response);
    });
    response.setHeader('Api-Version', apiVersion);
    response.setHeader('Server', 'Docker/20.10.24 (linux)');
    if (await answer(request, response)) return;
    if (path === '/_ping') response.end('OK');
    else if (path === '/events') {
      streams.add(response);
      response.flushHeaders();
    } else if (path === '/containers/json') sendJson(response, 200, []);
    else sendJson(response, 404, { message: `nothing at ${path}` });
  }

  async function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
    server = null;
    await rm(socketPath, { force: true });
  }

  return {
    socketPath,
    dockerHost: `unix://${socketPath}`,
    requests,
    open,
    listen() {
      const made = createServer((request, response) => void handle(request, response));
      made.on('connection', (socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
      });
      server = made;
      return new Promise((resolve) => made.listen(socketPath, () => resolve()));
    },
    close,
    async end() {
      await close();
      await rm(folder, { recursive: true });
    },
    sendEvent(event) {
      for (const stream of streams) stream.write(`${JSON.stringify(event)}\n`);
    },
  };
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(body));
}
