import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import Docker from 'dockerode';
import { startPodmanEngine } from './podman-engine.ts';
import { type PrivateEngine, startPrivateEngine } from './private-engine.ts';

/** On a machine's own engine tests touch only what carries this label. */
export const testLabel = 'app.persag.test';

/** The engine tests use, or why there is none. */
export type EngineForTests =
  | {
      readonly kind: 'private';
      readonly dockerHost: string;
      readonly docker: Docker;
      readonly engine: PrivateEngine;
      /** Ends the engine. */
      end(): Promise<void>;
    }
  | {
      readonly kind: 'shared';
      readonly dockerHost: string;
      readonly docker: Docker;
      /** Removes the containers with our label. */
      end(): Promise<void>;
    }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * As root on Linux with dockerd: a private engine. Else the engine that is reachable already. Else none, with a
 * reason that callers print.
 */
export async function findEngineForTests(): Promise<EngineForTests> {
  if (isPodmanAskedFor()) {
    const { dockerHost, docker, stop } = await startPodmanEngine();
    // What only dockerd does wrong is not tried on it: to the tests it is an engine that is not theirs to restart.
    return { kind: 'shared', dockerHost, docker, end: stop };
  }
  const without = whyNoPrivateEngine();
  if (without === null) {
    const engine = await startPrivateEngine();
    const { dockerHost, docker } = engine;
    return { kind: 'private', dockerHost, docker, engine, end: () => engine.stop() };
  }
  const reachable = await findReachableEngine();
  return reachable ?? { kind: 'none', reason: `No Docker engine answers here, and ${without}.` };
}

/** True where the tests are to run on Podman's Docker API: `npm run test:podman`. */
export function isPodmanAskedFor(): boolean {
  return process.env.PERSAG_TEST_ENGINE === 'podman';
}

/** The machine's own engine, of DOCKER_HOST or at the usual sockets; null where none answers. */
export async function findReachableEngine(): Promise<EngineForTests | null> {
  for (const dockerHost of candidates()) {
    if (await isAnswering(dockerHost)) {
      const docker = new Docker(addressOf(dockerHost));
      return { kind: 'shared', dockerHost, docker, end: () => removeLabelled(docker) };
    }
  }
  return null;
}

/** The reason why no private engine can be started here, or null where one can. */
export function whyNoPrivateEngine(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a private engine needs Linux and root';
  const missing = ['dockerd', 'ip'].filter((program) => !isInstalled(program));
  return missing.length === 0 ? null : `${missing.join(' and ')} cannot be found`;
}

function isInstalled(program: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, program)));
}

function candidates(): string[] {
  const { DOCKER_HOST, XDG_RUNTIME_DIR, HOME } = process.env;
  if (DOCKER_HOST !== undefined && DOCKER_HOST !== '') return [DOCKER_HOST];
  const paths = ['/var/run/docker.sock'];
  if (XDG_RUNTIME_DIR !== undefined) paths.push(join(XDG_RUNTIME_DIR, 'docker.sock'));
  if (HOME !== undefined) paths.push(join(HOME, '.docker/run/docker.sock'), join(HOME, '.docker/desktop/docker.sock'));
  return paths.filter((path) => existsSync(path)).map((path) => `unix://${path}`);
}

function addressOf(dockerHost: string): Docker.DockerOptions {
  const { protocol, hostname, port, pathname } = new URL(dockerHost);
  if (protocol === 'unix:') return { socketPath: pathname };
  return { protocol: 'http', host: hostname, port: port === '' ? 2375 : Number(port) };
}

async function isAnswering(dockerHost: string): Promise<boolean> {
  try {
    await new Docker({ ...addressOf(dockerHost), timeout: 2000 }).ping();
    return true;
  } catch {
    return false;
  }
}

async function removeLabelled(docker: Docker): Promise<void> {
  const containers = await docker.listContainers({ all: true, filters: { label: [testLabel] } });
  await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
}
