import { request as httpRequest } from 'node:http';
import { answerTo } from '../lib/http-answer.ts';

/** A plain answer to a GET. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** Milliseconds from the request to the end of the answer. */
  readonly ms: number;
}

/** How far a GET may go. */
export interface HttpLimits {
  /** In all, from connecting to the last byte. */
  readonly limitMs: number;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** More than any /health or list of models needs. */
const maximumBytes = 4 * 1024 * 1024;

/**
 * GETs a URL over a connection of its own: a container that was replaced leaves dead connections behind, and a probe must
 * not be answered by one. Follows no redirects and takes no proxy. Rejects with an Error that says why.
 */
export async function httpGet(url: string, { limitMs, signal, headers = {} }: HttpLimits): Promise<HttpAnswer> {
  // TLS is loaded only where it is needed.
  const open = url.startsWith('https:') ? (await import('node:https')).request : httpRequest;
  const begin = performance.now();
  const request = open(url, { agent: false, headers: { accept: 'application/json', ...headers }, signal });
  const tooLate = `no answer within ${limitMs} ms`;
  const { status, text } = await answerTo(request, '', { limitMs, tooLate, maximumBytes });
  return { status, body: text, ms: performance.now() - begin };
}
