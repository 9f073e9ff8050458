import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImagesState } from '../src-shared/images.ts';
import { expect, test } from './fixtures.ts';
import { ImagesPage } from './pages/images-page.ts';
import { nextVersion, type PackedImage, packImage } from './stand-ins/packed-image.ts';
import { type Registry, startRegistry } from './stand-ins/registry.ts';
import { serviceFolders } from './support/home-files.ts';

test.describe('the images of the services', () => {
  let registry: Registry;
  let first: PackedImage;
  test.beforeAll(async ({ shared }) => {
    registry = await startRegistry();
    if (typeof shared !== 'string') first = await packImage(shared.docker, shared.image);
  });
  test.afterAll(() => registry.stop());
  test.afterEach(async ({ machine }) => {
    for (const { RepoTags } of await machine.docker.listImages()) {
      const ours = (RepoTags ?? []).filter((tag) => /^(127\.0\.0\.1:|persag-desktop\/former:)/.test(tag));
      for (const tag of ours) await machine.docker.getImage(tag).remove({ force: true });
    }
  });

  test('are updated, used and gone back from in the window; the command line gets the first', async ({
    home,
    cli,
    machine,
    containers,
    launch,
  }) => {
    const reference = `${registry.host}/lightrag:latest`;
    for (const folder of Object.values(serviceFolders)) {
      await appendFile(join(home.folder, folder, '.env'), `LIGHTRAG_IMAGE=${reference}\n`);
    }
    const publish = async (noise: number) => {
      return registry.publish('lightrag', 'latest', await nextVersion(first, { noise }));
    };
    const oldest = await publish(200_000);
    const pulled = await cli(['services', 'pull', '--json']);
    expect(pulled.code, pulled.stderr).toBe(0);
    const { images } = pulled.json<ImagesState>();
    expect(images.map(({ present }) => present?.digest)).toEqual([oldest, oldest]);
    expect((await cli(['services', 'start'])).code).toBe(0);
    const before = await containers.both();

    const newest = await publish(12_000_000);
    const desktop = await launch();
    const page = await ImagesPage.open(desktop.page);
    await page.button('Look for newer images').click();
    await expect(page.service('Knowledge')).toContainText('The registry has a newer image.');
    registry.fail('slow');
    await page.button('Update').click();
    await expect(page.layers).toHaveCount(1);
    await expect(page.layers).toContainText(/ of 12(\.\d)? MB/);
    registry.fail(null);
    await expect(page.notice('The newest image is here.')).toContainText(short(newest), { timeout: 60_000 });
    expect((await containers.both()).knowledge.id).toBe(before.knowledge.id);

    await page.button('Use it for both').click();
    await expect(page.notice('Knowledge and Memory run on the new image.')).toBeVisible({ timeout: 60_000 });
    const imageOf = async (name: string) => (await machine.docker.getContainer(name).inspect()).Image;
    const used = await imageOf(containers.names.memory);
    await expect(page.service('Memory')).toContainText(short(newest));
    await expect(page.service('Memory')).toContainText(short(oldest));

    await page.button('Go back to the former image of Memory').click();
    await expect(page.notice('Knowledge and Memory run on the former image.')).toBeVisible({ timeout: 60_000 });
    expect(await imageOf(containers.names.knowledge)).not.toBe(used);
    expect(await imageOf(containers.names.knowledge)).toBe(await imageOf(containers.names.memory));
    const back = await cli(['services', 'pull', '--check', '--json']);
    expect(back.json<ImagesState>().images.map(({ newer }) => newer)).toEqual(['registry', 'registry']);
  });

  test('that cannot be got are told with what to do, and a pull is cancelled', async ({ home, launch, cli }) => {
    const reference = `${registry.host}/other:latest`;
    for (const folder of Object.values(serviceFolders)) {
      await appendFile(join(home.folder, folder, '.env'), `LIGHTRAG_IMAGE=${reference}\n`);
    }
    const failed = await cli(['services', 'pull', '--json']);
    expect(failed.code).toBe(1);
    expect(failed.error().code).toBe('images/not-found');
    const desktop = await launch();
    const page = await ImagesPage.open(desktop.page);
    await expect(page.service('Memory')).toContainText('This computer does not have the image yet.');
    await page.button('Update').click();
    await expect(page.notice(/was not found/)).toContainText('docker login');
    registry.publish('other', 'latest', await nextVersion(first, { noise: 30_000_000 }));
    registry.fail('slow');
    await page.button('Update').click();
    await expect(page.layers.first()).toContainText(/MB/);
    await page.button('Cancel').click();
    await expect(page.button('Cancel')).toBeHidden();
    await expect(page.service('Memory')).toContainText('This computer does not have the image yet.');
    registry.fail(null);
  });
});

const short = (digest: string) => digest.replace('sha256:', '').slice(0, 12);
