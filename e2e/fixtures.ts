import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test as base, type TestInfo } from 'playwright/test';
import type { ServiceName } from '../src-shared/docker.ts';
import type { PrivateEngine } from './stand-ins/engine/private-engine.ts';
import { freePort } from './stand-ins/free-port.ts';
import { type TestHome, writePlainHome, writeUpstreamHome } from './stand-ins/homes.ts';
import { run } from './stand-ins/run.ts';
import { type CommandOptions, type CommandResult, runCommandLine } from './support/command-line.ts';
import { type HomeContainers, homeContainers } from './support/containers.ts';
import { type DesktopApp, type LaunchOptions, launchDesktopApp } from './support/desktop-app.ts';
import { cleanEnvironment } from './support/environment.ts';
import { serviceFolders } from './support/home-files.ts';
import { type Machine, startMachine } from './support/machine.ts';

/** Runs `persag` on the test's home. */
export type RunCommand = (args: readonly string[], options?: CommandOptions) => Promise<CommandResult>;
/** Starts the app on the test's home. */
export type Launch = (options?: LaunchOptions & { readonly env?: NodeJS.ProcessEnv }) => Promise<DesktopApp>;

/** What a test is given. */
interface TestFixtures {
  /**
   * `plain`: as the seed makes it, of Anna (current) and Ben; `upstream`: upstream's own files, of Charlie (current) and
   * Paula.Smith; `none`: there is no home yet.
   */
  readonly homeShape: 'plain' | 'upstream' | 'none';
  /** True where a test ends the engine itself, which restarts everybody's containers. */
  readonly restartsEngine: boolean;
  /** The engine, the model server and the neighbour that all tests share. */
  readonly machine: Machine;
  /** The engine where it is the tests' own; a test that needs that is skipped where it is not. */
  readonly privateEngine: PrivateEngine;
  /** The engine's socket; a test that needs one is skipped where the engine has another address. */
  readonly engineSocket: string;
  /** A folder of the test's own. */
  readonly folder: string;
  readonly home: TestHome;
  /** The environment of whatever the test starts on its home. */
  readonly environment: NodeJS.ProcessEnv;
  /** The containers of the home; removed after the test. */
  readonly containers: HomeContainers;
  /** The same, both started for the current user. */
  readonly services: HomeContainers;
  readonly cli: RunCommand;
  /** Runs docker-compose in the folder of a service, as that user; the test is skipped where there is none. */
  readonly dockerCompose: (service: ServiceName, user: string, ...args: readonly string[]) => Promise<string>;
  /** Every app a test starts is ended after it, and must have had no problems. */
  readonly launch: Launch;
  /** The app on the test's home. */
  readonly desktop: DesktopApp;
  /** Nothing that is not the app's is changed by a test. */
  readonly neighbourUntouched: undefined;
}

interface WorkerFixtures {
  /** The machine, or the reason why there is none here. */
  readonly shared: Machine | string;
}

/** Playwright's test with a machine, a home on it, the command line and the app. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  homeShape: ['plain', { option: true }],
  restartsEngine: [false, { option: true }],
  shared: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      const shared = await startMachine();
      if (typeof shared === 'string') console.log(`No tests with containers here: ${shared}`);
      await use(shared);
      if (typeof shared !== 'string') await shared.end();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  machine: async ({ shared }, use, info) => {
    if (typeof shared !== 'string') return use(shared);
    info.skip(true, shared);
  },
  privateEngine: async ({ machine }, use, info) => {
    if (machine.privateEngine !== null) return use(machine.privateEngine);
    info.skip(true, 'The engine here is used by others, too.');
  },
  engineSocket: async ({ machine }, use, info) => {
    const [, path] = /^unix:\/\/(.+)$/.exec(machine.dockerHost) ?? [];
    if (path !== undefined) return use(path);
    info.skip(true, 'The engine here has no socket.');
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'persag-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  home: async ({ machine, homeShape, folder }, use, info) => {
    const path = join(folder, 'home');
    if (homeShape === 'plain') return use(await writePlain(path, machine));
    // Upstream's files, and the seed's, name their containers; nobody else's may be in the way.
    if (machine.privateEngine === null) info.skip(true, 'The engine here is used by others, too.');
    await use(homeShape === 'none' ? noHome(path) : await writeUpstream(path, machine));
  },
  environment: async ({ machine, home }, use) => {
    const { dockerHost } = machine;
    await use(cleanEnvironment({ PERSAG_HOME: home.folder, DOCKER_HOST: dockerHost, PERSAG_SERVICE_TIMEOUT: '30' }));
  },
  containers: async ({ machine, homeShape }, use) => {
    const end = homeShape === 'plain' ? suffix : '';
    const containers = homeContainers(machine, { knowledge: `lightrag_pagent${end}`, memory: `lightrag_memory${end}` });
    await use(containers);
    await containers.removeAll();
  },
  cli: async ({ environment, containers: _ended }, use) => {
    await use((args, { env, ...options } = {}) => runCommandLine(args, { ...environment, ...env }, options));
  },
  dockerCompose: async ({ home, machine }, use, info) => {
    info.skip(!isInstalled('docker-compose'), 'docker-compose is not installed here.');
    await use((service, user, ...args) => {
      const own = { DOCKER_HOST: machine.dockerHost, AGNO_STORAGE_DIR: join(home.dataRoot, 'agno', user) };
      const cwd = join(home.folder, serviceFolders[service]);
      return run('docker-compose', args, { cwd, env: cleanEnvironment(own) });
    });
  },
  services: async ({ cli, containers }, use) => {
    const started = await cli(['services', 'start']);
    expect(started.code, started.stderr).toBe(0);
    await use(containers);
  },
  launch: async ({ environment, containers: _ended }, use, info) => {
    const started: DesktopApp[] = [];
    await use(async ({ env, ...options } = {}) => {
      const app = await launchDesktopApp({ ...environment, ...env }, options);
      started.push(app);
      return app;
    });
    for (const app of started) await endApp(app, info);
  },
  desktop: async ({ launch }, use) => use(await launch()),
  neighbourUntouched: [
    async ({ shared, restartsEngine }, use) => {
      if (typeof shared === 'string' || restartsEngine) return use(undefined);
      const before = await shared.neighbour.identity();
      await use(undefined);
      expect(await shared.neighbour.identity(), "somebody else's container").toBe(before);
    },
    { auto: true },
  ],
});

/** Playwright's expect. */
export const { expect } = test;

/** Added to the names of a plain home's containers. */
const suffix = '-e2e';

function noHome(folder: string): TestHome {
  return { folder, dataRoot: join(folder, 'data'), knowledgePort: 0, memoryPort: 0 };
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

async function writePlain(path: string, { image, models }: Machine): Promise<TestHome> {
  return writePlainHome(path, { image, suffix, modelUrl: `http://host.docker.internal:${models.port}` });
}

async function writeUpstream(path: string, { models }: Machine): Promise<TestHome> {
  const [knowledgePort, memoryPort] = [await freePort(), await freePort()];
  const modelUrl = `http://host.docker.internal:${models.port}`;
  return writeUpstreamHome(path, { knowledgePort, memoryPort, modelUrl });
}

/** Ends an app; where the test has failed, with what a person needs to find out why. */
async function endApp(app: DesktopApp, info: TestInfo): Promise<void> {
  if (info.status !== info.expectedStatus) {
    const picture = await app.page.screenshot().catch(() => null);
    if (picture !== null) await info.attach('window', { body: picture, contentType: 'image/png' });
    await info.attach('output', { body: app.output(), contentType: 'text/plain' });
  }
  await app.quit();
  expect(app.problems(), 'problems of the app').toEqual([]);
}
