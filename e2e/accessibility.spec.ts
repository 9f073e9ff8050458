import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { SettingsPage } from './pages/settings-page.ts';
import { TryItPage } from './pages/try-it-page.ts';
import { setFaults } from './stand-ins/lightrag/faults.ts';
import { openAiErrors, startOpenAi } from './stand-ins/providers/openai.ts';
import { expectAccessible, expectNoViolations } from './support/accessibility.ts';
import { expectAccessibleAsItIs } from './support/both-themes.ts';
import type { DesktopApp } from './support/desktop-app.ts';
import { saveSettings } from './support/window-api.ts';

test('nothing to complain of before anything runs: services, form, list, lamp, unreadable user', async ({
  home,
  desktop,
}) => {
  const { overview, sidebar, page } = desktop;
  await expect(overview.button('Start both')).toBeVisible();
  await expectAccessible(desktop, 'services that do not run');
  await overview.addUser({ name: 'Nobody', id: 'a/b' });
  await expect(overview.addUserForm.getByLabel('Id')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(desktop, 'a form with an error');
  await overview.addUserForm.getByRole('button', { name: 'Discard' }).click();
  await writeFile(join(home.folder, 'env.userid'), 'who?\n');
  await expect(overview.notice('env.userid cannot be read.')).toBeVisible();
  await expectAccessible(desktop, 'an unreadable env.userid');
  await writeFile(join(home.folder, 'env.userid'), 'USER_ID=anna\n');
  await overview.current('Anna').waitFor();

  // A click on the theme would close what is open, so the keyboard opens it in each theme.
  for (const theme of ['Light', 'Dark'] as const) {
    await sidebar.theme(theme).click({ force: true });
    await sidebar.open();
    await expectNoViolations(page, `the list of users, ${theme}`);
    await page.keyboard.press('Escape');
    await overview.knowledge.details('container');
    await expectNoViolations(page, `the details of a lamp, ${theme}`);
    await page.keyboard.press('Escape');
  }
});

test('nothing to complain of while a switch runs, after it failed, and when all is well', async ({
  home,
  services: _running,
  desktop,
}) => {
  const { overview } = desktop;
  await overview.untilAllIsWellFor('Anna');
  await expectAccessible(desktop, 'all is well');
  await setFaults(home.dataRoot, 'ben', 'knowledge', { health: 'never' });
  await overview.switchTo('Ben').click();
  await expect(overview.running.current).toContainText('Wait until both services answer');
  await expectAccessible(desktop, 'a running switch');
  await overview.running.cancel.click();
  await expect(overview.notice('The switch to Ben was cancelled.')).toBeVisible();
  await setFaults(home.dataRoot, 'ben', 'knowledge', { exitAtStart: 1 });
  await overview.switchTo('Ben').click();
  await expect(overview.notice('The switch to Ben failed.')).toBeVisible();
  await expectAccessible(desktop, 'a failed switch');
});

test('nothing to complain of without Docker', async ({ folder, launch }) => {
  const desktop = await launch({ env: { DOCKER_HOST: `unix://${join(folder, 'no.sock')}` } });
  await expect(desktop.overview.notice('Docker is not reachable.')).toBeVisible();
  await expectAccessible(desktop, 'no Docker');
});

test('nothing to complain of on the page Users: list, profile, errors, deletion, archives, recovery', async ({
  home,
  desktop,
}) => {
  const { users } = desktop;
  await users.open();
  await users.row('ben').waitFor();
  await expectAccessible(desktop, 'the list of users');
  await users.filter.fill('nobody');
  await desktop.page.getByText('Nobody has “nobody”').waitFor();
  await expectAccessible(desktop, 'a filter that leaves nobody');
  await users.filter.fill('');

  await users.openUser('ben');
  await users.field('Phone').fill('1');
  await users.act('Save').click();
  await expect(users.field('Phone')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(desktop, 'a profile with a bad field');
  await users.row('anna').getByRole('gridcell').first().click();
  await users.panel.getByRole('group', { name: 'Unsaved changes' }).waitFor();
  await expectAccessible(desktop, 'unsaved changes');
  await users.act('Discard changes').click();
  await users.openUser('ben');
  await users.act('Delete').click();
  await users.field('Type ben to confirm').waitFor();
  await expectAccessible(desktop, 'the plan of a deletion');
  await users.act('Keep Ben').click();
  await users.act('Export').click();
  await users.act('Export Ben').waitFor();
  await expectAccessible(desktop, 'an export');
  await users.button('Import').click();
  await expectAccessible(desktop, 'an import');
  await users.button('Add user').click();
  await expectAccessible(desktop, 'a new user beside the list');
  await users.button('Deleted users').click();
  await expectAccessible(desktop, 'no deleted users');
  await writeFile(join(home.dataRoot, 'users_registry.json'), '{');
  await expect(users.headline).toHaveText('The list of users cannot be read.');
  await desktop.page.getByRole('button', { name: /^Recover \d/ }).waitFor();
  await expectAccessible(desktop, 'a list of users that cannot be read');
});

test('nothing to complain of on the pages Settings and Try it: first time, forms, lists, tests, profiles, chat', async ({
  folder,
  launch,
}) => {
  const openai = await startOpenAi();
  const desktop = await launch({ env: { DOCKER_HOST: `unix://${join(folder, 'no.sock')}` } });
  const { page } = desktop;
  const settings = new SettingsPage(page);
  await settings.open();
  await settings.main.locator('.provider-button').first().waitFor();
  await expectAccessible(desktop, 'no configuration yet');
  await settings.begin('OpenAI');
  await settings.act('Save').click();
  await expect(settings.field('API key')).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(desktop, 'a form that lacks a key');
  await page.evaluate(saveSettings, { baseUrl: `${openai.url}/v1`, key: 'sk-of-nobody-0000' });
  await settings.act('Discard').click();
  await settings.openRow('Small');
  openai.fail('chat', { kind: 'reply', reply: openAiErrors.noQuota });
  await settings.act('Test: Answer').click();
  await expect(settings.check('Answer')).toContainText('Nothing left');
  await expectAccessible(desktop, 'a configuration and its tests');
  // A click on the theme would close the list, so that the page follows the system's.
  await sidebarFollowsSystem(desktop);
  await settings.field('Model').press('ArrowDown');
  await expect(settings.models).toHaveCount(2);
  await settings.field('Model').press('ArrowDown');
  await expectAccessibleAsItIs(page, 'the list of models');
  await settings.field('Model').press('Escape');
  await settings.part('Profiles');
  await settings.openRow('Large by tag');
  await expectAccessible(desktop, 'a profile');
  await settings.part('Keys and files');
  await expectAccessible(desktop, 'keys and files');
  const tryIt = new TryItPage(page);
  await tryIt.open();
  await expectAccessible(desktop, 'a chat that is empty');
  openai.fail('chat', null);
  await tryIt.ask('Hello?');
  await expect(tryIt.turns).toContainText('in all');
  await tryIt.ask('@NONE hello?');
  await tryIt.turns.getByRole('alert').waitFor();
  await expectAccessible(desktop, 'an answer, and a tag that nobody has');
  await sidebarFollowsSystem(desktop);
  await tryIt.question.fill('@');
  await expect(tryIt.tags).toHaveCount(2);
  await expectAccessibleAsItIs(page, 'the list of tags');
  await openai.stop();
});

test('the pages Settings and Try it are worked by the keyboard alone', async ({ folder, launch }) => {
  const { page } = await launch({ env: { DOCKER_HOST: `unix://${join(folder, 'no.sock')}` } });
  const settings = new SettingsPage(page);
  await settings.link.focus();
  await page.keyboard.press('Enter');
  await settings.main.locator('.provider-button').first().waitFor();
  await tabTo(page, settings.main.getByRole('button', { name: /^Ollama / }));
  await page.keyboard.press('Enter');
  await expect(settings.field('Model')).toBeFocused();
  await page.keyboard.type('typed');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+s');
  await settings.panel.getByText('Saved.').waitFor();
  await page.keyboard.press('Escape');
  await expect(settings.panel).toHaveCount(0);
  await tabTo(page, settings.row('Ollama').getByRole('button').first());
  await page.keyboard.press('Enter');
  await expect(settings.panel).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(settings.row('Ollama').getByRole('button').first()).toBeFocused();
  const tryIt = new TryItPage(page);
  await tabTo(page, tryIt.link, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(tryIt.question).toBeFocused();
});

/** Presses Tab until something has the focus, as a person does who looks for it. */
async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const hasFocus = () => wanted.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 60 && !(await hasFocus()); presses += 1) await page.keyboard.press(key);
  await expect(wanted).toBeFocused();
}

async function sidebarFollowsSystem({ page, sidebar }: DesktopApp): Promise<void> {
  await sidebar.theme('As the system').click({ force: true });
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
}
