import type { ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Docker from 'dockerode';
import { run } from '../run.ts';
import { waitFor } from '../wait-for.ts';
import { clearAway } from './clear-away.ts';
import { endContainerd, endDaemon, hasEnded, spawnDaemon, tell, untilAnswering } from './daemon.ts';
import { isStopped } from './processes.ts';
import { giveBack, takeSlot } from './slots.ts';

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
  /** It hangs from then on: connections are taken, nothing is answered. */
  freeze(): Promise<void>;
  /** Ends `freeze`. */
  thaw(): void;
  /**
   * Ends the engine and its containers, and keeps its data. `kill` cuts it off: containers run on, without their
   * ports, until it is back and stops them.
   */
  halt(options?: { kill?: boolean }): Promise<void>;
  /** Starts it again after `halt`; it then starts the containers whose restart policy says so. */
  resume(): Promise<void>;
  /** Ends it with all its containers and takes away what it left; a second call does nothing. */
  stop(): Promise<void>;
}

/** Options of `startPrivateEngine`. */
export interface PrivateEngineOptions {
  /** Milliseconds within which it has to answer; 30 s where not given. */
  readonly limit?: number;
  /** Further words for dockerd, such as another address to listen at. */
  readonly more?: readonly string[];
}

/** In place of the machine's own settings: a layer that cannot be had is told at once, and not after a minute of attempts. */
const settings = '{ "max-download-attempts": 1 }\n';

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
    daemon = spawnDaemon(slot, options.more);
    await untilAnswering(slot, daemon, docker, limit);
  }
  async function halt({ kill = false } = {}): Promise<void> {
    if (daemon !== null) await endDaemon(daemon, kill);
    daemon = null;
    if (kill) await endContainerd(slot);
  }

  const begin = performance.now();
  try {
    // A start that was killed may have left a bridge in a place that nobody has.
    await clearAway(slot);
    await writeFile(join(slot.folder, 'daemon.json'), settings);
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
    async freeze() {
      if (daemon?.pid === undefined) return;
      const { pid } = daemon;
      tell(daemon, 'SIGSTOP');
      await waitFor('the engine to stand still', 5000, () => isStopped(pid));
    },
    thaw: () => daemon !== null && tell(daemon, 'SIGCONT'),
    halt,
    resume: start,
    stop() {
      stopping ??= (async () => {
        if (daemon !== null && !hasEnded(daemon)) {
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

/** All containers, so that the engine need not wait for each to end by itself. */
async function removeContainers(docker: Docker): Promise<void> {
  const containers = await docker.listContainers({ all: true }).catch(() => []);
  await Promise.all(
    containers.map(({ Id }) =>
      docker
        .getContainer(Id)
        .remove({ force: true, v: true })
        .catch(() => undefined),
    ),
  );
}
