import type { DockerFeature } from './docker/index.ts';
import type { HomeFeature } from './home/index.ts';
import { createLightRag, type LightRagFeature } from './lightrag/index.ts';
import type { Ports, Secrets } from './ports.ts';
import type { ServiceFilesReader } from './service-files.ts';

/** What the lightrag feature is made of. */
export interface LightRagParts {
  readonly ports: Pick<Ports, 'clock' | 'log'>;
  readonly secrets: Secrets;
  readonly home: HomeFeature;
  readonly docker: DockerFeature;
  readonly serviceFiles: ServiceFilesReader;
  currentUserId(): Promise<string | null>;
}

/** Hands the lightrag feature what docker, home and the files of the services know. */
export function joinLightRag({
  ports,
  secrets,
  home,
  docker,
  serviceFiles,
  currentUserId,
}: LightRagParts): LightRagFeature {
  return createLightRag({
    clock: ports.clock,
    log: ports.log,
    secrets,
    async servers() {
      const [files, { services }] = await Promise.all([
        currentUserId().then((id) => serviceFiles.read(id)),
        docker.get(undefined, { kind: 'cli', windowId: 0 }),
      ]);
      return files.map(({ name, compose }) => {
        const service = services.find((one) => one.name === name);
        const web = service?.webUrl ?? null;
        return {
          name,
          url: web === null ? null : new URL(web).origin,
          isRunning: service !== undefined && service.startedAt !== null,
          run: service?.startedAt ?? '',
          environment: compose?.environment ?? {},
          envFile: home.folders().services[name].envFile,
        };
      });
    },
  });
}
