import { readdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright/test';
import type { HomeState } from '../src-shared/home.ts';
import { expect, test } from './fixtures.ts';
import { freePort } from './stand-ins/free-port.ts';
import { writeUpstreamHome } from './stand-ins/homes.ts';
import { runCommandLine } from './support/command-line.ts';
import { editFile } from './support/edit-file.ts';
import { composeFiles, envFiles, serviceFolders } from './support/home-files.ts';
import { lightRagAt } from './support/lightrag-client.ts';

interface Status {
  readonly home: string;
  readonly dataRoot: string;
  readonly currentUser: string;
  readonly notices: HomeState['notices'];
}

const seed = join(import.meta.dirname, '../assets/seed');

test.describe('on a computer that has never had a home', () => {
  test.use({ homeShape: 'none' });

  test('one is made from the seed, and six clicks lead to a user whose services answer', async ({
    folder,
    machine,
    environment,
    launch,
    containers,
  }) => {
    const env = {
      PERSAG_HOME: undefined,
      HOME: folder,
      XDG_CONFIG_HOME: undefined,
      // Fonts are found at once, as on any computer that has shown a window before.
      XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
    };
    const home = join(folder, '.persag');
    const first = await launch({ env });
    const { overview } = first;
    let clicks = 0;
    const click = async (what: Locator) => {
      clicks += 1;
      await what.click();
    };
    await expect(overview.headline).toHaveText('No users yet.');
    await expect(first.page.getByRole('main')).toContainText('Add the first user to begin.');
    // The one next step: the form is there already, and no other button asks for attention.
    await expect(overview.addUserForm.getByRole('button', { name: 'Add user' })).toBeVisible();
    expect((await readdir(folder)).filter((name) => name.startsWith('.persag'))).toEqual(['.persag']);
    for (const path of [...Object.values(composeFiles), ...Object.values(envFiles)]) {
      expect(await readFile(join(home, path), 'utf8'), path).toBe(await readFile(join(seed, path), 'utf8'));
    }
    await expect(first.page.getByRole('main').getByText(home, { exact: true })).toBeVisible();

    // Where another image and other ports are wanted, a person says so in the files; the open window follows.
    const ports = { knowledge: await freePort(), memory: await freePort() };
    await editFile(join(home, composeFiles.knowledge), '127.0.0.1:9621:', `127.0.0.1:${ports.knowledge}:`);
    await editFile(join(home, composeFiles.memory), '127.0.0.1:9622:', `127.0.0.1:${ports.memory}:`);
    for (const service of Object.values(serviceFolders)) {
      await writeFile(join(home, service, '.env'), `LIGHTRAG_IMAGE=${machine.image}\n`);
    }
    for (const row of overview.services) await expect(row.facts).toContainText(machine.image);

    await click(overview.addUserForm.getByLabel('Name'));
    await first.page.keyboard.type('Paula');
    await click(overview.addUserForm.getByRole('button', { name: 'Add Paula' }));
    await click(overview.notice('Paula is added.').getByRole('button', { name: 'Switch to Paula' }));
    await expect(overview.headline).toHaveText(/^Paula is current\. Both services answer/, { timeout: 30_000 });
    expect(clicks).toBeLessThanOrEqual(6);
    for (const port of Object.values(ports))
      expect(await lightRagAt(port).health()).toMatchObject({ status: 'healthy' });
    const { knowledge, memory } = await containers.both();
    const data = join(home, 'data/agno/paula');
    expect(knowledge.mounts).toMatchObject({ '/app/data/rag_storage': join(data, 'rag_storage') });
    expect(memory.mounts).toMatchObject({ '/app/data/rag_storage': join(data, 'memory_rag_storage') });
    expect(await readFile(join(home, 'env.userid'), 'utf8')).toBe('USER_ID="paula"\n');

    // Found again, by the window and by the command line, and nothing is made anew.
    await first.quit();
    const status = await runCommandLine(['status', '--json'], { ...environment, ...env });
    expect(status.json<{ home: string; currentUser: string }>()).toMatchObject({ home, currentUser: 'paula' });
    const second = await launch({ env });
    await expect(second.overview.headline).toHaveText(/^Paula is current\. Both services answer/);
    await expect(second.overview.knowledge.facts).toContainText(`port ${ports.knowledge}`);
  });

  test('the command line makes one, too, and says who is taken for current', async ({ folder, environment }) => {
    const env = { ...environment, PERSAG_HOME: undefined, HOME: folder };
    const status = await runCommandLine(['status', '--json'], env);
    expect(status.code, status.stderr).toBe(0);
    const { home, dataRoot, currentUser, notices } = status.json<Status>();
    expect([home, dataRoot, currentUser]).toEqual([
      join(folder, '.persag'),
      join(folder, '.persag/data'),
      'default_user',
    ]);
    expect(notices.map(({ code }) => code)).toEqual(['user-id-default']);
    // Looking at a home never writes who is current.
    expect((await readdir(home)).sort()).toEqual(['desktop', 'lightrag_memory_server', 'lightrag_server']);
  });

  test('upstream’s home is used where there is one, and two homes are told', async ({ folder, environment }) => {
    const env = { ...environment, PERSAG_HOME: undefined, HOME: folder };
    const read = async () => {
      const status = await runCommandLine(['status', '--json'], env);
      expect(status.code, status.stderr).toBe(0);
      const { home, currentUser, notices } = status.json<Status>();
      return [home, currentUser, ...notices.map(({ code }) => code)];
    };
    const upstream = join(folder, '.persagent');
    await writeUpstreamHome(upstream);
    expect(await read()).toEqual([upstream, 'charlie']);
    await writeUpstreamHome(join(folder, '.persag'), { current: 'paula.smith' });
    expect(await read()).toEqual([join(folder, '.persag'), 'paula.smith', 'both-homes']);
  });
});
