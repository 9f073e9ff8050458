import { canonicalTime } from './log-time.ts';

/** Told each line as soon as it is whole. `time` is in nanoseconds, as in a `LogMark`. */
export type HearLine = (time: string, text: string, stderr: boolean) => void;

/** Reads the bytes of one log stream. */
export interface LogReader {
  push(chunk: Buffer): void;
  /** The stream is over: a last line without its newline is told. */
  end(): void;
}

const headerLength = 8;
const newline = 10;
/** A longer line is told in pieces, so that one that never ends fills no memory. */
export const longestLine = 1024 * 1024;

/** What is known of a stream whose line is not whole yet. */
interface Open {
  time: string;
  parts: Buffer[];
  length: number;
}

/**
 * Makes a reader of what the engine sends for a log with times: frames of eight bytes (stream, three zero bytes, length in
 * big endian) and a message that begins with its time, or, of a container with a terminal, the messages alone. Frames may be
 * split and joined at any byte; a message longer than 16 KiB comes as several frames, each with a time, of which only the
 * last ends with a newline, and characters may be split between them.
 * Source: Docker Engine API, "Attach to a container, stream format"; the log drivers' copier for the partial messages.
 */
export function createLogReader(hear: HearLine): LogReader {
  let rest: Buffer = Buffer.alloc(0);
  let raw: boolean | null = null;
  let lastTime = '1970-01-01T00:00:00.000000000Z';
  const open: Record<'out' | 'err', Open> = { out: nothing(), err: nothing() };

  function message(payload: Buffer, stderr: boolean): void {
    const waiting = stderr ? open.err : open.out;
    const { time, from } = timeOf(payload);
    let at = from;
    if (time !== null) lastTime = time;
    if (waiting.length === 0) waiting.time = lastTime;
    for (let end = payload.indexOf(newline, at); end !== -1; end = payload.indexOf(newline, at)) {
      tell(waiting, payload, at, end, stderr);
      waiting.time = lastTime;
      at = end + 1;
    }
    if (at < payload.length) keep(waiting, payload.subarray(at), stderr);
  }

  function tell(waiting: Open, payload: Buffer, from: number, to: number, stderr: boolean): void {
    if (waiting.length === 0) {
      hear(waiting.time, payload.toString('utf8', from, to), stderr);
      return;
    }
    waiting.parts.push(payload.subarray(from, to));
    flush(waiting, stderr);
  }

  function flush(waiting: Open, stderr: boolean): void {
    hear(waiting.time, Buffer.concat(waiting.parts).toString('utf8'), stderr);
    waiting.parts = [];
    waiting.length = 0;
  }

  function keep(waiting: Open, part: Buffer, stderr: boolean): void {
    // Copied: the chunk it is a view of is much larger.
    waiting.parts.push(Buffer.from(part));
    waiting.length += part.length;
    if (waiting.length < longestLine) return;
    flush(waiting, stderr);
    waiting.time = lastTime;
  }

  function readFrames(bytes: Buffer): number {
    let at = 0;
    while (at + headerLength <= bytes.length) {
      const length = bytes.readUInt32BE(at + 4);
      if (at + headerLength + length > bytes.length) break;
      message(bytes.subarray(at + headerLength, at + headerLength + length), bytes[at] === 2);
      at += headerLength + length;
    }
    return at;
  }

  function readRaw(bytes: Buffer): number {
    const end = bytes.lastIndexOf(newline) + 1;
    for (let at = 0; at < end; ) {
      const next = bytes.indexOf(newline, at) + 1;
      message(bytes.subarray(at, next), false);
      at = next;
    }
    return end;
  }

  return {
    push(chunk) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      if (raw === null && bytes.length >= 4) raw = !isFrame(bytes);
      const read = raw === null ? 0 : raw ? readRaw(bytes) : readFrames(bytes);
      rest = read === 0 ? bytes : bytes.subarray(read);
      if (raw === true && rest.length >= longestLine) {
        message(rest, false);
        rest = Buffer.alloc(0);
      }
    },
    end() {
      if (raw === true && rest.length > 0) message(rest, false);
      rest = Buffer.alloc(0);
      if (open.out.length > 0) flush(open.out, false);
      if (open.err.length > 0) flush(open.err, true);
    },
  };
}

function nothing(): Open {
  return { time: '', parts: [], length: 0 };
}

/** No text begins with these bytes. */
function isFrame(bytes: Buffer): boolean {
  return (bytes[0] ?? 9) <= 2 && bytes[1] === 0 && bytes[2] === 0 && bytes[3] === 0;
}

/** The time in front of a message and where its text begins; null where there is none. */
function timeOf(payload: Buffer): { readonly time: string | null; readonly from: number } {
  const blank = payload.subarray(0, 40).indexOf(32);
  const end = blank === -1 ? payload.length : blank;
  // The shortest is 2026-01-01T00:00:00Z, the longest has nine digits and an offset.
  if (end < 20 || end > 36) return { time: null, from: 0 };
  const time = canonicalTime(payload.toString('latin1', 0, end));
  return time === null ? { time: null, from: 0 } : { time, from: Math.min(end + 1, payload.length) };
}
