import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { failOnTheWire, type WireFault } from './faults.ts';
import type { Purpose, ReceivedRequest, StreamReply, WholeReply, Wire, WireModel, WireState } from './wire.ts';

/** A provider of ours on this computer, which speaks as the real one does. */
export interface ProviderStandIn {
  readonly port: number;
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  /** Everything that arrived, in its order. */
  readonly requests: readonly ReceivedRequest[];
  /** What arrived where its redirects lead to: another host, as far as a browser or fetch can tell. */
  readonly elsewhere: readonly ReceivedRequest[];
  /** Fails from now on, until null is given. */
  fail(purpose: Purpose, fault: WireFault | null): void;
  /** Accepts these keys only; null accepts everybody. */
  accept(keys: readonly string[] | null): void;
  /** What it has and what a chat is answered with. */
  have(models: readonly WireModel[]): void;
  say(pieces: readonly string[]): void;
  /** Answers each chat by what was asked. */
  answer(piecesFor: (request: ReceivedRequest) => readonly string[]): void;
  /** Milliseconds between the pieces of an answer. */
  pace(ms: number): void;
  /** Lets those answers go on that are held. */
  release(): void;
  /** How many answers are being sent. */
  open(): number;
  stop(): Promise<void>;
}

/** What every stand-in has, unless it is told otherwise. */
export const usualModels: readonly WireModel[] = [
  { id: 'chat-large', name: 'Chat Large', contextSize: 128_000, kind: 'chat' },
  { id: 'chat-small', name: 'Chat Small', contextSize: 8192, kind: 'chat' },
  { id: 'text-embed-1', name: 'Text Embed 1', contextSize: 2048, kind: 'embedding' },
];

/** Starts a stand-in on a free port of loopback. */
export async function startProvider(wire: Wire): Promise<ProviderStandIn> {
  const requests: ReceivedRequest[] = [];
  const elsewhere: ReceivedRequest[] = [];
  const faults = new Map<Purpose, WireFault>();
  const held = new Set<() => void>();
  let state: WireState = {
    keys: null,
    models: usualModels,
    answer: { pieces: ['Hello', ' there', '.'], inputTokens: 7, outputTokens: 3 },
  };
  let piecesFor: ((request: ReceivedRequest) => readonly string[]) | null = null;
  let paceMs = 0;
  let open = 0;

  async function answer(request: ReceivedRequest, response: ServerResponse): Promise<void> {
    const purpose = wire.purposeOf(request);
    const fault = purpose === null ? undefined : faults.get(purpose);
    if (fault !== undefined && failOnTheWire(fault, response, second.url)) return;
    const whole = (reply: WholeReply) => sendWhole(response, reply, wire.keyOf(request) ?? '');
    if (fault?.kind === 'reply') return whole(fault.reply);
    if (purpose === null) return whole(wire.noPath);
    const refusal = wire.refuse(request, state);
    if (refusal !== null) return whole(refusal);
    if (purpose === 'list') return whole(wire.list(request, state));
    const model = wire.modelOf(request);
    if (!state.models.some(({ id }) => id === model)) return whole(wire.noModel);
    open += 1;
    response.once('close', () => {
      open -= 1;
    });
    const pieces = piecesFor?.(request) ?? state.answer.pieces;
    const stream = wire.chat(request, { model, ...state.answer, pieces });
    await sendStream(response, stream, { wire, fault, paceMs, held });
  }

  const second = await listen(async (request, response) => {
    elsewhere.push(await receive(request));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[]}');
  });
  const first = await listen(async (request, response) => {
    const received = await receive(request);
    requests.push(received);
    await answer(received, response);
  });

  return {
    ...{ port: first.port, url: first.url, requests, elsewhere },
    open: () => open,
    fail: (purpose, fault) => void (fault === null ? faults.delete(purpose) : faults.set(purpose, fault)),
    accept: (keys) => {
      state = { ...state, keys: keys === null ? null : new Set(keys) };
    },
    have: (models) => {
      state = { ...state, models };
    },
    say: (pieces) => {
      state = { ...state, answer: { ...state.answer, pieces } };
    },
    answer: (by) => {
      piecesFor = by;
    },
    pace: (ms) => {
      paceMs = ms;
    },
    release() {
      for (const goOn of held) goOn();
      held.clear();
    },
    async stop() {
      for (const goOn of held) goOn();
      await Promise.all([first.stop(), second.stop()]);
    },
  };
}

interface Sending {
  readonly wire: Wire;
  readonly fault: WireFault | undefined;
  readonly paceMs: number;
  readonly held: Set<() => void>;
}

async function sendStream(response: ServerResponse, reply: StreamReply, { wire, fault, paceMs, held }: Sending) {
  const { contentType, headers, pieces } = reply;
  response.writeHead(200, { 'content-type': contentType, ...headers });
  const half = Math.ceil(pieces.length / 2);
  const isCut = fault?.kind === 'cut' || fault?.kind === 'broken-off';
  for (const [at, piece] of pieces.entries()) {
    if (response.destroyed) return;
    if (isCut && at === half) break;
    if (fault?.kind === 'held' && at === half) await new Promise<void>((resolve) => held.add(resolve));
    response.write(piece);
    if (paceMs > 0) await pause(paceMs);
  }
  if (fault?.kind === 'broken-off') for (const piece of wire.brokenOff(fault.words)) response.write(piece);
  if (fault?.kind === 'cut' && fault.abruptly) setImmediate(() => response.destroy());
  else response.end();
}

function sendWhole(response: ServerResponse, { status, headers, body }: WholeReply, key: string): void {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const text = isRaw ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof text === 'string' ? text.replaceAll('{{key}}', key) : text);
}

async function receive(request: IncomingMessage): Promise<ReceivedRequest> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
  return { method: request.method ?? '', path: request.url ?? '', headers, body };
}

interface Listening {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<Listening> {
  const server: Server = createServer((request, response) => {
    // Who asked may be gone before the answer is whole.
    handle(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
