import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { electronExecutable } from '../support/desktop-app.ts';

const checkout = join(import.meta.dirname, '../..');

/** Opens the window for a person and waits until they have closed it; the signal closes it in order. */
export async function openWindow(environment: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const flags = (process.env.PERSAG_ELECTRON_FLAGS ?? '').split(' ').filter(Boolean);
  const app = spawn(electronExecutable(), [...flags, checkout], { env: environment, stdio: 'inherit' });
  const end = () => void app.kill('SIGTERM');
  signal.addEventListener('abort', end);
  try {
    await new Promise<void>((resolve, reject) => {
      app.once('error', reject);
      app.once('exit', () => resolve());
    });
  } finally {
    signal.removeEventListener('abort', end);
  }
}
