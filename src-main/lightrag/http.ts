import { request as openRequest } from 'node:http';

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
export function ask({ method, url, headers = {}, body }: Question, signal: AbortSignal): Promise<Reply> {
  const [type, text] =
    body === undefined
      ? [null, '']
      : 'json' in body
        ? ['application/json', JSON.stringify(body.json)]
        : ['application/x-www-form-urlencoded', new URLSearchParams(body.form).toString()];
  return new Promise((resolve, reject) => {
    const all = { accept: 'application/json', ...(type === null ? {} : { 'content-type': type }), ...headers };
    const request = openRequest(url, { method, agent: false, headers: all, signal });
    const timer = setTimeout(() => request.destroy(new Error(`no answer within ${limitMs / 1000} s`)), limitMs);
    const fail = (cause: Error) => {
      clearTimeout(timer);
      reject(cause);
    };
    request.on('error', fail);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('error', fail);
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maximumBytes) request.destroy(new Error('the answer is too long'));
        else chunks.push(chunk);
      });
      response.on('end', () => {
        clearTimeout(timer);
        const renewed = response.headers['x-new-token'];
        resolve({
          status: response.statusCode ?? 0,
          body: parsed(Buffer.concat(chunks).toString('utf8')),
          newToken: typeof renewed === 'string' && renewed !== '' ? renewed : null,
        });
      });
    });
    request.end(text);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
