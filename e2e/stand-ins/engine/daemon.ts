import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { waitFor } from '../wait-for.ts';
import { signal, startTicks } from './processes.ts';
import type { Slot } from './slots.ts';

/** Starts dockerd in a place, with nothing in common with other engines. @param more further words for it */
export function spawnDaemon(slot: Slot, more: readonly string[] = []): ChildProcess {
  const at = (name: string) => join(slot.folder, name);
  const log = openSync(at('log'), 'a');
  const args = [
    ...['--host', `unix://${at('docker.sock')}`, '--config-file', at('daemon.json'), '--pidfile', at('pid')],
    ...['--data-root', at('data'), '--exec-root', at('exec')],
    ...['--containerd-namespace', slot.bridge, '--containerd-plugins-namespace', `${slot.bridge}-plugins`],
    ...['--bridge', slot.bridge, '--default-address-pool', `base=${slot.pool},size=26`],
    // Engines would delete each other's chains.
    ...['--iptables=false', '--ip-masq=false', '--ip-forward=false'],
    // Without it a machine with systemd makes the containers' groups under system.slice.
    ...['--exec-opt', 'native.cgroupdriver=cgroupfs'],
    ...more,
  ];
  const daemon = spawn('dockerd', args, { stdio: ['ignore', log, log], env: environment() });
  closeSync(log);
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

/**
 * Waits until a daemon answers.
 * @param limit milliseconds
 * @throws Error with the end of its log, where it ends instead or is too slow
 */
export async function untilAnswering(slot: Slot, daemon: ChildProcess, docker: Docker, limit: number): Promise<void> {
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

/** Ends a daemon and waits for it: by itself with its containers, or cut off. */
export async function endDaemon(daemon: ChildProcess, kill: boolean): Promise<void> {
  if (hasEnded(daemon)) return;
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

/** containerd dies with dockerd; where nobody takes note of its death, dockerd would take its number for a sign of life. */
export async function endContainerd(slot: Slot): Promise<void> {
  const path = join(slot.folder, 'exec/containerd/containerd.pid');
  const pid = Number(await readFile(path, 'utf8').catch(() => ''));
  if (pid > 0) {
    await waitFor('containerd to end', 10_000, () => {
      if (startTicks(pid) !== null) signal(pid, 'SIGKILL');
      return startTicks(pid) === null;
    });
  }
  await rm(path, { force: true });
}

/** True where a daemon runs no longer. */
export function hasEnded(daemon: ChildProcess): boolean {
  return daemon.exitCode !== null || daemon.signalCode !== null;
}

/** Sends a daemon a signal. */
export function tell(daemon: ChildProcess, name: NodeJS.Signals): void {
  if (daemon.pid !== undefined) signal(daemon.pid, name);
}
