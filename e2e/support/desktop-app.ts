import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright/test';
import { OverviewPage } from '../pages/overview-page.ts';
import { Sidebar } from '../pages/sidebar.ts';
import { UsersPage } from '../pages/users-page.ts';
import { waitFor } from '../stand-ins/wait-for.ts';
import { type KnownProcess, processTree, stillRunning } from './processes.ts';

const checkout = join(import.meta.dirname, '../..');

/** The app with its window. */
export interface DesktopApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly overview: OverviewPage;
  readonly sidebar: Sidebar;
  readonly users: UsersPage;
  /** What must not happen in any test: refused content, errors on the console of the page, faults the app does not know. */
  problems(): readonly string[];
  /** All that the app has printed. */
  output(): string;
  /** All its processes as of now; none where there is no /proc to see them in. */
  processes(): readonly KnownProcess[];
  /** Ends it in order, as its menu does, and waits for its processes; fine where it has ended. */
  quit(): Promise<void>;
}

/** How to start the app. */
export interface LaunchOptions {
  /** In place of the Electron that the tests were given, such as a script that starts it with fewer rights. */
  readonly executable?: string;
  /** Milliseconds within which its window has to be there. */
  readonly limit?: number;
}

/** Starts the built app and waits for its window's page. */
export async function launchDesktopApp(env: NodeJS.ProcessEnv, options: LaunchOptions = {}): Promise<DesktopApp> {
  const { limit = 30_000 } = options;
  const executablePath = options.executable ?? electronExecutable();
  const flags = (process.env.PERSAG_ELECTRON_FLAGS ?? '').split(' ').filter(Boolean);
  const electron = await _electron.launch({
    executablePath,
    args: [...flags, checkout],
    cwd: checkout,
    env: definedOf(env),
    timeout: limit,
  });
  const listening = listen(electron);
  const page = await electron.firstWindow({ timeout: limit });
  const main = electron.process();
  const root = main.pid ?? 0;
  return {
    electron,
    page,
    overview: new OverviewPage(page),
    sidebar: new Sidebar(page),
    users: new UsersPage(page),
    output: listening.output,
    problems: () => listening.problems(page),
    processes: () => processTree(root),
    async quit() {
      const running = processTree(root);
      if (main.exitCode === null && main.signalCode === null) await electron.close();
      await waitFor('all processes of the app to end', 20_000, () => stillRunning(running).length === 0);
    },
  };
}

/** The Electron that the runner of the tests has found. */
export function electronExecutable(): string {
  const path = process.env.PERSAG_ELECTRON;
  if (path === undefined) throw new Error('PERSAG_ELECTRON is not set: start these tests with `npm test -- --e2e`.');
  return path;
}

function listen(electron: ElectronApplication): { output(): string; problems(page: Page): readonly string[] } {
  // Heard from the beginning, before it is known which page is the window's.
  const problems: { readonly page: Page | null; readonly text: string }[] = [];
  let output = '';
  const context = electron.context();
  context.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return;
    problems.push({ page: message.page(), text: `${message.type()}: ${message.text()}` });
  });
  context.on('weberror', (event) => {
    const { stack, message } = event.error();
    problems.push({ page: event.page(), text: `page error: ${stack ?? message}` });
  });
  const { stdout, stderr } = electron.process();
  for (const stream of [stdout, stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return {
    output: () => output,
    problems(page) {
      const onPage = problems.filter((problem) => problem.page === null || problem.page === page);
      // An incident is a fault that has no code: the app says so to the person, and a test must not overlook it.
      const incidents = output.split('\n').filter((line) => /\berror incident\b|Unhandled/.test(line));
      return [...onPage.map(({ text }) => text), ...incidents];
    },
  };
}

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
