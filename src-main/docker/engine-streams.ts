import type { Readable } from 'node:stream';
import type Dockerode from 'dockerode';

/** Which part of a container's log is wanted. */
export interface LogRange {
  /** Seconds since 1970 with nine digits behind the point, inclusive; null: from its beginning. */
  readonly since: string | null;
  /** So many lines before now; null: all. */
  readonly tail: number | null;
  /** Goes on until the container ends. */
  readonly follow: boolean;
}

/** What is read from an engine as it comes, for as long as somebody reads. The caller destroys the streams. */
export interface EngineStreams {
  /** The log with times, framed by stream, or raw where the container has a terminal. */
  log(id: string, range: LogRange, signal: AbortSignal): Promise<Readable>;
  /** A JSON object a second while the container runs. */
  stats(id: string, signal: AbortSignal): Promise<Readable>;
  /** The description of a container as the engine gives it, null where there is no such container. */
  describe(id: string): Promise<unknown>;
}

/** Runs a question to the engine within its limit. */
export type AskEngine = <T>(what: string, run: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** Makes the calls that answer with streams. */
export function engineStreams(docker: Dockerode, ask: AskEngine): EngineStreams {
  const open = (what: string, path: string, options: object, signal: AbortSignal) =>
    ask(what, async (limit) => {
      // The limit is for the answer's beginning; a stream that has begun goes on.
      const begun = new AbortController();
      const give = () => begun.abort();
      limit.addEventListener('abort', give, { once: true });
      const stream = await dial(docker, path, { ...options, abortSignal: AbortSignal.any([signal, begun.signal]) });
      limit.removeEventListener('abort', give);
      return stream;
    });
  return {
    log: (id, { since, tail, follow }, signal) => {
      const range = { ...(since === null ? {} : { since }), tail: tail === null ? 'all' : String(tail) };
      const options = { stdout: 1, stderr: 1, timestamps: 1, follow: follow ? 1 : 0, ...range };
      return open('show a log', `/containers/${encodeURIComponent(id)}/logs?`, options, signal);
    },
    stats: (id, signal) =>
      open('tell what a container uses', `/containers/${encodeURIComponent(id)}/stats?`, { stream: 1 }, signal),
    describe: (id) =>
      ask('describe a container', async (abortSignal): Promise<unknown> => {
        try {
          return await docker.getContainer(id).inspect({ abortSignal });
        } catch (cause) {
          if (typeof cause === 'object' && cause !== null && 'statusCode' in cause && cause.statusCode === 404)
            return null;
          throw cause;
        }
      }),
  };
}

/** The client's own calls gather an answer that does not follow; a long log is to be read as it comes. */
function dial(docker: Dockerode, path: string, options: object): Promise<Readable> {
  return new Promise((resolve, reject) => {
    const { abortSignal, ...query } = options as { abortSignal: AbortSignal };
    const statusCodes = {
      200: true,
      404: 'no such container',
      409: 'the container is being removed',
      500: 'server error',
    };
    docker.modem.dial(
      { path, method: 'GET', isStream: true, statusCodes, options: query, abortSignal },
      (cause, stream) => (cause ? reject(cause) : resolve(stream as Readable)),
    );
  });
}
