import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { waitFor } from '../stand-ins/wait-for.ts';

/** A program that has nothing to do with the app and listens on a port. */
export interface PortHolder {
  readonly pid: number;
  end(): Promise<void>;
}

/** Lets python3 serve an empty page on a port of 127.0.0.1. */
export async function holdPort(port: number, folder: string): Promise<PortHolder> {
  const args = ['-m', 'http.server', String(port), '--bind', '127.0.0.1'];
  const child = spawn('python3', args, { cwd: folder, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await waitFor(`python3 to listen on ${port}`, 10_000, () => isOpen(port));
  return {
    pid: child.pid ?? 0,
    async end() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
