import { type ChildProcess, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import { run } from '../run.ts';
import { waitFor } from '../wait-for.ts';
import { clearAway } from './clear-away.ts';
import { signal } from './processes.ts';
import { giveBack, type Slot, takeSlot } from './slots.ts';

/** A Docker engine of our own, beside any other on this machine. */
export interface PrivateEngine {
  readonly socketPath: string;
  /** The same as `unix://...`, for DOCKER_HOST. */
  readonly dockerHost: string;
  /** Holds all of it; `log` is what the engine says. */
  readonly folder: string;
  /** The address at which containers on its default bridge find the host. */
  readonly gateway: string;
  /** A client of it. */
  readonly docker: Docker;
  /** Milliseconds from the start to the first answer. */
  readonly startedIn: number;
  /** It hangs from now on: connections are taken, nothing is answered. */
  freeze(): void;
  /** Ends `freeze`. */
  thaw(): void;
  /** Ends the engine and keeps its data; `kill` cuts it off, its containers then run on without it. */
  halt(options?: { kill?: boolean }): Promise<void>;
  /** Starts it again after `halt`. */
  resume(): Promise<void>;
  /** Ends it with all its containers and takes away what it left; a second call does nothing. */
  stop(): Promise<void>;
}

/** Options of `startPrivateEngine`. */
export interface PrivateEngineOptions {
  /** Milliseconds within which it has to answer; 30 s where not given. */
  readonly limit?: number;
}

/**
 * Starts a private engine (Linux, root, dockerd installed). Several can run beside one another and beside the
 * system's: socket, data, bridge, addresses and containerd namespace are its own, and iptables is left alone, so
 * that published ports go through docker-proxy and containers reach the host but nothing farther.
 * What engines of processes that were killed left behind is cleared away first.
 */
export async function startPrivateEngine(options: PrivateEngineOptions = {}): Promise<PrivateEngine> {
  const limit = options.limit ?? 30_000;
  const slot = await takeSlot();
  const socketPath = join(slot.folder, 'docker.sock');
  const docker = new Docker({ socketPath });
  let daemon: ChildProcess | null = null;

  async function start(): Promise<void> {
    daemon = spawnDaemon(slot);
    await untilAnswering(slot, daemon, docker, limit);
  }
  async function halt({ kill = false } = {}): Promise<void> {
    if (daemon !== null) await endDaemon(daemon, kill);
    daemon = null;
  }

  const begin = performance.now();
  try {
    // In place of the machine's own settings.
    await writeFile(join(slot.folder, 'daemon.json'), '{}\n');
    await run('ip', ['link', 'add', slot.bridge, 'type', 'bridge']);
    await run('ip', ['address', 'add', `${slot.gateway}/24`, 'dev', slot.bridge]);
    await start();
  } catch (cause) {
    await clearAway(slot);
    await giveBack(slot);
    throw cause;
  }
  let stopping: Promise<void> | null = null;
  return {
    socketPath,
    dockerHost: `unix://${socketPath}`,
    folder: slot.folder,
    gateway: slot.gateway,
    docker,
    startedIn: Math.round(performance.now() - begin),
    freeze: () => daemon !== null && tell(daemon, 'SIGSTOP'),
    thaw: () => daemon !== null && tell(daemon, 'SIGCONT'),
    halt,
    resume: start,
    stop() {
      stopping ??= (async () => {
        if (daemon !== null) {
          tell(daemon, 'SIGCONT');
          await removeContainers(docker);
        }
        await halt();
        await clearAway(slot);
        await giveBack(slot);
      })();
      return stopping;
    },
  };
}

function spawnDaemon(slot: Slot): ChildProcess {
  const at = (name: string) => join(slot.folder, name);
  const log = openSync(at('log'), 'a');
  const args = [
    ...['--host', `unix://${at('docker.sock')}`],
    ...[
      '--data-root',
      at('data'),
      '--exec-root',
      at('exec'),
      '--pidfile',
      at('pid'),
      '--config-file',
      at('daemon.json'),
    ],
    ...['--containerd-namespace', slot.bridge, '--containerd-plugins-namespace', `${slot.bridge}-plugins`],
    ...['--bridge', slot.bridge, '--default-address-pool', `base=${slot.pool},size=26`],
    // Engines would delete each other's chains.
    ...['--iptables=false', '--ip-masq=false', '--ip-forward=false'],
    // Without it a machine with systemd makes the containers' groups under system.slice.
    ...['--exec-opt', 'native.cgroupdriver=cgroupfs'],
  ];
  const daemon = spawn('dockerd', args, { stdio: ['ignore', log, log], env: environment() });
  // So that a test run that breaks off takes its engine along; the folder is cleared away by the next start.
  const end = () => daemon.kill('SIGTERM');
  process.once('exit', end);
  daemon.once('exit', () => process.off('exit', end));
  return daemon;
}

/** dockerd needs the programs beside it, which are not on every PATH, and none of a client's settings. */
function environment(): NodeJS.ProcessEnv {
  const { DOCKER_HOST, ...rest } = process.env;
  return { ...rest, PATH: `${process.env.PATH ?? ''}:/usr/local/sbin:/usr/sbin:/sbin` };
}

async function untilAnswering(slot: Slot, daemon: ChildProcess, docker: Docker, limit: number): Promise<void> {
  let gone = '';
  daemon.once('error', (cause) => {
    gone = cause.message;
  });
  daemon.once('exit', (code) => {
    gone = `dockerd ended with code ${code}`;
  });
  try {
    await waitFor('dockerd to answer', limit, async () => gone !== '' || (await docker.ping()) !== undefined);
    if (gone !== '') throw new Error(gone);
  } catch (cause) {
    const log = await readFile(join(slot.folder, 'log'), 'utf8');
    throw new Error(`The private engine did not start. Its last words:\n${log.split('\n').slice(-12).join('\n')}`, {
      cause,
    });
  }
}

async function endDaemon(daemon: ChildProcess, kill: boolean): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => daemon.once('exit', () => resolve()));
  if (kill) {
    daemon.kill('SIGKILL');
  } else {
    tell(daemon, 'SIGCONT');
    daemon.kill('SIGTERM');
    // Beyond its own 15 s for containers that do not listen.
    const late = setTimeout(() => daemon.kill('SIGKILL'), 25_000);
    await ended;
    clearTimeout(late);
  }
  await ended;
}

function tell(daemon: ChildProcess, name: NodeJS.Signals): void {
  if (daemon.pid !== undefined) signal(daemon.pid, name);
}

/** All containers, so that the engine need not wait for each to end by itself. */
async function removeContainers(docker: Docker): Promise<void> {
  const containers = await docker.listContainers({ all: true });
  await Promise.all(
    containers.map(({ Id }) =>
      docker
        .getContainer(Id)
        .remove({ force: true, v: true })
        .catch(() => undefined),
    ),
  );
}
