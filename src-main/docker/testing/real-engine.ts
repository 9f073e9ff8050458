import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { findEngineForTests, testLabel } from '../../../e2e/stand-ins/engine/find-engine.ts';
import type { PrivateEngine } from '../../../e2e/stand-ins/engine/private-engine.ts';
import { freePort } from '../../../e2e/stand-ins/free-port.ts';
import { ensureStandInImage } from '../../../e2e/stand-ins/lightrag/build.ts';
import { type ServiceName, serviceNames } from '../../../src-shared/docker.ts';
import type { ComposeService } from '../../formats/compose-service.ts';
import { createDocker, type DockerFeature } from '../index.ts';
import type { ServiceFiles } from '../service-files.ts';
import { sampleCompose } from './samples.ts';

/** A real engine with the stand-in's image. */
export interface RealEngine {
  readonly docker: Docker;
  readonly dockerHost: string;
  readonly image: string;
  /** Null on a machine whose own engine is used. */
  readonly own: PrivateEngine | null;
  end(): Promise<void>;
}

/** Finds an engine for tests; null, with a line that says why, where there is none. */
export async function startRealEngine(): Promise<RealEngine | null> {
  const found = await findEngineForTests();
  if (found.kind === 'none') {
    process.stdout.write(`Nothing is tested on real containers here: ${found.reason}\n`);
    return null;
  }
  const { docker, dockerHost, end } = found;
  try {
    const { name: image } = await ensureStandInImage(docker);
    return { docker, dockerHost, image, own: found.kind === 'private' ? found.engine : null, end };
  } catch (cause) {
    await end();
    throw cause;
  }
}

/** Both services in a folder of their own, and the feature on them. */
export interface Stage {
  readonly root: string;
  readonly feature: DockerFeature;
  readonly ports: Readonly<Record<ServiceName, number>>;
  readonly names: Readonly<Record<ServiceName, string>>;
  /** Who is current; the files follow. */
  user: string;
  /** Changes what the compose file of a service says. */
  readonly change: Partial<Record<ServiceName, Partial<ComposeService>>>;
  files(user?: string): Promise<readonly ServiceFiles[]>;
  /** A second feature on the same home, as another process has. */
  another(): DockerFeature;
  /** Id and state of every container of this stage, by name. */
  containers(): Promise<Record<string, { id: string; state: string }>>;
  end(): Promise<void>;
}

let stages = 0;

/** Makes a stage on an engine. @param now what the clock on the wall says */
export async function createStage(
  engine: RealEngine,
  serviceLimitMs = 20_000,
  now: () => Date = () => new Date(),
): Promise<Stage> {
  const root = await mkdtemp(join(tmpdir(), 'persag-stage-'));
  stages += 1;
  const prefix = `persag-test-${process.pid}-${stages}`;
  const ports = { knowledge: await freePort(), memory: await freePort() };
  const names = { knowledge: `${prefix}-knowledge`, memory: `${prefix}-memory` };
  const features: DockerFeature[] = [];

  const another = () => {
    const feature = createDocker({
      services: () => stage.files(),
      currentUserId: async () => stage.user,
      surroundings: {
        env: { DOCKER_HOST: engine.dockerHost },
        homeFolder: root,
        platform: process.platform,
        version: '0',
      },
      clock: { now, tick: () => performance.now() },
      log: { info() {}, warn() {}, error: (message, cause) => process.stderr.write(`${message} ${cause}\n`) },
      serviceLimitMs,
    });
    features.push(feature);
    return feature;
  };

  const own = async () => {
    const all = await engine.docker.listContainers({ all: true });
    return all.filter((one) => one.Names.some((name) => name.slice(1).startsWith(prefix)));
  };

  const stage: Stage = {
    ...{ root, ports, names, user: 'paula', change: {}, another },
    feature: another(),
    files: (user = stage.user) =>
      Promise.all(serviceNames.map((name) => filesOf({ stage, name, user, image: engine.image, project: prefix }))),
    async containers() {
      const entries = (await own()).map((one) => [one.Names[0]?.slice(1) ?? '', { id: one.Id, state: one.State }]);
      return Object.fromEntries(entries);
    },
    async end() {
      await Promise.all(features.map((feature) => feature.end()));
      await Promise.all((await own()).map(({ Id }) => engine.docker.getContainer(Id).remove({ force: true, v: true })));
      for (const network of await engine.docker.listNetworks()) {
        if (network.Name.startsWith(prefix)) await engine.docker.getNetwork(network.Id).remove();
      }
      await rm(root, { recursive: true, force: true });
    },
  };
  return stage;
}

interface FilesOf {
  readonly stage: Stage;
  readonly name: ServiceName;
  readonly user: string;
  readonly image: string;
  readonly project: string;
}

async function filesOf({ stage, name, user, image, project }: FilesOf): Promise<ServiceFiles> {
  const prefix = name === 'knowledge' ? '' : 'memory_';
  const data = join(stage.root, 'agno', user);
  const binds = ['rag_storage', 'inputs'].map((folder) => ({
    source: join(data, `${prefix}${folder}`),
    target: `/app/data/${folder}`,
    readOnly: false,
  }));
  await Promise.all(binds.map(({ source }) => mkdir(source, { recursive: true })));
  const folder = join(stage.root, name);
  await mkdir(folder, { recursive: true });
  const compose = sampleCompose({
    project: `${project}-${name}`,
    containerName: stage.names[name],
    image,
    environment: { USER_ID: user },
    ports: [{ address: '127.0.0.1', host: stage.ports[name], container: 9621, protocol: 'tcp' }],
    binds,
    extraHosts: [],
    cpus: null,
    memory: null,
    labels: { [testLabel]: 'docker feature' },
    ...stage.change[name],
  });
  return { name, folder, composeFile: join(folder, 'docker-compose.yml'), compose, envUser: user };
}
