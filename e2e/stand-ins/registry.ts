import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { PackedImage } from './packed-image.ts';

/**
 * How the registry misbehaves: `slow` sends layers in pieces with pauses; `cut` breaks every layer off in its middle; `short`
 * sends the half of every layer as if it were all; `broken` answers 500 for layers; `gone` knows no image; `hang` never answers.
 */
export type RegistryFault = 'slow' | 'cut' | 'short' | 'broken' | 'gone' | 'hang';

/** A running registry that speaks the distribution API (version 2) over HTTP on loopback, where engines want no TLS. */
export interface Registry {
  /** `127.0.0.1:PORT`, the first part of an image's name. */
  readonly host: string;
  /** Method and path of every request so far. */
  readonly requests: readonly string[];
  /** Puts an image under `repository:tag`; answers with its digest. */
  publish(repository: string, tag: string, image: PackedImage): string;
  /** Misbehaves from now on; null ends it. */
  fail(fault: RegistryFault | null): void;
  /** Wants this name and password from now on; null ends it. */
  require(login: { readonly name: string; readonly password: string } | null): void;
  stop(): Promise<void>;
}

const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';

/** Starts one, without images. */
export async function startRegistry(): Promise<Registry> {
  const blobs = new Map<string, Buffer>();
  const manifests = new Map<string, Buffer>();
  const requests: string[] = [];
  let fault: RegistryFault | null = null;
  let login: { readonly name: string; readonly password: string } | null = null;

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', 'http://registry').pathname;
    requests.push(`${request.method} ${path}`);
    if (fault === 'hang') return;
    if (login !== null && !isAllowed(request, login)) {
      response.setHeader('WWW-Authenticate', 'Basic realm="stand-in"');
      return refuse(response, 401, 'UNAUTHORIZED', 'authentication required');
    }
    if (path === '/v2/' || path === '/v2') return send(response, request, Buffer.from('{}'), 'application/json');
    const [, repository = '', kind = '', reference = ''] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(path) ?? [];
    if (kind === 'manifests') {
      const found = fault === 'gone' ? undefined : manifests.get(`${repository}:${reference}`);
      if (found === undefined) return refuse(response, 404, 'MANIFEST_UNKNOWN', 'manifest unknown');
      response.setHeader('Docker-Content-Digest', digestOf(found));
      return send(response, request, found, manifestType);
    }
    const blob = blobs.get(reference);
    if (blob === undefined) return refuse(response, 404, 'BLOB_UNKNOWN', 'blob unknown to registry');
    return sendBlob(response, request, blob, fault);
  }

  const server = createServer((request, response) => void respond(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  return {
    host: `127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`,
    requests,
    publish(repository, tag, { config, layers }) {
      const described = (data: Buffer, mediaType: string) => {
        blobs.set(digestOf(data), data);
        return { mediaType, size: data.length, digest: digestOf(data) };
      };
      const manifest = Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: manifestType,
          config: described(config, 'application/vnd.docker.container.image.v1+json'),
          layers: layers.map((layer) => described(layer, 'application/vnd.docker.image.rootfs.diff.tar.gzip')),
        }),
      );
      const digest = digestOf(manifest);
      for (const reference of [tag, digest]) manifests.set(`${repository}:${reference}`, manifest);
      return digest;
    },
    fail(next) {
      fault = next;
    },
    require(next) {
      login = next;
    },
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function isAllowed(request: IncomingMessage, { name, password }: { name: string; password: string }): boolean {
  return request.headers.authorization === `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ errors: [{ code, message }] }));
}

function send(response: ServerResponse, request: IncomingMessage, data: Buffer, type: string): void {
  response.writeHead(200, { 'Content-Type': type, 'Content-Length': data.length });
  response.end(request.method === 'HEAD' ? undefined : data);
}

async function sendBlob(
  response: ServerResponse,
  request: IncomingMessage,
  blob: Buffer,
  fault: RegistryFault | null,
): Promise<void> {
  if (fault === 'broken') return refuse(response, 500, 'UNKNOWN', 'the stand-in was told to fail');
  const half = blob.subarray(0, Math.floor(blob.length / 2));
  // The manifest tells the engine how long it is; without a length here only the digest can show that it is not all.
  if (fault === 'short') return send(response, request, half, 'application/octet-stream');
  if (fault === 'cut') {
    response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': blob.length });
    response.write(half, () => response.destroy());
    return;
  }
  if (fault !== 'slow') return send(response, request, blob, 'application/octet-stream');
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': blob.length });
  for (let at = 0; at < blob.length && !response.destroyed; at += slowPiece) {
    response.write(blob.subarray(at, at + slowPiece));
    await pause(slowPauseMs);
  }
  response.end();
}

const slowPiece = 64 * 1024;
const slowPauseMs = 40;

function digestOf(data: Buffer): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}
