import type Docker from 'dockerode';
import type { ServiceName } from '../../src-shared/docker.ts';
import { testLabel } from '../stand-ins/engine/find-engine.ts';
import type { Machine } from './machine.ts';

/** What a test looks at of a container. */
export interface ContainerView {
  readonly id: string;
  readonly running: boolean;
  readonly startedAt: string;
  /** Folder of the host by folder in the container. */
  readonly mounts: Readonly<Record<string, string>>;
  readonly environment: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** The containers of the test's home, as the engine knows them. */
export interface HomeContainers {
  readonly names: Readonly<Record<ServiceName, string>>;
  /** Null where there is none of that name. */
  of(service: ServiceName): Promise<ContainerView | null>;
  /** Both; fails where one is not there. */
  both(): Promise<Readonly<Record<ServiceName, ContainerView>>>;
  /** Names of all containers but the neighbour's. */
  all(): Promise<readonly string[]>;
  removeAll(): Promise<void>;
}

/** The containers with these names, on the shared engine or another. */
export function homeContainers(
  machine: Machine,
  names: Readonly<Record<ServiceName, string>>,
  docker: Docker = machine.docker,
): HomeContainers {
  // On an engine that others use, only what carries the tests' label is the tests'.
  const filters = machine.privateEngine === null ? { label: [testLabel] } : {};
  const list = async () =>
    (await docker.listContainers({ all: true, filters })).filter(
      ({ Names }) => !Names.includes(`/${machine.neighbour.name}`),
    );
  async function of(service: ServiceName): Promise<ContainerView | null> {
    try {
      return viewOf(await docker.getContainer(names[service]).inspect());
    } catch (cause) {
      if ((cause as { statusCode?: number }).statusCode === 404) return null;
      throw cause;
    }
  }
  async function existing(service: ServiceName): Promise<ContainerView> {
    const view = await of(service);
    if (view === null) throw new Error(`There is no container ${names[service]}.`);
    return view;
  }
  return {
    names,
    of,
    async both() {
      const [knowledge, memory] = await Promise.all([existing('knowledge'), existing('memory')]);
      return { knowledge, memory };
    },
    all: async () => (await list()).map(({ Names }) => Names[0]?.slice(1) ?? '').sort(),
    async removeAll() {
      await Promise.all((await list()).map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
    },
  };
}

function viewOf({ Id, State, Mounts, Config }: Docker.ContainerInspectInfo): ContainerView {
  return {
    id: Id,
    running: State.Running,
    startedAt: State.StartedAt,
    mounts: Object.fromEntries(Mounts.map(({ Source, Destination }) => [Destination, Source])),
    environment: Config.Env,
    labels: Config.Labels,
  };
}
