import type { HealthState } from '../src-shared/health.ts';
import { expect, test } from './fixtures.ts';
import { pullSteps } from './stand-ins/model-pulls.ts';
import { defaultModels } from './stand-ins/model-server.ts';
import { expectAccessibleAsItIs } from './support/both-themes.ts';

test.describe('the details of a lamp', () => {
  test('open by the keyboard with its past, and give the focus back', async ({
    services: _running,
    desktop,
    launch,
    cli,
  }) => {
    const { overview, page } = desktop;
    const { knowledge } = overview;
    await overview.untilAllIsWellFor('Anna');
    await knowledge.lamp('http').focus();
    await page.keyboard.press('Enter');
    const details = knowledge.dialog('http');
    await expect(details.getByRole('img', { name: /^Asked/ })).toBeVisible();
    await expect(details).toContainText(/answered in \d+ ms/);
    await expect(details).toContainText(/asked again in \d s/);
    await expectAccessibleAsItIs(page, 'the past of a lamp');
    await page.keyboard.press('Escape');
    await expect(details).toBeHidden();
    await expect(knowledge.lamp('http')).toBeFocused();

    // What happens while it is open is in it.
    await page.keyboard.press('Enter');
    expect((await cli(['services', 'stop', 'knowledge'])).code).toBe(0);
    await expect(details.getByRole('listitem').first()).toContainText('Not asked, as the container does not run.');
    await page.keyboard.press('Escape');

    // The command line tells the same past, and the next start of the app still knows it.
    await desktop.quit();
    const answer = await cli(['services', '--json']);
    const [first] = answer.json<{ services: { history: HealthState['services'][number]['lamps'] }[] }>().services;
    const changes = first?.history.http.transitions ?? [];
    expect(changes[0]?.to).toBe('unknown');
    expect(changes.some(({ from }) => from === 'ok')).toBe(true);
    expect(first?.history.http.probes.length).toBeGreaterThan(0);
    const text = (await cli(['services'])).stdout;
    expect(text).toMatch(/http, last asked:\n {4}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}ok +\d+ ms/);
    expect(text).toMatch(/container warn {5}It is stopped\..*\(for \d+ (s|min)\)/);
    const again = await launch();
    const listed = (await again.overview.knowledge.details('http')).getByRole('listitem');
    await expect(listed.filter({ hasText: 'It answers at' })).not.toHaveCount(0);
  });
});

test.describe('a model that is missing', () => {
  test.afterEach(({ machine }) => {
    machine.models.offer([]);
    machine.models.setModels(defaultModels);
  });

  test('is got from the window: progress, cancel, a failure that says why, and then all is well', async ({
    desktop,
    machine,
  }) => {
    const { overview, page } = desktop;
    const { memory } = overview;
    const { models } = machine;
    models.setModels(['granite3.1-dense:8b', 'nomic-embed-text']);
    models.offer([]);
    await memory.lamp('model').click();
    const details = memory.dialog('model');
    const get = details.getByRole('button', { name: 'Get granite3.1-dense:2b' });
    await details.getByRole('button', { name: 'Ask again' }).or(get).first().waitFor({ timeout: 30_000 });
    await get.waitFor({ timeout: 30_000 });
    await expect(memory.lamp('model')).toHaveAccessibleName(/Not available$/);

    await get.click();
    await expect(details.getByRole('alert')).toContainText('file does not exist');
    await expectAccessibleAsItIs(page, 'a model that was not got');

    models.offer(['granite3.1-dense:2b']);
    await get.click();
    await expect(details).toContainText('Getting granite3.1-dense:2b');
    await expect.poll(() => models.isPulling).toBe(true);
    models.stepPull();
    await expect(details).toContainText('1.0 GB of 4.0 GB');
    await expectAccessibleAsItIs(page, 'a model on its way');
    await details.getByRole('button', { name: 'Cancel getting granite3.1-dense:2b' }).click();
    await expect(get).toBeVisible();
    await expect.poll(() => models.isPulling).toBe(false);

    await get.click();
    for (let step = 0; step < pullSteps; step += 1) {
      await expect.poll(() => models.isPulling).toBe(true);
      models.stepPull();
    }
    await expect(memory.lamp('model')).toHaveAccessibleName(/Ready$/);
    await expect(details.getByRole('listitem').first()).toContainText('granite3.1-dense:2b is on Ollama');
  });
});
