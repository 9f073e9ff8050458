import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { ServicesPage } from './pages/services-page.ts';
import { expectAccessible } from './support/accessibility.ts';
import { startCommandLine } from './support/command-line.ts';

test.describe('the page Services', () => {
  test('answers how both services do, and its tabs are walked by keyboard', async ({ desktop, services: _running }) => {
    const { page } = desktop;
    const services = new ServicesPage(page);
    await services.open();
    await expect(services.headline).toHaveText('Both services answer.');
    await expectAccessible(desktop, 'the page Services');
    await services.tab('Overview').focus();
    for (const name of ['Logs', 'Stats', 'Documents', 'Image', 'Environment', 'Mounts', 'Inspect']) {
      await page.keyboard.press('ArrowRight');
      await expect(services.tab(name)).toBeFocused();
      await expect(services.tab(name)).toHaveAttribute('aria-selected', 'true');
      await expect(page.getByRole('tabpanel', { name })).toBeVisible();
    }
    await page.keyboard.press('Home');
    await expect(services.tab('Overview')).toBeFocused();
    await page.goBack();
    await expect(page.getByRole('tabpanel', { name: 'Inspect' })).toBeVisible();
  });

  test('makes a new container of a service and opens its pages in the browser', async ({
    desktop,
    services: running,
    home,
  }) => {
    const { page, electron } = desktop;
    const services = new ServicesPage(page);
    const before = await running.both();
    await electron.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = async (url) => void opened.push(url);
    });
    await services.open();
    await services.button('Open the page of Knowledge').click();
    await services.button('API docs of Knowledge').click();
    const at = `http://127.0.0.1:${home.knowledgePort}`;
    await expect
      .poll(() => electron.evaluate(() => (globalThis as { opened?: string[] }).opened))
      .toEqual([`${at}/webui/`, `${at}/docs`]);
    await services.button('Recreate Memory').click();
    await expect.poll(async () => (await running.of('memory'))?.id ?? before.memory.id).not.toBe(before.memory.id);
    await expect(services.headline).toHaveText('Both services answer.', { timeout: 30_000 });
    expect((await running.both()).knowledge).toEqual(before.knowledge);
  });

  test('draws what the services use, and says it in words', async ({ desktop, services: running, cli }) => {
    const services = new ServicesPage(desktop.page);
    await services.open('Stats');
    const processor = services.panel.getByRole('img', { name: /^Knowledge, Processor: [\d.]+ % of \d00 %/ });
    await expect(processor).toBeVisible({ timeout: 15_000 });
    await expect(services.panel.getByRole('img', { name: /^Memory, Memory: [\d.]+ MB of / })).toBeVisible();
    await expectAccessible(desktop, 'the stats');
    expect(running.names.memory).not.toBe('');
    expect((await cli(['services', 'stop', 'memory'])).code).toBe(0);
    await expect(services.panel.getByText('Memory is not running.')).toBeVisible({ timeout: 15_000 });
  });

  test('shows the environment beside the files, and secrets only one by one', async ({
    launch,
    services: running,
    home,
  }) => {
    const envFile = join(home.folder, 'lightrag_server', 'env.server');
    await appendFile(envFile, '\nNEW_SETTING=one # not a part of it\nOPENAI_API_KEY="canary-4711"\n');
    const desktop = await launch();
    const { page } = desktop;
    const services = new ServicesPage(page);
    await services.open('Environment');
    await expect(services.row('NEW_SETTING')).toContainText('Only in the files');
    await expect(services.row('NEW_SETTING').locator('code').nth(1)).toHaveText('one');
    await expect(services.row('USER_ID')).toContainText('The same');
    const secret = services.row('OPENAI_API_KEY');
    await expect(secret).toBeVisible();
    expect(await page.content()).not.toContain('canary-4711');
    await expectAccessible(desktop, 'the environment');
    await secret.getByRole('button', { name: 'Copy OPENAI_API_KEY in the files' }).click();
    await expect.poll(() => desktop.electron.evaluate(({ clipboard }) => clipboard.readText())).toBe('canary-4711');
    expect(await page.content()).not.toContain('canary-4711');
    await secret.getByRole('button', { name: 'Show OPENAI_API_KEY in the files' }).click();
    await expect(secret).toContainText('canary-4711');
    await services.open('Mounts');
    await services.open('Environment');
    await expect(services.row('OPENAI_API_KEY')).toBeVisible();
    expect(await page.content()).not.toContain('canary-4711');
    expect(running.names.knowledge).not.toBe('');
  });

  test('shows whose folders are mounted, measures and opens them', async ({ desktop, services: running, home }) => {
    const { electron } = desktop;
    const services = new ServicesPage(desktop.page);
    await electron.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openPath = async (path) => {
        opened.push(path);
        return '';
      };
    });
    await services.open('Mounts');
    await services.choose('Memory');
    const [, source = ''] = Object.entries((await running.both()).memory.mounts).sort()[0] ?? [];
    const row = services.row(source);
    await expect(row).toContainText('Anna, current user');
    await row.getByRole('button', { name: `Measure ${source}` }).click();
    await expect(row).toContainText(/\d+ files?/);
    await expectAccessible(desktop, 'the mounts');
    await row.getByRole('button', { name: `Open ${source}` }).click();
    await expect.poll(() => electron.evaluate(() => (globalThis as { opened?: string[] }).opened)).toEqual([source]);
    expect(source.startsWith(home.dataRoot)).toBe(true);
  });

  test('shows what the engine says, searchable', async ({ desktop, services: running }) => {
    const services = new ServicesPage(desktop.page);
    await services.open('Inspect');
    const { id } = (await running.both()).knowledge;
    const description = services.panel.getByRole('region', { name: 'Description of the container' });
    await expect(description).toContainText(`"Id": "${id}"`);
    await services.panel.getByLabel('Search in the description').fill('"id": "');
    await expect(description.locator('mark').first()).toContainText(id);
    await expectAccessible(desktop, 'the description of a container');
  });

  test('says what it can without containers', async ({ desktop, containers: _none }) => {
    const services = new ServicesPage(desktop.page);
    await services.open('Logs');
    await expect(services.panel.getByText('Knowledge has no container yet.')).toBeVisible();
    await expectAccessible(desktop, 'logs without containers');
    await services.open('Stats');
    await expect(services.panel.getByText('Memory has no container yet.')).toBeVisible();
    for (const part of ['Environment', 'Mounts', 'Inspect']) {
      await services.open(part);
      await expect(services.panel.getByText('There is no container of this service yet.')).toBeVisible();
    }
    await expectAccessible(desktop, 'no container to inspect');
  });
});

test.describe('persag services stats', () => {
  test('looks once, or goes on until it is ended', async ({ services: _running, cli, environment }) => {
    const once = await cli(['services', 'stats', '--json']);
    expect(once.code, once.stderr).toBe(0);
    for (const name of ['knowledge', 'memory'] as const) {
      const { services } = once.json<{ services: Record<string, { sample: { cpu: number; memory: number } }> }>();
      expect(services[name]?.sample.memory).toBeGreaterThan(1_000_000);
      expect(services[name]?.sample.cpu).toBeGreaterThanOrEqual(0);
    }
    expect((await cli(['services', 'stats'])).stdout).toMatch(/^SERVICE +CPU +MEMORY .*\nknowledge +[\d.]+ % +/);
    const following = startCommandLine(['services', 'stats', '-f', '--json'], environment);
    await expect.poll(() => following.output().trim().split('\n').length, { timeout: 15_000 }).toBeGreaterThan(2);
    following.signal('SIGINT');
    expect((await following.ended).code).toBe(0);
  });
});
