import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { findEngineForTests } from '../../e2e/stand-ins/engine/find-engine.ts';
import { type TestHome, writePlainHome } from '../../e2e/stand-ins/homes.ts';
import { ensureStandInImage } from '../../e2e/stand-ins/lightrag/build.ts';
import { startModelServer } from '../../e2e/stand-ins/model-server.ts';
import { cleanEnvironment } from '../../e2e/support/environment.ts';
import type { ServiceName } from '../../src-shared/docker.ts';

/** A home of Anna (current) and Ben on a real engine, and what processes on it are started with. */
export interface Stage {
  readonly docker: Docker;
  readonly dockerHost: string;
  readonly home: TestHome;
  readonly environment: NodeJS.ProcessEnv;
  /** The names of both containers. */
  readonly names: Readonly<Record<ServiceName, string>>;
  /** All containers that have anything to do with the home, by name. */
  containers(): Promise<readonly Docker.ContainerInfo[]>;
  /** A new folder. */
  folder(): Promise<string>;
  end(): Promise<void>;
}

const suffix = '-kills';

/** Makes the stage. @param say is told what goes on. @throws Error where there is no engine */
export async function createStage(say: (line: string) => void): Promise<Stage> {
  const found = await findEngineForTests();
  if (found.kind === 'none') throw new Error(found.reason);
  const { docker, dockerHost } = found;
  const { name: image } = await ensureStandInImage(docker, { report: say });
  const models = await startModelServer();
  const root = await mkdtemp(join(tmpdir(), 'persag-kills-'));
  const modelUrl = `http://host.docker.internal:${models.port}`;
  const home = await writePlainHome(join(root, 'home'), { image, suffix, modelUrl });
  const containers = async () => {
    const all = await docker.listContainers({ all: true });
    return all.filter(({ Names }) => Names.some((name) => name.includes(suffix)));
  };
  return {
    ...{ docker, dockerHost, home, containers },
    environment: cleanEnvironment({
      PERSAG_HOME: home.folder,
      DOCKER_HOST: dockerHost,
      PERSAG_SERVICE_TIMEOUT: '60',
    }),
    names: { knowledge: `lightrag_pagent${suffix}`, memory: `lightrag_memory${suffix}` },
    folder: () => mkdtemp(join(root, 'more-')),
    async end() {
      await Promise.all((await containers()).map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
      await models.stop();
      await found.end();
      await rm(root, { recursive: true, force: true });
    },
  };
}
