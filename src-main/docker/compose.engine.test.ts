import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Caller } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import { createStage, type Stage, startRealEngine } from './testing/real-engine.ts';

const hasCompose = (process.env.PATH ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'docker-compose')));
const engine = await startRealEngine();
afterAll(() => engine?.end());
if (!hasCompose) process.stdout.write('Nothing is tested with docker-compose here: it is not installed.\n');

const caller: Caller = { kind: 'cli', windowId: 0 };
const knowledge = { services: ['knowledge'] as ServiceName[] };

describe.runIf(engine !== null && hasCompose)('side by side with docker-compose', () => {
  let stage: Stage;
  beforeEach(async () => {
    if (engine !== null) stage = await createStage(engine);
    await writeComposeFile();
  });
  afterEach(() => stage.end());

  async function own() {
    const [files] = await stage.files();
    if (files?.compose === undefined) throw new Error('no files');
    return { ...files, compose: files.compose };
  }

  async function writeComposeFile(): Promise<void> {
    const { composeFile, compose } = await own();
    const service = {
      image: compose.image,
      container_name: compose.containerName,
      environment: compose.environment,
      ports: compose.ports.map(({ address, host, container }) => `${address}:${host}:${container}`),
      volumes: compose.binds.map(({ source, target }) => `${source}:${target}`),
      restart: 'unless-stopped',
      labels: compose.labels,
    };
    await writeFile(composeFile, stringify({ version: '3.8', services: { [compose.service]: service } }));
  }

  async function dockerCompose(...args: string[]): Promise<string> {
    const { folder, compose } = await own();
    const env = { ...process.env, DOCKER_HOST: engine?.dockerHost, COMPOSE_PROJECT_NAME: compose.project };
    const { stdout } = await promisify(execFile)('docker-compose', args, { cwd: folder, env });
    return stdout;
  }

  test('ps, logs, stop and down take a container of the app for their own', async () => {
    await stage.feature.start(knowledge, caller);
    const { compose } = await own();
    const id = (await stage.containers())[compose.containerName]?.id;
    expect((await dockerCompose('ps', '-q')).trim()).toBe(id);
    expect(await dockerCompose('ps')).toMatch(new RegExp(`${compose.containerName}.*Up`));
    expect(await dockerCompose('ps', '--services')).toContain(compose.service);
    await dockerCompose('logs', '--tail', '1');
    await dockerCompose('stop');
    expect((await stage.feature.get(undefined, caller)).services[0]?.lamps.container.state).toBe('warn');
    await dockerCompose('down');
    expect(await stage.containers()).toEqual({});
    const networks = await engine?.docker.listNetworks();
    expect(networks?.some((network) => network.Name === `${compose.project}_default`)).toBe(false);
    const state = await stage.feature.start(knowledge, caller);
    expect(state.services[0]?.lamps.http.state).toBe('ok');
  });

  test('a container that docker-compose made is adopted as it is', async () => {
    await dockerCompose('up', '-d');
    const before = await stage.containers();
    const seen = await stage.feature.get(undefined, caller);
    expect(seen.services[0]).toMatchObject({ servesUser: 'paula', lamps: { container: { state: 'ok' } } });
    expect(seen.services[0]?.findings.map(({ code }) => code)).toEqual([]);
    await stage.feature.start(knowledge, caller);
    expect(await stage.containers()).toEqual(before);
    await stage.feature.stop(knowledge, caller);
    const state = await stage.feature.start(knowledge, caller);
    expect(state.services[0]?.lamps.http.state).toBe('ok');
    expect(await stage.containers()).toEqual(before);
  });

  test('an adopted container that is not what the files say is told, and replaced by start', async () => {
    await dockerCompose('up', '-d');
    stage.user = 'charlie';
    const seen = await stage.feature.get(undefined, caller);
    expect(seen.services[0]?.findings.map(({ code }) => code)).toContain('adopted-drift');
    const state = await stage.feature.start(knowledge, caller);
    expect(state.services[0]).toMatchObject({ servesUser: 'charlie', findings: [] });
    expect(Object.keys(await stage.containers())).toEqual([stage.names.knowledge]);
  });

  test('what differs of an adopted container is told key by key, and is gone after a recreation that Compose sees', async () => {
    stage.change.knowledge = { labels: { ...(await own()).compose.labels, note: 'old' } };
    await writeComposeFile();
    await dockerCompose('up', '-d');
    const { compose } = await own();
    const free = stage.ports.memory;
    stage.change.knowledge = {
      environment: { ...compose.environment, LLM_MODEL: 'another' },
      ports: compose.ports.map((port) => ({ ...port, host: free })),
      labels: { ...compose.labels, note: 'new' },
      restart: { name: 'always', maximumRetryCount: 0 },
    };
    const seen = await stage.feature.get(undefined, caller);
    expect(seen.services[0]?.differences).toEqual([
      { key: 'environment', name: 'LLM_MODEL', wanted: 'set', actual: null },
      { key: 'port', name: `127.0.0.1:${free}:9621/tcp`, wanted: `127.0.0.1:${free}:9621/tcp`, actual: null },
      expect.objectContaining({ key: 'port', wanted: null, actual: expect.stringContaining(':9621/tcp') }),
      { key: 'label', name: 'note', wanted: 'new', actual: 'old' },
      { key: 'setting', name: 'restart', wanted: 'always', actual: 'unless-stopped' },
    ]);
    const state = await stage.feature.recreate(knowledge, caller);
    expect(state.services[0]).toMatchObject({ differences: [], findings: [], lamps: { http: { state: 'ok' } } });
    const id = (await stage.containers())[compose.containerName]?.id;
    expect((await dockerCompose('ps', '-q')).trim()).toBe(id);
  });

  test('docker-compose up after the app makes a container that the app adopts', async () => {
    await stage.feature.start(knowledge, caller);
    await dockerCompose('up', '-d');
    expect(Object.values(await stage.containers()).map(({ state }) => state)).toEqual(['running']);
    const state = await stage.feature.start(knowledge, caller);
    expect(state.services[0]).toMatchObject({ differences: [], lamps: { http: { state: 'ok' } } });
    // And once more, with everything as it is.
    const before = await stage.containers();
    await dockerCompose('up', '-d');
    expect(await stage.containers()).toEqual(before);
  });

  test('what docker-compose run leaves is not touched', async () => {
    const { compose } = await own();
    await dockerCompose('run', '-d', '--name', `${compose.containerName}-once`, compose.service);
    await stage.feature.start(knowledge, caller);
    await stage.feature.recreate(knowledge, caller);
    await stage.feature.stop(knowledge, caller);
    const all = await stage.containers();
    expect(all[`${compose.containerName}-once`]?.state).toBe('running');
  });
});
