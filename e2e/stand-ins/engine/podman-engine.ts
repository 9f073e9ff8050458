import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import { run } from '../run.ts';
import { waitFor } from '../wait-for.ts';

/** Podman's Docker API, with containers and images of its own. */
export interface PodmanEngine {
  readonly dockerHost: string;
  readonly docker: Docker;
  /** Removes all its containers, ends it and takes away what it left. */
  stop(): Promise<void>;
}

/** Containers start and publish ports on a machine without systemd only with these (runc, and limits that may be set there). */
const containersConf = `[engine]
runtime="runc"
cgroup_manager="cgroupfs"
events_logger="file"
[containers]
default_ulimits=["nofile=1024:1024","nproc=4096:4096"]
`;

/** Starts Podman's service (4.3 or newer; Linux, root) in a folder of its own. */
export async function startPodmanEngine(): Promise<PodmanEngine> {
  // Short: a socket's path may have 107 characters at most.
  const folder = await mkdtemp('/tmp/persag-podman-');
  const at = (name: string) => join(folder, name);
  await mkdir(at('cni'));
  await writeFile(at('containers.conf'), `${containersConf}[network]\nnetwork_config_dir="${at('cni')}"\n`);
  const environment = { ...process.env, CONTAINERS_CONF: at('containers.conf'), TMPDIR: folder };
  const own = ['--root', at('root'), '--runroot', at('run'), '--tmpdir', at('tmp')];
  const log = openSync(at('log'), 'a');
  const address = `unix://${at('podman.sock')}`;
  const service = spawn('podman', [...own, 'system', 'service', '--time=0', address], {
    stdio: ['ignore', log, log],
    env: environment,
  });
  closeSync(log);
  const end = () => service.kill('SIGTERM');
  process.once('exit', end);
  const docker = new Docker({ socketPath: at('podman.sock') });
  try {
    await waitFor('Podman to answer', 20_000, async () => (await docker.ping()) !== undefined);
  } catch (cause) {
    const said = await readFile(at('log'), 'utf8');
    await endService(service);
    throw new Error(`Podman did not start. Its last words:\n${said.slice(-2000)}`, { cause });
  }
  return {
    dockerHost: address,
    docker,
    async stop() {
      process.off('exit', end);
      await run('podman', [...own, 'rm', '--all', '--force', '--time', '0'], { env: environment });
      await run('podman', [...own, 'network', 'prune', '--force'], { env: environment });
      await endService(service);
      await run('podman', [...own, 'system', 'reset', '--force'], { env: environment }).catch(() => '');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function endService(service: ChildProcess): Promise<void> {
  if (service.exitCode !== null || service.signalCode !== null) return;
  const ended = once(service, 'exit');
  service.kill('SIGTERM');
  const late = setTimeout(() => service.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(late);
}
