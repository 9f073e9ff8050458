import { request as openRequest } from 'node:http';
import { answerTo } from '../lib/http-answer.ts';

/** One question to a server. */
export interface Question {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or the fields of a form. */
  readonly body?: { readonly json: unknown } | { readonly form: Readonly<Record<string, string>> };
}

/** What it says. */
export interface Reply {
  readonly status: number;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
  /** A token in the place of the one that was shown, null where there is none. */
  readonly newToken: string | null;
}

const limitMs = 5000;
/** The description of all calls is the longest that is asked for, with some hundred kilobytes. */
const maximumBytes = 8 * 1024 * 1024;

/** Asks over a connection of its own and follows no redirect, so that a key goes nowhere else. Rejects with an Error that says why. */
export async function ask({ method, url, headers = {}, body }: Question, signal: AbortSignal): Promise<Reply> {
  const [type, text] =
    body === undefined
      ? [null, '']
      : 'json' in body
        ? ['application/json', JSON.stringify(body.json)]
        : ['application/x-www-form-urlencoded', new URLSearchParams(body.form).toString()];
  const all = { accept: 'application/json', ...(type === null ? {} : { 'content-type': type }), ...headers };
  const request = openRequest(url, { method, agent: false, headers: all, signal });
  const tooLate = `no answer within ${limitMs / 1000} s`;
  const answer = await answerTo(request, text, { limitMs, tooLate, maximumBytes });
  const renewed = answer.headers['x-new-token'];
  return {
    status: answer.status,
    body: parsed(answer.text),
    newToken: typeof renewed === 'string' && renewed !== '' ? renewed : null,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
