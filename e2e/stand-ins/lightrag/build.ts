import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { baseArchive, baseKey, canPackBase } from './base-archive.ts';

/** Options of `ensureStandInImage`. */
export interface StandInImageOptions {
  /** Further names for it, such as `egsuchanek/lightrag_pagent:latest`. */
  readonly names?: readonly string[];
  /** Is told what goes on, a line each time. */
  readonly report?: (line: string) => void;
}

/** The stand-in's image in an engine. */
export interface StandInImage {
  /** Its own name, which changes with its content. */
  readonly name: string;
  readonly id: string;
  /** False where it was there already. */
  readonly made: boolean;
  /** Milliseconds it took to have it. */
  readonly took: number;
}

const publicBase = 'python:3-alpine';
const label = 'app.persag.test';

/**
 * Makes sure that an engine has the image of the stand-in: made of Debian packages on Debian, without a registry;
 * elsewhere on top of Python's public image, which the engine pulls.
 * @throws Error where it cannot be made, or where one of `names` is taken by an image that is not ours
 */
export async function ensureStandInImage(docker: Docker, options: StandInImageOptions = {}): Promise<StandInImage> {
  const begin = performance.now();
  const report = options.report ?? (() => {});
  const base = canPackBase() ? `localhost/persag-stand-in/base:${await baseKey()}` : publicBase;
  const name = `persag-stand-in/lightrag:${await contentHash(base)}`;
  const there = await labelOf(docker, name);
  if (there === undefined) {
    await ensureBase(docker, base, report);
    report('Building the image of the LightRAG stand-in ...');
    await build(docker, name, base);
  }
  for (const other of options.names ?? []) await addName(docker, name, other);
  const { Id } = await docker.getImage(name).inspect();
  const took = Math.round(performance.now() - begin);
  report(`The image ${name} is ${there === undefined ? 'made' : 'there'} (${(took / 1000).toFixed(1)} s).`);
  return { name, id: Id, made: there === undefined, took };
}

async function contentHash(base: string): Promise<string> {
  const hash = createHash('sha256').update(base);
  for (const file of await sources()) hash.update(await readFile(join(import.meta.dirname, file)));
  return hash.digest('hex').slice(0, 12);
}

async function sources(): Promise<string[]> {
  const names = await readdir(import.meta.dirname);
  return ['Dockerfile', ...names.filter((name) => name.endsWith('.py')).sort()];
}

/** The image's label of ours, '' where it has none, undefined where there is no such image. */
async function labelOf(docker: Docker, name: string): Promise<string | undefined> {
  try {
    return (await docker.getImage(name).inspect()).Config.Labels?.[label] ?? '';
  } catch (cause) {
    if ((cause as { statusCode?: number }).statusCode === 404) return undefined;
    throw cause;
  }
}

async function ensureBase(docker: Docker, base: string, report: (line: string) => void): Promise<void> {
  if ((await labelOf(docker, base)) !== undefined) return;
  if (base === publicBase) {
    report(`Pulling ${base}, as this is not Debian ...`);
    await finish(docker, await docker.pull(base));
    return;
  }
  const archive = await baseArchive(report);
  // With its tag in it: Podman does not look for it elsewhere.
  await finish(docker, await docker.importImage(archive, { repo: base }));
}

async function build(docker: Docker, name: string, base: string): Promise<void> {
  const context = { context: import.meta.dirname, src: await sources() };
  await finish(
    docker,
    await docker.buildImage(context, { t: name, buildargs: { BASE: base }, rm: true, forcerm: true }),
  );
}

async function addName(docker: Docker, name: string, other: string): Promise<void> {
  if ((await labelOf(docker, other)) === '') {
    throw new Error(`${other} is the name of an image that is not the stand-in's; it was left as it is.`);
  }
  const colon = other.lastIndexOf(':');
  await docker.getImage(name).tag({ repo: other.slice(0, colon), tag: other.slice(colon + 1) });
}

/** Waits for the end of what the engine is doing; its errors are inside the stream of a good answer. */
function finish(docker: Docker, stream: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(stream, (cause, lines: { error?: string }[]) => {
      const error = cause ?? lines.find((line) => line.error !== undefined)?.error;
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error(error));
    });
  });
}
