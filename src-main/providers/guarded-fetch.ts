import { lookup as systemLookup } from 'node:dns';
import { Agent, type ClientRequest, type IncomingMessage, type RequestOptions, request } from 'node:http';
import type { Agent as SafeAgent } from 'node:https';
import { checkTarget, guardedLookup } from './check-target.ts';
import { AskFault, toAskFault } from './faults.ts';
import { limitedBody } from './limited-body.ts';

/** How far an answer may go. Times in milliseconds. */
export interface FetchLimits {
  /** From asking to the head of the answer. */
  readonly headMs: number;
  /** Between two pieces of an answer. */
  readonly idleMs: number;
  readonly totalMs: number;
  /** Of the answer, after it was unpacked. */
  readonly maximumBytes: number;
}

/** A way to ask that goes nowhere but to the address it was given, and not on for ever. */
export interface GuardedFetch {
  readonly fetch: typeof fetch;
  /** Ends what is being asked, and every connection. */
  end(): void;
}

/**
 * Makes a fetch for keys of people (facts/providers 5.2, 8): no redirects, as a fetch would carry a key in a header of its
 * own to the new host; no addresses of a cloud's metadata, neither by name nor by what the name stands for; encryption
 * off this computer and the local network; limits of time and size while the answer comes, also once it is unpacked.
 * Fails with `AskFault`. Connections are shared with nobody.
 * @param lookup of names; the system's own, if left out
 */
export function createGuardedFetch(limits: FetchLimits, lookup: typeof systemLookup = systemLookup): GuardedFetch {
  const plain = new Agent({ keepAlive: true });
  let safe: SafeAgent | null = null;
  const ended = new AbortController();

  async function guarded(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const url = new URL(input instanceof Request ? input.url : input);
    checkTarget(url);
    const headers = readHeaders(init.headers);
    const isSafe = url.protocol === 'https:';
    const options = { method: init.method ?? 'GET', headers, lookup: guardedLookup(isSafe, lookup) };
    const asked = isSafe ? await askSafely(url, options) : request(url, { ...options, agent: plain });
    let given: AskFault | null = null;
    let hasHead = false;
    // Node tells of a stopped answer as of one that was cut off: why it was stopped is kept here.
    const give = (why: AskFault) => {
      given ??= why;
      // Once there is an answer nobody listens to the connection, which may serve the next question already.
      asked.destroy(hasHead ? undefined : given);
    };
    const offs = [stopOn(init.signal ?? null, give), stopOn(ended.signal, give), stopAfter(limits.totalMs, give)];
    const end = () => {
      for (const off of offs) off();
    };
    try {
      const message = await headOf(asked, bodyOf(init.body), limits.headMs);
      hasHead = true;
      refuseRedirect(message, url);
      return toResponse(message, await limitedBody(message, { ...limits, stop: give, why: () => given, end }));
    } catch (cause) {
      end();
      asked.destroy();
      throw given ?? toAskFault(cause);
    }
  }
  /** Encryption is loaded with the first address that has it: a start does without. */
  async function askSafely(url: URL, options: RequestOptions): Promise<ClientRequest> {
    const https = await import('node:https');
    safe ??= new https.Agent({ keepAlive: true });
    return https.request(url, { ...options, agent: safe });
  }

  return {
    fetch: guarded,
    end() {
      ended.abort();
      plain.destroy();
      safe?.destroy();
    },
  };
}

function readHeaders(given: RequestInit['headers']): Record<string, string> {
  try {
    // What is unpacked is counted, but nothing packed is asked for: a stream would wait for its packer.
    return { ...Object.fromEntries(new Headers(given)), 'accept-encoding': 'identity' };
  } catch {
    // The message of the library would have the value in it.
    throw new AskFault('forbidden', 'a key or another value cannot be sent: it has a character that no header has');
  }
}

function bodyOf(body: RequestInit['body']): string | Uint8Array | null {
  if (body === null || body === undefined) return null;
  if (typeof body === 'string' || body instanceof Uint8Array) return body;
  throw new AskFault('forbidden', 'only text can be sent');
}

function headOf(asked: ClientRequest, body: string | Uint8Array | null, limitMs: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const off = stopAfter(limitMs, (why) => void asked.destroy(why));
    asked.on('error', (cause) => {
      off();
      reject(cause);
    });
    asked.on('response', (message) => {
      off();
      resolve(message);
    });
    asked.end(body ?? undefined);
  });
}

function refuseRedirect({ statusCode = 0, headers }: IncomingMessage, url: URL): void {
  if (statusCode < 300 || statusCode > 399) return;
  const target = headers.location;
  const host = target !== undefined && URL.canParse(target, url.href) ? new URL(target, url).host : 'another address';
  throw new AskFault('redirect', `${url.host} sends on to ${host} (HTTP ${statusCode})`);
}

function toResponse(message: IncomingMessage, body: ReadableStream<Uint8Array>): Response {
  const { statusCode: status = 0, rawHeaders } = message;
  if (status < 200 || status > 599) throw new AskFault('shape', `the answer has the status ${status}`);
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    // Both are of the answer as it was packed.
    if (!/^content-(encoding|length)$/i.test(name)) headers.append(name, rawHeaders[at + 1] ?? '');
  }
  const hasNone = status === 204 || status === 205;
  if (hasNone) void body.cancel();
  return new Response(hasNone ? null : body, { status, headers });
}

function stopOn(signal: AbortSignal | null, stop: (why: AskFault) => void): () => void {
  if (signal === null) return () => undefined;
  const onAbort = () => {
    const isLate = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
    stop(isLate ? new AskFault('timeout', 'it took too long') : new AskFault('cancelled', 'it was cancelled'));
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  return () => signal.removeEventListener('abort', onAbort);
}

function stopAfter(limitMs: number, stop: (why: AskFault) => void): () => void {
  const timer = setTimeout(() => {
    stop(new AskFault('timeout', `there was no whole answer within ${Math.round(limitMs / 1000)} s`));
  }, limitMs);
  // The connection keeps a process alive, not the clock beside it.
  timer.unref();
  return () => clearTimeout(timer);
}
