import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import type Docker from 'dockerode';
import { run } from './run.ts';

/** An image as registries keep it. */
export interface PackedImage {
  /** The image's configuration, JSON; its sha256 is the image's id. */
  readonly config: Buffer;
  /** Compressed layers, the lowest first. */
  readonly layers: readonly Buffer[];
}

/** Takes an image out of an engine. */
export async function packImage(docker: Docker, name: string): Promise<PackedImage> {
  const folder = await mkdtemp(join(tmpdir(), 'persag-packed-'));
  try {
    await pipeline(await docker.getImage(name).get(), createWriteStream(join(folder, 'image.tar')));
    await run('tar', ['--extract', '--file', 'image.tar'], { cwd: folder });
    const [manifest] = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as [
      { Config: string; Layers: string[] },
    ];
    const config = await readFile(join(folder, manifest.Config));
    const layers = await Promise.all(manifest.Layers.map((layer) => readFile(join(folder, layer))));
    return { config, layers: layers.map((layer) => gzipSync(layer, { level: 1 })) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What makes one image another. */
export interface ImageChange {
  /** Added to its environment, `NAME=value`. */
  readonly environment?: readonly string[];
  /** Bytes of a layer that is put on top, of noise that cannot be compressed. */
  readonly noise?: number;
}

/** The next version of an image: the same with a layer on top, so that there is something to fetch. */
export async function nextVersion(image: PackedImage, change: ImageChange = {}): Promise<PackedImage> {
  const layer = await noiseLayer(change.noise ?? 1024);
  const config = JSON.parse(image.config.toString('utf8')) as {
    created: string;
    config: { Env?: string[] };
    rootfs: { diff_ids: string[] };
    history?: object[];
  };
  const diffId = `sha256:${createHash('sha256').update(gunzipSync(layer)).digest('hex')}`;
  const next = {
    ...config,
    created: new Date().toISOString(),
    config: { ...config.config, Env: [...(config.config.Env ?? []), ...(change.environment ?? [])] },
    rootfs: { ...config.rootfs, diff_ids: [...config.rootfs.diff_ids, diffId] },
    history: [...(config.history ?? []), { created: config.created, created_by: 'noise' }],
  };
  return { config: Buffer.from(JSON.stringify(next)), layers: [...image.layers, layer] };
}

async function noiseLayer(bytes: number): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'persag-layer-'));
  try {
    await writeFile(join(folder, 'noise'), randomBytes(bytes));
    await run('tar', ['--create', '--file', join(folder, 'layer.tar'), '--directory', folder, 'noise']);
    return gzipSync(await readFile(join(folder, 'layer.tar')), { level: 1 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
