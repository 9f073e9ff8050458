import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { testLabel } from './stand-ins/engine/find-engine.ts';
import { setFaults } from './stand-ins/lightrag/faults.ts';
import { editFile } from './support/edit-file.ts';
import { contentOf } from './support/home-content.ts';
import { envFiles, serviceFolders } from './support/home-files.ts';
import { lightRagAt } from './support/lightrag-client.ts';
import { holdPort } from './support/port-holder.ts';

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
    // Who holds a port can be seen on Linux alone.
    const who = process.platform === 'linux' ? `python3 (pid ${holder.pid})` : '';
    const expected = `Port ${home.knowledgePort} is used by ${who}`;
    const before = await contentOf(home.folder);
    try {
      await overview.knowledge.button('Start').click();
      await expect(overview.notice('Knowledge could not be started.')).toContainText(expected);
      for (const args of [
        ['services', 'start', 'knowledge'],
        ['switch', 'ben'],
      ]) {
        const refused = await cli([...args, '--json']);
        const error = refused.error();
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
      const refused = await cli([...args, '--json']);
      expect(refused.code).toBe(1);
      return refused.error();
    };
    const name = await refusal('services', 'start', 'memory');
    expect(name.code).toBe('docker/name-taken');
    expect(name.message).toContain(names.memory);
    const port = await refusal('services', 'start', 'knowledge');
    expect(port.code).toBe('docker/port-taken');
    expect(port.message).toContain(names.memory);
    expect((await refusal('switch', 'ben')).code).toBe('docker/name-taken');
    // There is nothing of ours to stop, which is fine.
    expect((await cli(['services', 'stop', 'memory'])).code).toBe(0);
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
      const error = refused.error();
      expect([refused.code, error.code], args.join(' ')).toEqual([1, 'docker/image-missing']);
      expect(error.message).toContain('nobody/has-this:1');
      expect(error.hint).toContain('docker pull nobody/has-this:1');
    }
    await desktop.overview.switchTo('Ben').click();
    const obstacles = desktop.overview.notice('The switch to Ben would fail, so it was not begun.');
    await expect(obstacles).toContainText('nobody/has-this:1');
    await expect(obstacles.getByRole('button', { name: 'Switch the files only' })).toBeVisible();
    expect(await contentOf(home.folder)).toEqual(content);
    expect(await services.both()).toEqual(before);
  });

  test('a container that never answers: the old one comes back', async ({ home, services, cli }) => {
    const before = await services.both();
    await lightRagAt(home.knowledgePort).insert('Anna was here.', 'here.txt');
    await appendFile(join(home.folder, envFiles.knowledge), 'STAND_IN_HEALTH=never\n');
    const refused = await cli(['services', 'recreate', '--json'], { env: { PERSAG_SERVICE_TIMEOUT: '4' } });
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
    const { overview } = await launch({ env: { PERSAG_SERVICE_TIMEOUT: '4' } });
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
