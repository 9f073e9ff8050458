import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { electronExecutable } from '../../e2e/support/desktop-app.ts';
import { cleanEnvironment } from '../../e2e/support/environment.ts';
import type { Stage } from './stage.ts';

const root = join(import.meta.dirname, '../..');

/** An app that Electron can start: its folder and the environment it gets. */
export interface ElectronApp {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The colour of the empty window; nothing of ours has it. */
export const emptyColor = '#12ab56';

/** Our app on a home whose services run and answer, so that there is something to show. */
export async function ourApp(stage: Stage): Promise<ElectronApp> {
  const { dockerHost, startedHome } = await stage.engine();
  return { folder: root, env: cleanEnvironment({ PERSAG_HOME: await startedHome(), DOCKER_HOST: dockerHost }) };
}

/** An app with an empty window. @param answer what its bare call answers */
export async function emptyApp(stage: Stage, answer: unknown = null): Promise<ElectronApp> {
  const env = cleanEnvironment({
    EMPTY_APP_COLOR: emptyColor,
    EMPTY_APP_DATA: await stage.folder(),
    EMPTY_APP_ANSWER: JSON.stringify(answer),
  });
  return { folder: join(import.meta.dirname, 'empty-app'), env };
}

/** Starts an app and gives its process at once. @param env on top of the app's own */
export function startApp(app: ElectronApp, env: NodeJS.ProcessEnv = {}): ChildProcess {
  const options = { env: { ...app.env, ...env }, stdio: 'ignore' } as const;
  return spawn(electronExecutable(), [...electronFlags(), app.folder], options);
}

/** What Electron is started with before the app's folder. */
export function electronFlags(): string[] {
  return (process.env.PERSAG_ELECTRON_FLAGS ?? '').split(' ').filter(Boolean);
}

/** Ends an app in order and waits for it. */
export async function endApp(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
