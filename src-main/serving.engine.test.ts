import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findEngineForTests } from '../e2e/stand-ins/engine/find-engine.ts';
import { type TestHome, writePlainHome } from '../e2e/stand-ins/homes.ts';
import { ensureStandInImage } from '../e2e/stand-ins/lightrag/build.ts';
import { setFaults } from '../e2e/stand-ins/lightrag/faults.ts';
import { waitFor } from '../e2e/stand-ins/wait-for.ts';
import { contentBesideBackups } from '../e2e/support/home-content.ts';
import { type ServiceName, serviceNames } from '../src-shared/docker.ts';
import type { ServingReport, ServingRole } from '../src-shared/serving.ts';
import { configurationDraft } from '../src-shared/settings.ts';
import { type App, createApp } from './app.ts';
import { systemClock } from './lib/system.ts';

const engine = await findEngineForTests();
const image = engine.kind === 'none' ? '' : (await ensureStandInImage(engine.docker)).name;
afterAll(async () => {
  if (engine.kind !== 'none') await engine.end();
});

const cli = { kind: 'cli', windowId: 0 } as const;
const suffix = `-serving-${process.pid}`;
const names = { knowledge: `lightrag_pagent${suffix}`, memory: `lightrag_memory${suffix}` };
const key = 'sk-of-anna-0123456789';

describe.runIf(engine.kind !== 'none')('other models on real containers', () => {
  let folder = '';
  let home: TestHome;
  let app: App;

  const docker = () => {
    if (engine.kind === 'none') throw new Error('no engine');
    return engine.docker;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'persag-serving-'));
    home = await writePlainHome(join(folder, 'home'), { image, suffix });
    app = createApp({
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
    await app.open({ watch: false });
    await app.features.docker.start({ services: [...serviceNames] }, cli);
  });
  afterEach(async () => {
    await app.end();
    for (const one of await docker().listContainers({ all: true })) {
      if (one.Names.some((name) => name.includes(suffix))) await docker().getContainer(one.Id).remove({ force: true });
    }
    await rm(folder, { recursive: true });
  });

  async function configured(provider: 'openai' | 'ollama', model: string): Promise<string> {
    const draft = configurationDraft.parse({
      ...{ id: null, revision: 0, name: model, provider, fields: {}, model, parameters: {} },
      secrets: provider === 'openai' ? { apiKey: { kind: 'set', value: key } } : {},
    });
    const { configurations } = await app.features.settings.saveConfiguration(draft, cli);
    return configurations.at(-1)?.id ?? '';
  }
  async function apply(
    configurationId: string,
    roles: ServingRole[],
    services: ServiceName[] = [...serviceNames],
  ): Promise<ServingReport> {
    const request = { configurationId, roles, services, embeddingDimension: null };
    const { planId } = await app.features.serving.plan(request, cli);
    return app.features.serving.apply({ planId }, cli);
  }
  const inspect = (name: ServiceName) => docker().getContainer(names[name]).inspect();
  const told = async (name: ServiceName) => (await inspect(name)).Config.Env;
  const content = () => contentBesideBackups(home.folder);
  const own = async () => {
    const all = await docker().listContainers({ all: true });
    return all.flatMap(({ Names }) => Names.filter((name) => name.includes(suffix))).sort();
  };

  test('both services are made anew with them and answer', async () => {
    const before = await Promise.all(serviceNames.map(inspect));
    const report = await apply(await configured('openai', 'text-embedding-3-small'), ['llm', 'embedding']);
    expect(report).toMatchObject({ success: true, error: null });
    for (const [index, name] of serviceNames.entries()) {
      expect(await told(name)).toEqual(
        expect.arrayContaining([
          'LLM_BINDING=openai',
          `LLM_BINDING_API_KEY=${key}`,
          'EMBEDDING_BINDING_HOST=https://api.openai.com/v1',
          'EMBEDDING_DIM=1536',
        ]),
      );
      const now = await inspect(name);
      expect([now.State.Running, now.Id === before[index]?.Id]).toEqual([true, false]);
    }
    expect(await own()).toEqual(
      Object.values(names)
        .map((name) => `/${name}`)
        .sort(),
    );
    expect((await app.features.consistency.get(undefined, cli)).verdict).toBe('consistent');
  });

  test('one service gets them alone; one that does not run is made anew and stays so', async () => {
    await app.features.docker.stop({ services: ['memory'] }, cli);
    const [knowledge] = await Promise.all(serviceNames.map(inspect));
    const report = await apply(await configured('ollama', 'granite'), ['llm'], ['memory']);
    expect(report).toMatchObject({ success: true });
    expect((await inspect('knowledge')).Id).toBe(knowledge?.Id);
    expect(await told('memory')).toContain('LLM_MODEL=granite');
    expect((await inspect('memory')).State.Running).toBe(false);
  });

  test('a service that does not answer with them brings files and containers back to the byte', async () => {
    const id = await configured('openai', 'gpt-4o');
    // Windows' line ends and a missing last one, so that any other way of writing would show.
    const env = join(home.folder, 'lightrag_memory_server/env.memory_server');
    await writeFile(env, (await readFile(env, 'utf8')).trimEnd().replaceAll('\n', '\r\n'));
    const before = { files: await content(), containers: await Promise.all(serviceNames.map(inspect)) };
    await setFaults(home.dataRoot, 'anna', 'memory', { health: 'never' });
    const applied = apply(id, ['llm']);
    await waitFor('the new container to say that it is not well', 20_000, async () => {
      const answer = await fetch(`http://127.0.0.1:${home.memoryPort}/health`).catch(() => null);
      return answer?.status === 503;
    });
    // Read at a start: the new one goes on like that, and the old one comes back well.
    await setFaults(home.dataRoot, 'anna', 'memory', null);
    const report = await applied;
    expect(report).toMatchObject({ success: false, error: { code: 'docker/never-healthy' } });
    expect(await content()).toEqual(before.files);
    const after = await Promise.all(serviceNames.map(inspect));
    expect(after.map(({ Id }) => Id)).toEqual(before.containers.map(({ Id }) => Id));
    expect(after.map(({ State }) => State.Running)).toEqual([true, true]);
    expect(await own()).toEqual(
      Object.values(names)
        .map((name) => `/${name}`)
        .sort(),
    );
    expect(JSON.stringify(report)).not.toContain(key);
    expect(await app.features.serving.get(undefined, cli)).toMatchObject({ state: 'idle', last: { success: false } });
  });
});
