import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';
import { run } from '../run.ts';
import { waitFor } from '../wait-for.ts';

const program = '/usr/sbin/sshd';

/** An SSH server on this computer's loopback, with keys of its own, where `docker` leads to one engine. */
export interface SshServer {
  /** As DOCKER_HOST has it. */
  readonly dockerHost: string;
  /** An environment whose `ssh` has the key for it and knows the host; nobody's own settings are touched. */
  readonly env: NodeJS.ProcessEnv;
  /** Lets the client forget the host, as before a first visit. */
  forgetHost(): Promise<void>;
  /** Processes of connections that are open now. */
  connections(): Promise<number>;
  end(): Promise<void>;
}

/** Why no SSH server can be started here, null where one can. */
export function whyNoSshServer(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'an SSH server of its own needs Linux and root';
  return existsSync(program) ? null : `${program} (openssh-server) is not installed`;
}

/** Starts an SSH server whose sessions have DOCKER_HOST set to an engine. */
export async function startSshServer(engineHost: string): Promise<SshServer> {
  const folder = await mkdtemp(join(tmpdir(), 'persag-sshd-'));
  const at = (name: string) => join(folder, name);
  const port = await freePort();
  for (const key of ['host', 'client']) {
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'persag test', '-f', at(key)]);
  }
  await run('cp', [at('client.pub'), at('authorized')]);
  await mkdir('/run/sshd', { recursive: true });
  await writeFile(at('sshd_config'), serverSettings({ port, at, engineHost }));
  const server = spawn(program, ['-D', '-e', '-f', at('sshd_config')], { stdio: 'ignore' });
  await writeFile(at('ssh_config'), clientSettings(at));
  await mkdir(at('bin'));
  await writeFile(at('bin/ssh'), `#!/bin/sh\nexec /usr/bin/ssh -F ${at('ssh_config')} "$@"\n`);
  await chmod(at('bin/ssh'), 0o755);
  await waitFor('sshd to listen', 10_000, () => listens(port));
  const known = (await run('ssh-keyscan', ['-p', String(port), '-t', 'ed25519', '127.0.0.1'])).trim();
  await appendFile(at('known_hosts'), `${known}\n`);
  return {
    dockerHost: `ssh://${userInfo().username}@127.0.0.1:${port}`,
    env: { ...process.env, PATH: `${at('bin')}:${process.env.PATH ?? ''}` },
    forgetHost: () => writeFile(at('known_hosts'), ''),
    connections: async () => countOf(await run('ps', ['-eo', 'args']), `/usr/bin/ssh -F ${at('ssh_config')}`),
    async end() {
      await ended(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function serverSettings(given: { port: number; at(name: string): string; engineHost: string }): string {
  const { port, at, engineHost } = given;
  return [
    ...[`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${at('host')}`, 'PidFile none', 'UsePAM no'],
    ...[`AuthorizedKeysFile ${at('authorized')}`, 'StrictModes no', 'PasswordAuthentication no'],
    ...['KbdInteractiveAuthentication no', 'PermitRootLogin prohibit-password', 'MaxStartups 100'],
    `SetEnv DOCKER_HOST=${engineHost} PATH=${process.env.PATH ?? '/usr/bin'}`,
    '',
  ].join('\n');
}

function clientSettings(at: (name: string) => string): string {
  const lines = [`IdentityFile ${at('client')}`, 'IdentitiesOnly yes', `UserKnownHostsFile ${at('known_hosts')}`];
  return [...lines, 'GlobalKnownHostsFile /dev/null', 'StrictHostKeyChecking yes', ''].join('\n');
}

function countOf(lines: string, beginning: string): number {
  return lines.split('\n').filter((line) => line.startsWith(beginning)).length;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(socket.destroy() !== null));
    socket.once('error', () => resolve(false));
  });
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await gone;
}
