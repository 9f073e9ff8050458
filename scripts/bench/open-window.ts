import { join } from 'node:path';
import { _electron, type Page } from 'playwright';
import { electronExecutable } from '../../e2e/support/desktop-app.ts';
import { cleanEnvironment } from '../../e2e/support/environment.ts';
import { electronFlags } from './apps.ts';

const checkout = join(import.meta.dirname, '../..');

/** The app on a home, with its window. */
export interface OpenWindow {
  readonly page: Page;
  end(): Promise<void>;
}

/** Opens the app on a home and an engine. @param flags on top of those that Electron needs on this machine */
export async function openWindow(home: string, dockerHost: string, flags: readonly string[] = []): Promise<OpenWindow> {
  const env = cleanEnvironment({ PERSAG_HOME: home, DOCKER_HOST: dockerHost });
  const app = await _electron.launch({
    executablePath: electronExecutable(),
    args: [...electronFlags(), ...flags, checkout],
    env: Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  });
  return { page: await app.firstWindow(), end: () => app.close() };
}
