import type { DockerState, ServiceName } from '../src-shared/docker.ts';
import type { DockerFeature } from './docker/index.ts';
import { registryAuth } from './images/credentials.ts';
import { createImages, type ImagesFeature } from './images/index.ts';
import type { Files } from './lib/files.ts';
import { runProgram } from './lib/run-program.ts';
import type { OperationParts, Operations } from './operations.ts';
import type { Ports } from './ports.ts';
import type { ServiceFilesReader } from './service-files.ts';

/** What the images feature is made of. */
export interface ImagesParts {
  readonly ports: Pick<Ports, 'clock' | 'log' | 'surroundings'>;
  readonly files: Files;
  readonly docker: DockerFeature;
  readonly serviceFiles: ServiceFilesReader;
  readonly operations: Operations;
  readonly alignEnvFiles: OperationParts['alignEnvFiles'];
  currentUserId(): Promise<string | null>;
}

/** Hands the images feature what docker, the files of the services and the operations can do. */
export function joinImages(parts: ImagesParts): ImagesFeature {
  const { ports, files, docker, serviceFiles, operations, alignEnvFiles, currentUserId } = parts;
  const { env, homeFolder } = ports.surroundings;
  const read = async () => serviceFiles.read(await currentUserId());
  return createImages({
    clock: ports.clock,
    log: ports.log,
    engine: docker.imageCalls,
    async services() {
      const all = await read();
      const { containers } = await docker.compare(all, true);
      return all.map(({ name, compose, error }) => ({
        name,
        reference: compose?.image ?? null,
        error: error ?? null,
        containerName: compose?.containerName ?? null,
        containerId: containers.find((one) => one.name === name)?.id ?? null,
      }));
    },
    credentials: (registry) =>
      registryAuth(registry, { env, homeFolder, readText: (path) => files.readText(path), runProgram }),
    hold: (what, names) => operations.hold(what, { names }),
    async beginReplacement(names) {
      await alignEnvFiles(names);
      const chosen = (await read()).filter(({ name }) => names.includes(name));
      await docker.preflight(chosen, new AbortController().signal);
      return docker.beginReplacement(chosen, Object.fromEntries(names.map((name) => [name, 'as it was' as const])));
    },
    onContainers(listener) {
      let known = '';
      return docker.onChanged((state) => {
        const now = containersOf(state);
        if (now !== known) listener();
        known = now;
      });
    },
  });
}

/** What of the state tells that containers are others. */
function containersOf({ engine, services }: DockerState): string {
  const parts = services.map(
    ({ name, container, image, startedAt, busy }): readonly (ServiceName | string | null)[] => [
      ...[name, container, image, startedAt, busy],
    ],
  );
  return JSON.stringify([engine.state, parts]);
}
