import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DockerState, type Service, serviceNames } from '../src-shared/docker.ts';
import { expect, test } from './fixtures.ts';
import { freePort } from './stand-ins/free-port.ts';
import { writePlainHome } from './stand-ins/homes.ts';
import { defaultModels } from './stand-ins/model-server.ts';
import { homeContainers } from './support/containers.ts';
import { editFile } from './support/edit-file.ts';
import { envFiles } from './support/home-files.ts';

interface Status {
  readonly engine: DockerState['engine'];
  readonly services: readonly Service[];
}

test.describe('the services', () => {
  test('are started, restarted and stopped by the window, and four lamps tell it', async ({
    home,
    desktop,
    containers,
  }) => {
    const { overview } = desktop;
    const { knowledge, memory } = overview;
    for (const service of overview.services) {
      await expect(service.lamp('container')).toHaveAccessibleName(/Not running$/);
      await expect(service.lamp('http')).toHaveAccessibleName(/Not known$/);
      await expect(service.lamp('mounts')).toHaveAccessibleName(/Not known$/);
      await expect(service.lamp('model')).toHaveAccessibleName(/Ready$/);
    }
    await overview.button('Start both').click();
    await overview.untilAllIsWellFor('Anna');
    for (const service of overview.services) {
      await expect(service.lamp('container')).toHaveAccessibleName(/Running$/);
      await expect(service.lamp('http')).toHaveAccessibleName(/Answers in \d+ ms$/);
      await expect(service.lamp('mounts')).toHaveAccessibleName(/Anna$/);
      await expect(service.facts).toContainText('LightRAG 1.5.7');
    }
    await expect(knowledge.facts).toContainText(`port ${home.knowledgePort}`);
    const details = await memory.details('http');
    await expect(details).toContainText(`It answers at http://127.0.0.1:${home.memoryPort}, LightRAG 1.5.7.`);
    await expect(details).toContainText(/Since \d\d:\d\d:\d\d \(just now\)/);
    await desktop.page.keyboard.press('Escape');
    const first = await containers.both();
    expect(first.knowledge.running && first.memory.running).toBe(true);

    await memory.button('Restart').click();
    await expect.poll(async () => (await containers.both()).memory.startedAt).not.toBe(first.memory.startedAt);
    await overview.untilAllIsWellFor('Anna');
    const second = await containers.both();
    expect(second.memory.id).toBe(first.memory.id);
    expect(second.knowledge).toEqual(first.knowledge);

    await knowledge.button('Stop').click();
    await expect(overview.headline).toHaveText('Anna is current. Knowledge is not running, Memory answers.');
    await expect(knowledge.lamp('container')).toHaveAccessibleName(/Not running$/);
    await expect(knowledge.button('Start')).toBeVisible();
    expect((await containers.both()).knowledge.running).toBe(false);
    expect((await containers.both()).memory.running).toBe(true);
  });

  test('are started, restarted and stopped by the command line, and the open window follows', async ({
    desktop,
    cli,
    containers,
  }) => {
    const { overview } = desktop;
    const act = async (...args: string[]) => {
      const ended = await cli(['services', ...args, '--json']);
      expect(ended.code, ended.stdout).toBe(0);
      return ended.json<{ services: Service[] }>().services.map(({ name, lamps }) => `${name} ${lamps.http.state}`);
    };
    expect(await act('start')).toEqual(['knowledge ok', 'memory ok']);
    await overview.untilAllIsWellFor('Anna');
    const first = await containers.both();
    expect(await act('restart', 'memory')).toEqual(['knowledge ok', 'memory ok']);
    expect((await containers.both()).memory.startedAt).not.toBe(first.memory.startedAt);
    expect(await act('stop')).toEqual(['knowledge unknown', 'memory unknown']);
    await expect(overview.button('Start both')).toBeVisible();
    const stopped = await containers.both();
    expect([stopped.knowledge.running, stopped.memory.running]).toEqual([false, false]);
    expect([stopped.knowledge.id, stopped.memory.id]).toEqual([first.knowledge.id, first.memory.id]);
  });

  test('of another home on the same engine are left alone, whatever is done with ours', async ({
    folder,
    machine,
    services,
    cli,
  }) => {
    const other = join(folder, 'other');
    await writePlainHome(other, { image: machine.image, suffix: '-e2e-other', users: [{ id: 'olga' }] });
    const env = { PERSAG_HOME: other };
    expect((await cli(['services', 'start'], { env })).code).toBe(0);
    const names = { knowledge: 'lightrag_pagent-e2e-other', memory: 'lightrag_memory-e2e-other' };
    const others = await homeContainers(machine, names).both();
    for (const args of [
      ['switch', 'ben'],
      ['services', 'recreate'],
      ['services', 'restart'],
      ['services', 'stop'],
    ]) {
      const { code, stderr } = await cli(args);
      expect(code, stderr).toBe(0);
    }
    expect(await homeContainers(machine, names).both()).toEqual(others);
    expect(await services.all()).toEqual([...Object.values(names), ...Object.values(services.names)].sort());
    const status = (await cli(['status', '--json'], { env })).json<Status>();
    expect(status.services.map(({ container, lamps }) => [container, lamps.http.state])).toEqual([
      [names.knowledge, 'ok'],
      [names.memory, 'ok'],
    ]);
  });

  test('are listed by docker-compose', async ({ services, dockerCompose }) => {
    const views = await services.both();
    for (const service of serviceNames) {
      const { id } = views[service];
      expect((await dockerCompose(service, 'anna', 'ps', '--quiet')).trim().split('\n'), service).toEqual([id]);
      const table = await dockerCompose(service, 'anna', 'ps');
      expect(table).toMatch(new RegExp(`^${services.names[service]}\\s.*\\bUp\\b`, 'm'));
    }
  });
});

test.describe('the models', () => {
  test.afterEach(({ machine }) => machine.models.setModels(defaultModels));

  test('are watched: one that goes, and a host that is not there, show by themselves', async ({
    home,
    machine,
    desktop,
  }) => {
    const { knowledge, memory } = desktop.overview;
    await expect(knowledge.lamp('model')).toHaveAccessibleName(/Ready$/);
    machine.models.setModels(['granite3.1-dense:2b', 'nomic-embed-text']);
    await expect(knowledge.lamp('model')).toHaveAccessibleName(/Not available$/, { timeout: 25_000 });
    await expect(memory.lamp('model')).toHaveAccessibleName(/Ready$/);
    await expect(knowledge.troubles).toContainText(/granite3.1-dense:8b is not on Ollama at .* ollama pull/);

    // A host that the files name anew is asked at once.
    const path = join(home.folder, envFiles.memory);
    const good = await readFile(path, 'utf8');
    await editFile(path, `:${machine.models.port}`, `:${await freePort()}`);
    await expect(memory.troubles).toContainText(/Ollama at http:\/\/127\.0\.0\.1:\d+ does not answer/);
    await expect(memory.lamp('model')).toHaveAccessibleName(/Not available$/);
    await writeFile(path, good);
    await expect(memory.lamp('model')).toHaveAccessibleName(/Ready$/);
  });
});
