import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { WholeReply } from './wire.ts';

/** A way in which a stand-in fails. */
export type WireFault =
  /** An error, or anything else, in the place of the usual. */
  | { readonly kind: 'reply'; readonly reply: WholeReply }
  | { readonly kind: 'never' }
  /** The head of an answer, and then nothing. */
  | { readonly kind: 'silent'; readonly contentType: string }
  /** An answer that has no end. */
  | { readonly kind: 'endless'; readonly contentType: string }
  /** One of that many bytes. */
  | { readonly kind: 'huge'; readonly bytes: number }
  /** A few kilobytes that unpack to that many bytes. */
  | { readonly kind: 'bomb'; readonly bytes: number }
  | { readonly kind: 'redirect'; readonly status: 301 | 302 | 303 | 307 | 308 }
  /** A page for people, with status 200. */
  | { readonly kind: 'page' }
  /** The connection ends without an answer. */
  | { readonly kind: 'reset' }
  /** Of a stream: it ends before its end; the connection with it, or not. */
  | { readonly kind: 'cut'; readonly abruptly: boolean }
  /** Of a stream: an error in the middle. */
  | { readonly kind: 'broken-off'; readonly words: string }
  /** Of a stream: goes on when `release` is called. */
  | { readonly kind: 'held' };

/** The faults of a connection, which are the same with everybody. Says whether it was one. */
export function failOnTheWire(fault: WireFault, response: ServerResponse, elsewhere: string): boolean {
  switch (fault.kind) {
    case 'never':
      return true;
    case 'silent':
      response.writeHead(200, { 'content-type': fault.contentType }).flushHeaders();
      return true;
    case 'endless':
      response.writeHead(200, { 'content-type': fault.contentType });
      pour(response, () => 'x'.repeat(64 * 1024));
      return true;
    case 'huge':
      response.writeHead(200, { 'content-type': 'application/json' });
      pourUpTo(response, fault.bytes);
      return true;
    case 'bomb':
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(bomb(fault.bytes));
      return true;
    case 'redirect':
      response.writeHead(fault.status, { location: `${elsewhere}/v1/caught` }).end();
      return true;
    case 'page':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end('<!doctype html><html><body><h1>Welcome</h1><script>alert(1)</script></body></html>');
      return true;
    case 'reset':
      response.socket?.resetAndDestroy();
      return true;
    default:
      return false;
  }
}

/** A packed megabyte, many times over: packed parts may follow one another. */
function bomb(bytes: number): Uint8Array {
  const part = gzipSync(Buffer.alloc(1024 * 1024, ' '));
  return Buffer.concat(new Array<Buffer>(Math.ceil(bytes / (1024 * 1024))).fill(part));
}

/** Writes on and on, as fast as it is read. */
function pour(response: ServerResponse, next: () => string | null): void {
  for (;;) {
    if (response.destroyed) return;
    const piece = next();
    if (piece === null) return void response.end();
    if (!response.write(piece)) return void response.once('drain', () => pour(response, next));
  }
}

function pourUpTo(response: ServerResponse, bytes: number): void {
  let left = bytes;
  pour(response, () => {
    if (left <= 0) return null;
    const size = Math.min(left, 64 * 1024);
    left -= size;
    return ' '.repeat(size);
  });
}
