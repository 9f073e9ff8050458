import type Docker from 'dockerode';
import { type EngineForTests, findEngineForTests } from '../stand-ins/engine/find-engine.ts';
import type { PrivateEngine } from '../stand-ins/engine/private-engine.ts';
import { ensureStandInImage } from '../stand-ins/lightrag/build.ts';
import { type ModelServer, startModelServer } from '../stand-ins/model-server.ts';
import { type Neighbour, startNeighbour } from './neighbour.ts';

/** The image upstream's compose files name; on a private engine the stand-in has this name, too. */
const upstreamImage = 'egsuchanek/lightrag_pagent:latest';

/** What all tests of a run share: an engine with the stand-in's image, a model server, somebody else's container. */
export interface Machine {
  readonly docker: Docker;
  readonly dockerHost: string;
  /** Null where the tests are guests on an engine that others use. */
  readonly privateEngine: PrivateEngine | null;
  /** The stand-in's image. */
  readonly image: string;
  readonly models: ModelServer;
  readonly neighbour: Neighbour;
  end(): Promise<void>;
}

/** Starts what tests share, or answers with the reason why there can be no containers here. */
export async function startMachine(): Promise<Machine | string> {
  const found = await findEngineForTests();
  if (found.kind === 'none') return found.reason;
  const names = found.kind === 'private' ? [upstreamImage] : [];
  try {
    const image = await ensureStandInImage(found.docker, { names, report: (line) => console.log(line) });
    return await furnish(found, image.name);
  } catch (cause) {
    await found.end();
    throw cause;
  }
}

async function furnish(found: Exclude<EngineForTests, { kind: 'none' }>, image: string): Promise<Machine> {
  const { docker, dockerHost } = found;
  const [models, neighbour] = await Promise.all([startModelServer(), startNeighbour(docker, image)]);
  return {
    docker,
    dockerHost,
    privateEngine: found.kind === 'private' ? found.engine : null,
    image,
    models,
    neighbour,
    async end() {
      await models.stop();
      await neighbour.remove();
      await found.end();
    },
  };
}
