import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EngineForTests, findEngineForTests } from '../stand-ins/engine/find-engine.ts';
import { type TestHome, writePlainHome } from '../stand-ins/homes.ts';
import { ensureStandInImage } from '../stand-ins/lightrag/build.ts';
import { type ModelServer, startModelServer } from '../stand-ins/model-server.ts';
import type { HomeUser } from '../stand-ins/users-registry.ts';
import { cleanEnvironment } from '../support/environment.ts';
import type { Narrator } from './narrator.ts';
import { nameProjects, removeContainers, removeNetworks } from './own-projects.ts';

/** Everything the demo needs around the app. */
export interface Stage {
  readonly home: TestHome;
  readonly models: ModelServer;
  /** A folder below which further homes can be. */
  readonly folder: string;
  /** The environment that leads app and command line to the home and the engine. */
  readonly environment: NodeJS.ProcessEnv;
  /** Removes the home's containers, as if it had never been started. */
  removeContainers(): Promise<void>;
  /** Removes all of it. */
  end(): Promise<void>;
}

/** What a private engine calls the stand-in's image: shorter than its own name, which changes with its content. */
const imageName = 'lightrag-stand-in:1.5.7';
/** What to do where there is no engine. */
const advice = `Start Docker (Docker Desktop, colima, OrbStack, Rancher Desktop or Podman's Docker socket) and try again,
or on Linux run the demo as root: it then starts an engine of its own.`;

/**
 * Sets the stage: an engine, the image of the LightRAG stand-in, a model server, a home of these users.
 * @param signal ends it after what is under way
 * @throws Error with what to do where there is no engine
 */
export async function setStage(
  users: readonly HomeUser[],
  { say, stage }: Narrator,
  signal: AbortSignal,
): Promise<Stage> {
  const ends: (() => Promise<void>)[] = [];
  const end = async () => {
    for (const one of ends.splice(0).reverse()) await one();
  };
  try {
    const engine = await stage('starting or finding an engine for the containers', findEngine);
    // Beside others' containers ours have names of their own; nobody else is on a private engine.
    const isPrivate = engine.kind === 'private';
    const suffix = isPrivate ? '' : `_demo_${process.pid}`;
    ends.push(async () => {
      await engine.end();
      if (suffix !== '') await removeNetworks(engine.docker, suffix);
    });
    signal.throwIfAborted();
    say(isPrivate ? '  a private one, only for this demo' : `  the one at ${engine.dockerHost}`);
    const { docker, dockerHost } = engine;
    const image = await stage('making the image of the services (a small stand-in for LightRAG)', () =>
      ensureStandInImage(docker, { names: isPrivate ? [imageName] : [], report: (line) => say(`  ${line}`) }),
    );
    signal.throwIfAborted();
    const models = await startModelServer();
    ends.push(() => models.stop());
    const folder = await mkdtemp(join(tmpdir(), 'persag-demo-'));
    ends.push(() => rm(folder, { recursive: true, force: true }));
    const modelUrl = `http://host.docker.internal:${models.port}`;
    const home = await writePlainHome(join(folder, 'home'), {
      image: isPrivate ? imageName : image.name,
      users,
      suffix,
      modelUrl,
    });
    if (suffix !== '') await nameProjects(home.folder, suffix);
    return {
      home,
      models,
      folder,
      environment: environmentOf(home, dockerHost),
      removeContainers: () => removeContainers(docker, suffix),
      end,
    };
  } catch (cause) {
    await end();
    throw cause;
  }
}

async function findEngine(): Promise<Exclude<EngineForTests, { kind: 'none' }>> {
  const found = await findEngineForTests();
  if (found.kind === 'none') throw new Error(`${found.reason}\n${advice}`);
  return found;
}

function environmentOf({ folder }: TestHome, dockerHost: string): NodeJS.ProcessEnv {
  return cleanEnvironment({ PERSAG_HOME: folder, DOCKER_HOST: dockerHost, PERSAG_SERVICE_TIMEOUT: '30' });
}
