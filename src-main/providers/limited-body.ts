import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable, type Transform } from 'node:stream';
import { AskFault, toAskFault } from './faults.ts';

/** What a body is held to, and what is done with it. */
export interface BodyLimits {
  /** Milliseconds between two pieces. */
  readonly idleMs: number;
  readonly maximumBytes: number;
  /** Ends the request. */
  stop(why: AskFault): void;
  /** Why it was ended, null where it was not. */
  why(): AskFault | null;
  /** Called once, when the body is over in whatever way. */
  end(): void;
}

/** The body of an answer, unpacked; it fails with `AskFault` where it goes beyond its limits or ends early. */
export async function limitedBody(message: IncomingMessage, limits: BodyLimits): Promise<ReadableStream<Uint8Array>> {
  // Told to who reads; where nobody reads any more, to nobody.
  message.on('error', () => undefined);
  const pieces = (await unpacked(message))[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let size = 0;
  let isOver = false;
  const over = () => {
    if (!isOver) limits.end();
    isOver = true;
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        // Only while somebody waits: a reader that takes its time is nobody's fault.
        const idle = setTimeout(() => limits.stop(new AskFault('timeout', 'it went silent')), limits.idleMs);
        try {
          const { done, value } = await pieces.next();
          const stopped = limits.why();
          if (stopped !== null) throw stopped;
          if (done === true) {
            over();
            return controller.close();
          }
          size += value.byteLength;
          if (size > limits.maximumBytes)
            throw new AskFault('too-large', 'the answer is longer than any that makes sense');
          controller.enqueue(value);
        } catch (cause) {
          const fault = limits.why() ?? toAskFault(cause);
          limits.stop(fault);
          over();
          controller.error(fault);
        } finally {
          clearTimeout(idle);
        }
      },
      cancel() {
        limits.stop(new AskFault('cancelled', 'nobody reads it any more'));
        over();
      },
    },
    { highWaterMark: 0 },
  );
}

async function unpacked(message: IncomingMessage): Promise<Readable> {
  const encoding = (message.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return message;
  const unpack = Object.hasOwn(unpackers, encoding) ? unpackers[encoding] : undefined;
  if (unpack === undefined) throw new AskFault('shape', 'the answer is packed in a way that was not asked for');
  // What goes wrong in either is told by the one that is read.
  return pipeline(message, unpack(await import('node:zlib')), () => undefined);
}

type Zlib = typeof import('node:zlib');
const unpackers: Readonly<Record<string, (zlib: Zlib) => Transform>> = {
  gzip: (zlib) => zlib.createGunzip(),
  'x-gzip': (zlib) => zlib.createGunzip(),
  deflate: (zlib) => zlib.createInflate(),
  br: (zlib) => zlib.createBrotliDecompress(),
};
