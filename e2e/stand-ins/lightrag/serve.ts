import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../free-port.ts';

/** The stand-in as a process of this machine, without a container. */
export interface StandInProcess {
  readonly url: string;
  /** All it has printed so far. */
  output(): string;
  /** Its exit code once it has ended, null where a signal ended it. */
  readonly ended: Promise<number | null>;
  signal(name: NodeJS.Signals): void;
  /** Cuts it off and waits for its end. */
  stop(): Promise<void>;
}

/** The reason why the stand-in cannot run without a container here, or null where it can. */
export function whyNoPython(): string | null {
  const asked = spawnSync('python3', ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']);
  return asked.status === 0 ? null : 'python3 (3.8 or newer) is not installed';
}

/**
 * Starts server.py with its data below `folder`, where a `.env` is read as it would be in a container.
 * @param env on top of the process's own
 */
export async function serveStandIn(folder: string, env: NodeJS.ProcessEnv = {}): Promise<StandInProcess> {
  const port = await freePort();
  const child = spawn('python3', ['-B', join(import.meta.dirname, 'server.py')], {
    cwd: folder,
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      WORKING_DIR: join(folder, 'rag_storage'),
      INPUT_DIR: join(folder, 'inputs'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = endOf(child);
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => output,
    ended,
    signal: (name) => void child.kill(name),
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code));
  });
}
