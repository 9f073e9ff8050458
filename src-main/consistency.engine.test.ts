import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findEngineForTests } from '../e2e/stand-ins/engine/find-engine.ts';
import { type TestHome, writePlainHome } from '../e2e/stand-ins/homes.ts';
import { ensureStandInImage } from '../e2e/stand-ins/lightrag/build.ts';
import { setFaults } from '../e2e/stand-ins/lightrag/faults.ts';
import { contentBesideBackups } from '../e2e/support/home-content.ts';
import type { SyncPlan, SyncReport } from '../src-shared/consistency.ts';
import type { Caller } from '../src-shared/define.ts';
import { type ServiceName, serviceNames } from '../src-shared/docker.ts';
import { type App, createApp } from './app.ts';
import { systemClock } from './lib/system.ts';

const engine = await findEngineForTests();
const image = engine.kind === 'none' ? '' : (await ensureStandInImage(engine.docker)).name;
afterAll(async () => {
  if (engine.kind !== 'none') await engine.end();
});

const cli: Caller = { kind: 'cli', windowId: 0 };
const suffix = `-sync-${process.pid}`;
const names = { knowledge: `lightrag_pagent${suffix}`, memory: `lightrag_memory${suffix}` };
const envFiles = { knowledge: 'lightrag_server/env.server', memory: 'lightrag_memory_server/env.memory_server' };
const composeFiles = {
  knowledge: 'lightrag_server/docker-compose.yml',
  memory: 'lightrag_memory_server/docker-compose.yml',
};
const both = { services: [...serviceNames] as ServiceName[], forceRestart: false };

describe.runIf(engine.kind !== 'none')('a sync on real containers', () => {
  let folder = '';
  let home: TestHome;
  let app: App;

  const docker = (): Docker => {
    if (engine.kind === 'none') throw new Error('no engine');
    return engine.docker;
  };
  const path = (name: string) => join(home.folder, name);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'persag-sync-'));
    home = await writePlainHome(join(folder, 'home'), { image, suffix });
    app = await openApp();
    await app.features.docker.start(both, cli);
  });
  afterEach(async () => {
    await app.end();
    for (const one of await docker().listContainers({ all: true })) {
      if (one.Names.some((name) => name.includes(suffix))) await docker().getContainer(one.Id).remove({ force: true });
    }
    await rm(folder, { recursive: true });
  });

  async function openApp(): Promise<App> {
    const made = createApp({
      surroundings: {
        env: {
          PERSAG_HOME: home.folder,
          DOCKER_HOST: engine.kind === 'none' ? '' : engine.dockerHost,
          PERSAG_SERVICE_TIMEOUT: '4',
        },
        ...{ homeFolder: folder, platform: process.platform, seedFolder: join(folder, 'none'), version: '1' },
      },
      clock: systemClock,
      log: { info() {}, warn() {}, error: (message, cause) => process.stderr.write(`${message} ${cause}\n`) },
      desktop: null,
    });
    await made.open({ watch: false });
    return made;
  }

  /** Changes a file by hand, without anybody of the app. */
  async function edit(name: string, what: RegExp, by: string): Promise<void> {
    const text = await readFile(path(name), 'utf8');
    expect(text).toMatch(what);
    await writeFile(path(name), text.replace(what, by));
  }
  const nameInFiles = async (user: string) => {
    await writeFile(path('env.userid'), `USER_ID="${user}"\n`);
    for (const name of serviceNames) await edit(envFiles[name], /^USER_ID=.*$/m, `USER_ID=${user}`);
  };
  const inspect = async (name: ServiceName) => docker().getContainer(names[name]).inspect();
  const ids = async () => Promise.all(serviceNames.map(async (name) => (await inspect(name)).Id));
  const all = async () => {
    const containers = await docker().listContainers({ all: true });
    return containers.flatMap((one) => one.Names.filter((name) => name.includes(suffix)).map((name) => name.slice(1)));
  };
  const state = () => app.features.consistency.get(undefined, cli);
  const cells = async (name: ServiceName) => {
    const own = (await state()).services.find((one) => one.name === name);
    return [own?.envFile, own?.compose, own?.container, own?.mounts].map((cell) => cell?.verdict);
  };
  const plan = (request = both): Promise<SyncPlan> => Promise.resolve(app.features.consistency.plan(request, cli));
  async function sync(request = both): Promise<SyncReport> {
    return app.features.consistency.sync({ ...request, planId: (await plan(request)).id }, cli);
  }
  async function expectServed(user: string): Promise<void> {
    expect((await state()).verdict).toBe('consistent');
    for (const name of serviceNames) {
      const { Config, Mounts, State } = await inspect(name);
      expect(Config.Env).toContain(`USER_ID=${user}`);
      const data = Mounts.filter(({ Destination }) => Destination.startsWith('/app/data/'));
      expect(data).toHaveLength(2);
      for (const { Source } of data) expect(Source.startsWith(join(home.dataRoot, 'agno', user, '/'))).toBe(true);
      expect(State.Running).toBe(true);
    }
    expect((await all()).sort()).toEqual(Object.values(names).sort());
  }
  const good = 'consistent';
  const bad = 'inconsistent';

  test('what agrees is left alone; forced, the same containers are restarted and waited for', async () => {
    const before = await Promise.all(serviceNames.map(inspect));
    expect((await plan()).actions).toEqual([]);
    expect(await sync()).toMatchObject({ success: true, verdict: good, steps: [] });
    expect(await Promise.all(serviceNames.map(async (name) => (await inspect(name)).State.StartedAt))).toEqual(
      before.map(({ State }) => State.StartedAt),
    );
    const report = await sync({ services: ['memory'], forceRestart: true });
    expect(report).toMatchObject({ success: true, services: { memory: { container_running: true } } });
    const [knowledge, memory] = await Promise.all(serviceNames.map(inspect));
    expect([knowledge?.Id, knowledge?.State.StartedAt]).toEqual([before[0]?.Id, before[0]?.State.StartedAt]);
    expect(memory?.Id).toBe(before[1]?.Id);
    expect(memory?.State.StartedAt).not.toBe(before[1]?.State.StartedAt);
    await expectServed('anna');
  });

  test('an env file that was edited by hand is written back, and its container, which is right, is left alone', async () => {
    const good = await readFile(path(envFiles.memory), 'utf8');
    await edit(envFiles.memory, /^USER_ID=.*$/m, 'USER_ID=ben');
    const before = await ids();
    expect(await cells('memory')).toEqual([bad, 'consistent', 'consistent', 'consistent']);
    expect((await plan()).actions.map(({ kind }) => kind)).toEqual(['write-file']);
    expect(await sync()).toMatchObject({ success: true, verdict: 'consistent' });
    expect(await readFile(path(envFiles.memory), 'utf8')).toBe(good);
    expect(await ids()).toEqual(before);
  });

  test('containers of another user are replaced, those alone, and the reasons are told', async () => {
    await nameInFiles('ben');
    await app.features.docker.start({ services: ['memory'] }, cli);
    await nameInFiles('anna');
    const before = await ids();
    expect(await cells('knowledge')).toEqual([good, good, good, good]);
    expect(await cells('memory')).toEqual([good, good, bad, bad]);
    expect((await state()).services[1]?.mounts.user).toBe('ben');
    const { actions } = await plan();
    expect(actions).toMatchObject([{ kind: 'recreate', service: 'memory', container: names.memory, runs: true }]);
    expect(actions[0]?.why).toContain(join('agno', 'ben'));
    expect(await sync()).toMatchObject({ success: true, verdict: good });
    const after = await ids();
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([true, false]);
    await expectServed('anna');
  });

  test('a container with the right folders that was told of another user is replaced', async () => {
    await edit(composeFiles.memory, /^( +)env_file:/m, '$1environment:\n$1  - USER_ID=ben\n$1env_file:');
    await app.features.docker.recreate({ services: ['memory'] }, cli);
    expect(await cells('memory')).toEqual([good, bad, bad, good]);
    // The compose file itself is what is wrong, so that a new container would be as wrong.
    expect((await plan()).actions).toEqual([]);
    await edit(composeFiles.memory, /^ +environment:\n +- USER_ID=ben\n/m, '');
    expect(await cells('memory')).toEqual([good, good, bad, good]);
    expect(await sync()).toMatchObject({ success: true, verdict: good });
    await expectServed('anna');
  });

  test('a stopped container of another user is replaced by one that does not run; what is not there stays so', async () => {
    await nameInFiles('ben');
    await app.features.docker.start({ services: ['memory'] }, cli);
    await app.features.docker.stop({ services: ['memory'] }, cli);
    await nameInFiles('anna');
    await docker().getContainer(names.knowledge).remove({ force: true });
    expect((await state()).services.map(({ container }) => container.state)).toEqual(['absent', 'stopped']);
    expect(await sync()).toMatchObject({ success: true, verdict: good });
    expect(await all()).toEqual([names.memory]);
    expect((await inspect('memory')).State.Running).toBe(false);
    const forced = await sync({ ...both, forceRestart: true });
    expect(forced).toMatchObject({ success: true, verdict: good });
    await expectServed('anna');
  });

  test("somebody else's container of the name is left alone, forced or not", async () => {
    await docker().getContainer(names.memory).remove({ force: true });
    const foreign = await docker().createContainer({ name: names.memory, Image: image });
    const seen = (await state()).services[1];
    expect([seen?.container.state, seen?.verdict]).toEqual(['foreign', 'unknown']);
    const forced = await plan({ ...both, forceRestart: true });
    expect(forced.actions.map((action) => 'service' in action && action.service)).toEqual(['knowledge']);
    expect(forced.warnings).toHaveLength(1);
    expect(await sync({ ...both, forceRestart: true })).toMatchObject({ success: true, verdict: 'unknown' });
    expect((await inspect('memory')).Id).toBe(foreign.id);
  });

  test.each<[string, string, () => Promise<unknown>]>([
    [
      'an image that is not there',
      'docker/image-missing',
      () => writeFile(path('lightrag_memory_server/.env'), 'LIGHTRAG_IMAGE=persag-stand-in/not-there:1\n'),
    ],
    [
      'a service that never answers',
      'docker/never-healthy',
      () => setFaults(home.dataRoot, 'anna', 'memory', { health: 'never' }),
    ],
    [
      'a service that ends',
      'docker/container-exited',
      () => setFaults(home.dataRoot, 'anna', 'memory', { exitAtStart: 3 }),
    ],
  ])('%s: files and containers come back as they were, answering', async (_name, code, spoil) => {
    await nameInFiles('ben');
    await app.features.docker.start(both, cli);
    await writeFile(path('env.userid'), 'USER_ID="anna"\n');
    await edit(envFiles.memory, /^USER_ID=ben$/m, 'export USER_ID = "ben"  # by hand\r');
    await spoil();
    const before = { content: await contentBesideBackups(home.folder), ids: await ids() };
    const report = await sync();
    expect(report).toMatchObject({ success: false, verdict: bad, error: { code }, actions_performed: [] });
    expect(await contentBesideBackups(home.folder)).toEqual(before.content);
    expect(await ids()).toEqual(before.ids);
    expect((await all()).sort()).toEqual(Object.values(names).sort());
    for (const port of [home.knowledgePort, home.memoryPort]) {
      expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    }
  });
});
