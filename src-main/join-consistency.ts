import { join } from 'node:path';
import { type DockerState, type ServiceName, serviceNames } from '../src-shared/docker.ts';
import { type ConsistencyFeature, createConsistency } from './consistency/index.ts';
import type { DockerFeature } from './docker/index.ts';
import type { HomeFeature } from './home/index.ts';
import type { Files } from './lib/files.ts';
import type { Journal } from './lib/journal.ts';
import type { Operations } from './operations.ts';
import type { Ports } from './ports.ts';
import type { ServiceFilesReader } from './service-files.ts';
import type { SwitchFiles } from './switching/switch-files.ts';

/** What the comparison and the sync are made of. */
export interface ConsistencyParts {
  readonly ports: Pick<Ports, 'clock' | 'log'>;
  readonly files: Files;
  readonly journal: Journal;
  readonly home: HomeFeature;
  readonly docker: DockerFeature;
  readonly serviceFiles: ServiceFilesReader;
  readonly switchFiles: SwitchFiles;
  readonly operations: Operations;
}

/** Hands the consistency feature what home, docker and the switch can do, as functions. */
export function joinConsistency(parts: ConsistencyParts): ConsistencyFeature {
  const { ports, files, journal, home, docker, serviceFiles, switchFiles, operations } = parts;
  const chosen = async (userId: string, names: readonly ServiceName[]) =>
    (await serviceFiles.read(userId)).filter(({ name }) => names.includes(name));
  let changing = false;
  docker.onChanged(({ services }) => {
    changing = services.some(({ busy }) => busy !== null);
  });
  return createConsistency({
    clock: ports.clock,
    log: ports.log,
    files,
    folders: () => ({ ...home.folders(), envBackups: join(home.folders().backups, 'docker_env_backups') }),
    currentUser: home.currentUser,
    variablesFor: home.variablesFor,
    missingUserFolders: home.foldersToMake,
    prepareUserFolders: home.prepareUserFolders,
    async seeServices(userId, anew) {
      const now = await serviceFiles.read(userId);
      return { files: now, ...(await docker.compare(now, anew)) };
    },
    lastServices: docker.lastComparison,
    isChanging: () => changing,
    backUp: switchFiles.backUp,
    write: journal.apply,
    restore: switchFiles.putBack,
    preflight: async (userId, names, signal) => docker.preflight(await chosen(userId, names), signal),
    beginReplacement: async (userId, ways) =>
      docker.beginReplacement(
        await chosen(
          userId,
          serviceNames.filter((name) => ways[name] !== undefined),
        ),
        ways,
      ),
    async settle() {
      try {
        // Looked for first, as there are none nearly always.
        if (!(await docker.hasLeftovers())) return;
        for (const done of await docker.settleLeftovers()) ports.log.warn(done);
      } catch (cause) {
        // Without an engine there is nothing to be brought in order now.
        ports.log.info(`nothing was brought in order: ${String(cause)}`);
      }
    },
    hold: (what, names) => operations.hold(what, { names }),
    onHints(listener) {
      let known = '';
      const ofContainers = docker.onChanged((state) => {
        const now = containersOf(state);
        if (now !== known) listener();
        known = now;
      });
      const offs = [home.onFiles(listener), ofContainers];
      return () => {
        for (const off of offs) off();
      };
    },
  });
}

/** What of the services' state is about their containers: health and latencies come all the time. */
function containersOf({ engine, services }: DockerState): string {
  return JSON.stringify([
    engine.state,
    services.map(({ name, container, startedAt, servesUser, busy, error, lamps }) => [
      ...[name, container, startedAt, servesUser, busy, error?.message],
      ...[lamps.container.why, lamps.mounts.why],
    ]),
  ]);
}
