import type { ClientRequest, IncomingHttpHeaders } from 'node:http';

/** How far an answer may go. */
export interface AnswerLimits {
  /** In all, from connecting to the last byte. */
  readonly limitMs: number;
  /** What is said where that is over. */
  readonly tooLate: string;
  readonly maximumBytes: number;
}

/** A whole answer. */
export interface WholeAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends a request and reads its answer to the end, within limits. Rejects with an Error that says why. */
export function answerTo(request: ClientRequest, sent: string, limits: AnswerLimits): Promise<WholeAnswer> {
  const { limitMs, tooLate, maximumBytes } = limits;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => request.destroy(new Error(tooLate)), limitMs);
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
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.end(sent);
  });
}
