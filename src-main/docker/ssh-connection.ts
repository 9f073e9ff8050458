import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { Agent } from 'node:http';
import { Duplex, type Readable, type Writable } from 'node:stream';
import { Fault } from '../../src-shared/errors.ts';
import type { SshTarget } from './endpoint-address.ts';

/** Seconds that ssh may take to reach the host. */
const connectLimit = 10;
/** More of what ssh says than this many characters is not kept. */
const longestWords = 2000;
/** Connections to one host at a time: the event stream, a wait, and what is asked beside them. */
const mostConnections = 8;

/**
 * An HTTP agent whose connections are `ssh HOST docker system dial-stdio`, which is how the docker command reaches an
 * engine by ssh: with the person's own keys, agent, configuration and known hosts, and never with a question. The ssh
 * client that came with the Docker client would take any host for the right one.
 * @param env of the processes; PATH says which ssh
 * Its connections fail with the fault `docker/ssh-failed`.
 */
export function sshAgent(target: SshTarget, env: Readonly<Record<string, string | undefined>>): Agent {
  const agent = new Agent({ keepAlive: true, maxSockets: mostConnections });
  agent.createConnection = () => openSsh(target, env);
  return agent;
}

/** The words ssh is started with, behind its name. */
export function sshWords({ host, user, port, socketPath }: SshTarget): readonly string[] {
  const docker = socketPath === null ? ['docker'] : ['docker', '--host', quoted(`unix://${socketPath}`)];
  return [
    ...['-T', '-o', 'BatchMode=yes', '-o', `ConnectTimeout=${connectLimit}`, '-o', 'ServerAliveInterval=15'],
    ...(user === null ? [] : ['-l', user]),
    ...(port === null ? [] : ['-p', String(port)]),
    ...['--', host, ...docker, 'system', 'dial-stdio'],
  ];
}

/** The shell at the other end reads it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function openSsh(target: SshTarget, env: Readonly<Record<string, string | undefined>>): Duplex {
  const child = spawn('ssh', sshWords(target), { env: { ...env }, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
  return new SshSocket(child, target.host);
}

/** The process's standard input and output as one connection, with what an HTTP agent expects of a socket. */
class SshSocket extends Duplex {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;

  constructor(child: ChildProcessByStdio<Writable, Readable, Readable>, host: string) {
    super();
    this.#child = child;
    let words = '';
    let hasHeard = false;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-longestWords);
    });
    child.stdout.on('data', (bytes: Buffer) => {
      hasHeard = true;
      if (!this.push(bytes)) child.stdout.pause();
    });
    child.once('error', (cause) => this.destroy(notStarted(cause)));
    // A pipe that breaks is told by the process's end, which also says why.
    child.stdin.on('error', () => undefined);
    child.stdout.on('error', () => undefined);
    // 'close' and not 'exit': all that was said has been read by then.
    child.once('close', (code) => {
      if (hasHeard) this.push(null);
      else this.destroy(refused(host, words, code));
    });
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (cause?: Error | null) => void): void {
    this.#child.stdin.write(bytes, () => done());
  }

  override _final(done: (cause?: Error | null) => void): void {
    this.#child.stdin.end(() => done());
  }

  override _destroy(cause: Error | null, done: (cause?: Error | null) => void): void {
    this.#child.kill();
    done(cause);
  }

  // A process has neither of these; the agent asks for them all the same.
  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}

function notStarted(cause: Error): Fault {
  const isMissing = 'code' in cause && cause.code === 'ENOENT';
  const message = isMissing
    ? 'There is no program `ssh` on this computer.'
    : `ssh could not be started: ${cause.message}.`;
  return new Fault('docker/ssh-failed', message, {
    cause,
    ...(isMissing ? { hint: 'Install OpenSSH, or reach the engine in another way.' } : {}),
  });
}

function refused(host: string, words: string, code: number | null): Fault {
  const lines = words.split('\n').map((line) => line.trim());
  const last = lines.findLast((line) => line !== '') ?? `it ended with ${code === null ? 'a signal' : `code ${code}`}`;
  return new Fault('docker/ssh-failed', `The engine on ${host} cannot be reached by ssh: ${last}`, {
    details: lines.filter((line) => line !== ''),
  });
}
