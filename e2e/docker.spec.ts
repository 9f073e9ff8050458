import { appendFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DockerState, Service } from '../src-shared/docker.ts';
import { expect, test } from './fixtures.ts';
import { testLabel } from './stand-ins/engine/find-engine.ts';
import { writePlainHome } from './stand-ins/homes.ts';
import { setFaults } from './stand-ins/lightrag/faults.ts';
import { defaultModels } from './stand-ins/model-server.ts';
import { run } from './stand-ins/run.ts';
import { homeContainers } from './support/containers.ts';
import { electronExecutable } from './support/desktop-app.ts';
import { editFile } from './support/edit-file.ts';
import { lockedSocket, writeStarter } from './support/fewer-rights.ts';
import { contentOf } from './support/home-content.ts';
import { envFiles, filesOf, serviceFolders, switchedFiles } from './support/home-files.ts';
import { lightRagAt } from './support/lightrag-client.ts';
import { holdPort } from './support/port-holder.ts';

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

  test('are listed by docker-compose', async ({ home, machine, services }) => {
    const env = { ...process.env, DOCKER_HOST: machine.dockerHost, AGNO_STORAGE_DIR: join(home.dataRoot, 'agno/anna') };
    const { knowledge, memory } = await services.both();
    for (const [service, { id }] of Object.entries({ knowledge, memory })) {
      const cwd = join(home.folder, serviceFolders[service as keyof typeof serviceFolders]);
      expect((await run('docker-compose', ['ps', '--quiet'], { cwd, env })).trim().split('\n'), service).toEqual([id]);
      const table = await run('docker-compose', ['ps'], { cwd, env });
      expect(table).toContain(services.names[service as keyof typeof services.names]);
      expect(table).toMatch(/\bUp\b/);
    }
  });
});

test.describe('the models', () => {
  test.afterEach(({ machine }) => {
    machine.models.setModels(defaultModels);
    machine.models.fail(null);
  });

  test('are watched: one that goes, and a host that goes, show by themselves', async ({ home, machine, desktop }) => {
    const { knowledge, memory } = desktop.overview;
    await expect(knowledge.lamp('model')).toHaveAccessibleName(/Ready$/);
    machine.models.setModels(['granite3.1-dense:2b', 'nomic-embed-text']);
    await expect(knowledge.lamp('model')).toHaveAccessibleName(/Not available$/, { timeout: 25_000 });
    await expect(memory.lamp('model')).toHaveAccessibleName(/Ready$/);
    await expect(knowledge.troubles).toContainText(/granite3.1-dense:8b is not on Ollama at .* ollama pull/);

    // A change of the files lets the app look at once.
    machine.models.fail('close');
    await appendFile(join(home.folder, envFiles.memory), '# looked at\n');
    await expect(memory.troubles).toContainText(`Ollama at ${machine.models.url} does not answer`);
    machine.models.fail(null);
    machine.models.setModels(defaultModels);
    await appendFile(join(home.folder, envFiles.memory), '# looked at again\n');
    for (const service of [knowledge, memory]) await expect(service.lamp('model')).toHaveAccessibleName(/Ready$/);
  });
});

test.describe('an engine', () => {
  test('that is not there is said, the files can be switched, and it is found when it comes', async ({
    folder,
    home,
    engineSocket,
    launch,
    cli,
  }) => {
    const socket = join(folder, 'docker.sock');
    const env = { DOCKER_HOST: `unix://${socket}` };
    const before = { content: await contentOf(home.folder), files: await switchedFiles(home.folder) };
    const status = (await cli(['status', '--json'], { env })).json<Status>();
    expect(status.engine).toMatchObject({ state: 'unreachable', error: { code: 'docker/not-found' } });
    for (const args of [
      ['services', 'start'],
      ['services', 'stop'],
      ['switch', 'ben'],
    ]) {
      const refused = await cli([...args, '--json'], { env });
      const error = args[0] === 'switch' ? refused.json<{ error: { code: string } }>().error : refused.error();
      expect([refused.code, error.code], args.join(' ')).toEqual([1, 'docker/not-found']);
    }
    expect((await contentOf(home.folder)).filter((line) => !line.startsWith('backups'))).toEqual(before.content);

    const { overview, sidebar } = await launch({ env });
    await expect(overview.notice('Docker is not reachable.')).toContainText(
      `There is no Docker engine at unix://${socket}`,
    );
    await expect(overview.headline).toHaveText('Anna is current. Docker is not reachable.');
    await expect(sidebar.engine).toHaveAccessibleName('Docker not reachable');
    await overview.switchTo('Ben').click();
    await expect(overview.notice(/^Switched the files from Anna to Ben/)).toContainText(
      'The services were not changed',
    );
    expect(await switchedFiles(home.folder)).toEqual(filesOf('ben', before.files));

    await symlink(engineSocket, socket);
    await expect(sidebar.engine).toHaveAccessibleName(/^Docker \d/);
    await expect(overview.notice('Docker is not reachable.')).toBeHidden();
  });

  test('that may not be used is told apart from one that is not there', async ({
    folder,
    home,
    engineSocket,
    launch,
    cli,
  }) => {
    const { dockerHost, under } = await lockedSocket(folder, engineSocket);
    const env = { DOCKER_HOST: dockerHost };
    const before = await contentOf(home.folder);
    const status = (await cli(['status', '--json'], { env, under })).json<Status>();
    expect(status.engine).toMatchObject({ state: 'unreachable', error: { code: 'docker/no-permission' } });
    const refused = await cli(['switch', 'ben', '--json'], { env, under });
    expect(refused.code).toBe(1);
    expect(refused.json<{ error: { code: string } }>().error.code).toBe('docker/no-permission');
    expect((await contentOf(home.folder)).filter((line) => !line.startsWith('backups'))).toEqual(before);

    const executable = await writeStarter(folder, under, electronExecutable());
    const { overview } = await launch({ env, executable });
    const notice = overview.notice('Docker is not reachable.');
    await expect(notice).toContainText('Your account may not use the Docker engine');
    await expect(notice).toContainText('docker group');
  });
});

test.describe('an engine of our own', () => {
  test.use({ restartsEngine: true });

  test('that goes away and comes back is followed by itself', async ({ privateEngine, services, desktop }) => {
    const { overview, sidebar } = desktop;
    await overview.untilAllIsWellFor('Anna');
    const before = await services.both();
    await privateEngine.halt();
    try {
      await expect(sidebar.engine).toHaveAccessibleName('Docker not reachable');
      await expect(overview.headline).toHaveText('Anna is current. Docker is not reachable.');
      for (const service of overview.services) {
        await expect(service.lamp('container')).toHaveAccessibleName(/Not known$/);
        await expect(service.lamp('http')).toHaveAccessibleName(/Not known$/);
      }
    } finally {
      await privateEngine.resume();
    }
    await expect(sidebar.engine).toHaveAccessibleName(/^Docker \d/);
    // Their restart policy brings them back; the app has nothing to do with it.
    await overview.untilAllIsWellFor('Anna');
    expect((await services.both()).knowledge.id).toBe(before.knowledge.id);
  });
});

test.describe('what stands in the way', () => {
  test('a port held by another program: it is named with its pid, and left alone', async ({
    folder,
    home,
    desktop,
    containers,
    cli,
  }) => {
    const { overview } = desktop;
    const holder = await holdPort(home.knowledgePort, folder);
    const expected = `Port ${home.knowledgePort} is used by python3 (pid ${holder.pid})`;
    const before = await contentOf(home.folder);
    try {
      await overview.knowledge.button('Start').click();
      await expect(overview.notice('Knowledge could not be started.')).toContainText(expected);
      for (const args of [
        ['services', 'start', 'knowledge'],
        ['switch', 'ben'],
      ]) {
        const refused = await cli([...args, '--json']);
        const { error } = refused.json<{ error: { code: string; message: string; hint: string } }>();
        expect([refused.code, error.code], args.join(' ')).toEqual([1, 'docker/port-taken']);
        expect(error.message).toContain(expected);
        expect(error.hint).not.toBe('');
      }
      expect(await contentOf(home.folder)).toEqual(before);
      expect(await containers.all()).toEqual([]);
      expect((await fetch(`http://127.0.0.1:${home.knowledgePort}/`)).status).toBe(200);
    } finally {
      await holder.end();
    }
    await overview.knowledge.button('Start').click();
    await expect(overview.knowledge.lamp('http')).toHaveAccessibleName(/Answers in/);
    await expect(overview.notice('Knowledge could not be started.')).toBeHidden();
  });

  test('a name or a port taken by somebody else’s container: it is named, and left alone', async ({
    home,
    machine,
    containers,
    cli,
  }) => {
    const { names } = containers;
    const stranger = await machine.docker.createContainer({
      name: names.memory,
      Image: machine.image,
      Labels: { [testLabel]: 'stranger' },
      ExposedPorts: { '9621/tcp': {} },
      HostConfig: {
        PortBindings: { '9621/tcp': [{ HostIp: '127.0.0.1', HostPort: String(home.knowledgePort) }] },
      },
    });
    await stranger.start();
    const identity = async () => {
      const { Id, Name, State } = await stranger.inspect();
      return [Id, Name, State.StartedAt, State.Status];
    };
    const before = { content: await contentOf(home.folder), stranger: await identity() };
    const refusal = async (...args: string[]) => {
      const { code, json } = await cli([...args, '--json']);
      expect(code).toBe(1);
      return json<{ error: { code: string; message: string } }>().error;
    };
    const name = await refusal('services', 'start', 'memory');
    expect(name.code).toBe('docker/name-taken');
    expect(name.message).toContain(names.memory);
    const port = await refusal('services', 'start', 'knowledge');
    expect(port.code).toBe('docker/port-taken');
    expect(port.message).toContain(names.memory);
    expect((await refusal('switch', 'ben')).code).toBe('docker/name-taken');
    expect((await refusal('services', 'stop', 'memory').catch(() => ({ code: 'none' }))).code).toBe('none');
    expect(await contentOf(home.folder)).toEqual(before.content);
    expect(await identity()).toEqual(before.stranger);
    expect(await containers.all()).toEqual([names.memory]);
  });

  test('an image that is not there: it is named, and nothing is changed', async ({ home, services, desktop, cli }) => {
    const before = await services.both();
    for (const folder of Object.values(serviceFolders)) {
      await writeFile(join(home.folder, folder, '.env'), 'LIGHTRAG_IMAGE=nobody/has-this:1\n');
    }
    const content = await contentOf(home.folder);
    for (const args of [
      ['services', 'recreate'],
      ['switch', 'ben'],
    ]) {
      const refused = await cli([...args, '--json']);
      const { error } = refused.json<{ error: { code: string; message: string; hint: string } }>();
      expect([refused.code, error.code], args.join(' ')).toEqual([1, 'docker/image-missing']);
      expect(error.message).toContain('nobody/has-this:1');
      expect(error.hint).toContain('docker pull nobody/has-this:1');
    }
    await desktop.overview.switchTo('Ben').click();
    await expect(desktop.overview.notice('The switch to Ben failed.')).toContainText('nobody/has-this:1');
    expect(await contentOf(home.folder)).toEqual(content);
    expect(await services.both()).toEqual(before);
  });

  test('a container that never answers: the old one comes back', async ({ home, services, cli }) => {
    const before = await services.both();
    await lightRagAt(home.knowledgePort).insert('Anna was here.', 'here.txt');
    await appendFile(join(home.folder, envFiles.knowledge), 'STAND_IN_HEALTH=never\n');
    const refused = await cli(['services', 'recreate', '--json'], { env: { PERSAG_SERVICE_TIMEOUT: '2' } });
    expect([refused.code, refused.error().code]).toEqual([1, 'docker/never-healthy']);
    expect(refused.error().message).toContain('Knowledge did not answer');
    const after = await services.both();
    expect(after.knowledge.id).toBe(before.knowledge.id);
    expect(after.knowledge.running).toBe(true);
    expect(await lightRagAt(home.knowledgePort).documents()).toEqual(['here.txt']);
    expect(await services.all()).toEqual(Object.values(services.names).sort());
  });

  test('a container that never answers at its first start: it stays to be looked at', async ({
    home,
    launch,
    containers,
  }) => {
    await setFaults(home.dataRoot, 'anna', 'memory', { health: 'never' });
    const { overview } = await launch({ env: { PERSAG_SERVICE_TIMEOUT: '2' } });
    await overview.memory.button('Start').click();
    const failure = overview.notice('Memory could not be started.');
    await expect(failure).toContainText(`Memory did not answer at http://127.0.0.1:${home.memoryPort}/health`);
    await failure.getByText('Details', { exact: true }).click();
    await expect(failure).toContainText('503');
    expect((await containers.of('memory'))?.running).toBe(true);
    await editFile(join(home.dataRoot, 'agno/anna/memory_rag_storage/stand-in.json'), 'never', 'ok');
    await overview.memory.button('Restart').click();
    await expect(overview.memory.lamp('http')).toHaveAccessibleName(/Answers in/);
  });
});
