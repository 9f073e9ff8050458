import { request as httpRequest, type IncomingMessage } from 'node:http';
import * as z from 'zod';
import { Fault } from '../../src-shared/errors.ts';
import { maskSecrets } from '../formats/mask-secrets.ts';

/** How far a pull is. */
export interface PullProgress {
  /** What the host says it does. */
  readonly doing: string;
  /** Bytes of all parts the host has named so far; null before the first. */
  readonly received: number | null;
  readonly total: number | null;
}

/** One line of the answer of Ollama's `POST /api/pull`. */
const lineShape = z.object({
  status: z.string().catch(''),
  error: z.string().optional().catch(undefined),
  digest: z.string().optional().catch(undefined),
  total: z.number().nonnegative().optional().catch(undefined),
  completed: z.number().nonnegative().optional().catch(undefined),
});

/** A host that says nothing for this long has gone; while it checks a large file it is silent for a while. */
const silenceMs = 120_000;
/** Longer than any line it sends. */
const longestLine = 64 * 1024;

/**
 * Has an Ollama get a model, and waits until it has it. Follows no redirects and takes no proxy.
 * Faults: `models/unreachable`; `models/pull-failed`, also where the host says so in the middle of its answer;
 * `models/cancelled` by the signal, after which the host keeps what it has.
 */
export async function pullModel(
  to: { readonly url: string; readonly model: string; readonly host: string },
  options: { readonly signal: AbortSignal; onProgress(progress: PullProgress): void },
): Promise<void> {
  const { url, model, host } = to;
  const { signal, onProgress } = options;
  const parts = createParts();
  let succeeded = false;
  try {
    const response = await post(pullAddress(url), JSON.stringify({ model, stream: true }), signal);
    const status = response.statusCode ?? 0;
    if (status >= 300 && status < 400) throw failed(host, model, `it answers HTTP ${status}`);
    for await (const line of linesOf(response)) {
      const told = readLine(line);
      if (told === null) continue;
      if (told.error !== undefined) throw failed(host, model, told.error);
      succeeded ||= told.status === 'success';
      onProgress(parts.note(told));
    }
    if (status !== 200) throw failed(host, model, `it answers HTTP ${status}`);
    if (!succeeded) throw failed(host, model, 'its answer broke off');
  } catch (cause) {
    if (signal.aborted) throw new Fault('models/cancelled', `Getting ${model} was cancelled.`, { cause });
    if (cause instanceof Fault) throw cause;
    const why = cause instanceof Error ? cause.message : 'the connection failed';
    throw new Fault('models/unreachable', `${host} does not answer: ${why}.`, { cause });
  }
}

/** Adds up the parts of a model, which the host tells one by one. */
function createParts() {
  const sizes = new Map<string, { readonly total: number; readonly completed: number }>();
  return {
    note({ status, digest, total, completed }: z.output<typeof lineShape>): PullProgress {
      if (digest !== undefined && total !== undefined) {
        const before = sizes.get(digest)?.completed ?? 0;
        sizes.set(digest, { total, completed: Math.min(total, completed ?? before) });
      }
      const all = [...sizes.values()];
      if (all.length === 0) return { doing: short(status), received: null, total: null };
      return {
        doing: short(status),
        received: all.reduce((sum, part) => sum + part.completed, 0),
        total: all.reduce((sum, part) => sum + part.total, 0),
      };
    },
  };
}

function readLine(line: string): z.output<typeof lineShape> | null {
  try {
    return line.trim() === '' ? null : lineShape.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of response.setEncoding('utf8')) {
    rest += chunk;
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > longestLine) throw new Error('what it sends is no list of lines');
  }
  yield rest;
}

function failed(host: string, model: string, said: string): Fault {
  return new Fault('models/pull-failed', `${host} could not get ${model}: ${short(said)}.`);
}

/** What a host says is shown, so it is kept short and without what looks like a key. */
function short(text: string): string {
  return maskSecrets(text.replaceAll(/\s+/g, ' ')).slice(0, 200).replace(/\.$/, '');
}

function pullAddress(base: string): string {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/api/pull`;
  return url.href;
}

async function post(url: string, body: string, signal: AbortSignal): Promise<IncomingMessage> {
  const open = url.startsWith('https:') ? (await import('node:https')).request : httpRequest;
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    const request = open(url, { method: 'POST', agent: false, headers, signal });
    request.setTimeout(silenceMs, () => request.destroy(new Error(`it said nothing for ${silenceMs / 1000} s`)));
    request.on('error', reject);
    request.on('response', resolve);
    request.end(body);
  });
}
