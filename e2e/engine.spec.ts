import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { DockerState, Service } from '../src-shared/docker.ts';
import { expect, test } from './fixtures.ts';
import { electronExecutable } from './support/desktop-app.ts';
import { lockedSocket, writeStarter } from './support/fewer-rights.ts';
import { contentOf } from './support/home-content.ts';
import { filesOf, switchedFiles } from './support/home-files.ts';

interface Status {
  readonly engine: DockerState['engine'];
  readonly services: readonly Service[];
}

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
      const error = refused.error();
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
    const { dockerHost, under, unlock } = await lockedSocket(folder, engineSocket);
    const env = { DOCKER_HOST: dockerHost };
    const before = await contentOf(home.folder);
    const status = (await cli(['status', '--json'], { env, under })).json<Status>();
    expect(status.engine).toMatchObject({ state: 'unreachable', error: { code: 'docker/no-permission' } });
    const refused = await cli(['switch', 'ben', '--json'], { env, under });
    expect(refused.code).toBe(1);
    expect(refused.error().code).toBe('docker/no-permission');
    expect((await contentOf(home.folder)).filter((line) => !line.startsWith('backups'))).toEqual(before);

    const executable = await writeStarter(folder, under, electronExecutable());
    const { overview } = await launch({ env, executable });
    const notice = overview.notice('Docker is not reachable.');
    await expect(notice).toContainText('Your account may not use the Docker engine');
    await expect(notice).toContainText('docker group');
    await unlock();
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
