import { type DockerState, type ServiceName, serviceNames } from '../src-shared/docker.ts';
import type { DockerFeature } from './docker/index.ts';
import { secretValues } from './formats/mask-values.ts';
import type { HomeFeature } from './home/index.ts';
import { createInspection, type InspectionFeature } from './inspection/index.ts';
import type { Disk } from './lib/disk.ts';
import { createLogs, type LogsFeature } from './logs/index.ts';
import type { Ports } from './ports.ts';
import type { ServiceFilesReader } from './service-files.ts';
import { createStats, type StatsFeature } from './stats/index.ts';

/** What the looks into the services' containers are made of. */
export interface InspectionParts {
  readonly ports: Pick<Ports, 'clock' | 'log' | 'desktop'>;
  readonly disk: Disk;
  readonly home: HomeFeature;
  readonly docker: DockerFeature;
  readonly serviceFiles: ServiceFilesReader;
  currentUserId(): Promise<string | null>;
}

/** What looks into the services' containers. */
export interface Inspecting {
  readonly logs: LogsFeature;
  readonly stats: StatsFeature;
  readonly inspection: InspectionFeature;
}

/** Hands logs, stats and inspection what docker and the home can do, as functions. */
export function joinInspection(parts: InspectionParts): Inspecting {
  const { ports, disk, home, docker, serviceFiles, currentUserId } = parts;
  const { clock, log, desktop } = ports;
  const { reading } = docker;
  const onChanged = (listener: () => void) => {
    let known = '';
    return docker.onChanged((state) => {
      const now = containersOf(state);
      if (now !== known) listener();
      known = now;
    });
  };
  const filesNow = async () => serviceFiles.read(await currentUserId());
  const logs = createLogs({
    ...{ clock, log, desktop },
    sources: { container: reading.containerOf, log: reading.log, onChanged, secrets },
  });
  const stats = createStats({ container: reading.containerOf, stats: reading.stats, onChanged });
  const inspection = createInspection({
    ...{ disk, desktop },
    container: reading.containerOf,
    describe: reading.describe,
    async files(name) {
      const files = (await filesNow()).find((one) => one.name === name);
      if (files?.compose !== undefined) return { compose: files.compose };
      return { why: files?.error?.message ?? 'The files of this service could not be read.' };
    },
    async usersFolder() {
      const current = await currentUserId();
      return current === null ? null : ((await home.variablesFor(current)).AGNO_HOME ?? null);
    },
  });

  /** Of the files as they are, and of the containers, which may have been made of other ones. */
  async function secrets(): Promise<readonly string[]> {
    const ofFiles = (await filesNow()).map(({ compose }) => compose?.environment ?? {});
    const ofContainers = await Promise.all(serviceNames.map(environmentNow));
    return [...new Set([...ofFiles, ...ofContainers].flatMap(secretValues))];
  }
  async function environmentNow(name: ServiceName): Promise<Readonly<Record<string, string>>> {
    try {
      return (await reading.containerOf(name))?.environment ?? {};
    } catch {
      // Where it cannot be asked no line of its log comes either; those of the files are known all the same.
      return {};
    }
  }

  return { logs, stats, inspection };
}

/** What of the services' state tells of their containers' beginnings and ends. */
function containersOf({ engine, services }: DockerState): string {
  return JSON.stringify([engine.state, services.map(({ container, startedAt, busy }) => [container, startedAt, busy])]);
}
