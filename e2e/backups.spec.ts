import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupsState } from '../src-shared/backups.ts';
import { expect, test } from './fixtures.ts';
import { HomePage } from './pages/home-page.ts';
import { editFile } from './support/edit-file.ts';
import { contentBesideBackups } from './support/home-content.ts';
import { envFiles } from './support/home-files.ts';

test('the first backup is made by a click, checked by another, and seen by the command line', async ({
  desktop,
  home,
  cli,
}) => {
  const page = new HomePage(desktop.page);
  const before = await contentBesideBackups(home.folder);
  await page.open('Backups');
  await expect(page.headline).toHaveText('There is no backup yet.');
  await page.button('Back up now').click();
  await expect(page.headline).toHaveText('1 backup, the newest from just now.');
  await page.button(/^Check /).click();
  await expect(page.backups.first()).toContainText(/Checked/);
  const { backups } = (await cli(['backup', 'list', '--json'])).json<BackupsState>();
  expect(backups.map(({ reason }) => reason)).toEqual(['by hand']);
  expect(await contentBesideBackups(home.folder)).toEqual(before);
});

test('a backup is compared, restored, and what was there before can be had again', async ({ desktop, home }) => {
  const page = new HomePage(desktop.page);
  const path = join(home.folder, envFiles.knowledge);
  const good = await readFile(path, 'utf8');
  await page.open('Backups');
  await page.button('Back up now').click();
  await expect(page.backups).toHaveCount(1);
  await editFile(path, /^USER_ID=.*$/m, 'USER_ID=somebody');
  const edited = await readFile(path, 'utf8');

  await page.button(/^Compare /).click();
  const panel = page.region(/^Backup of /);
  await expect(panel).toContainText(`${envFiles.knowledge} is set back`);
  await panel.getByText('Change', { exact: true }).click();
  const change = page.region(`What restoring does to ${envFiles.knowledge}`);
  await expect(change).toContainText('-USER_ID=somebody');
  await page.button('Restore 1 file').click();
  expect(await readFile(path, 'utf8')).toBe(edited);
  await page.button('Restore 1 file now').click();
  await expect(page.notice('Brought back 1 file.')).toContainText('The state before is in the backup');
  expect(await readFile(path, 'utf8')).toBe(good);

  await expect(page.backups).toHaveCount(2);
  await page
    .button(/^Compare /)
    .first()
    .click();
  await page.button('Restore 1 file').click();
  await page.button('Restore 1 file now').click();
  await expect(page.backups).toHaveCount(3);
  expect(await readFile(path, 'utf8')).toBe(edited);
});

test('a damaged backup is told and never restored', async ({ desktop, cli, home }) => {
  const page = new HomePage(desktop.page);
  expect((await cli(['backup', 'create', '--json'])).code).toBe(0);
  const { folder, backups } = (await cli(['backup', 'list', '--json'])).json<BackupsState>();
  const kept = join(folder, backups[0]?.id ?? '');
  const names = await readdir(kept, { recursive: true });
  const name = names.find((each) => each.endsWith('env.server'));
  expect(name, names.join(' ')).toBeDefined();
  await appendFile(join(kept, name ?? ''), '# torn\n');
  await editFile(join(home.folder, envFiles.knowledge), /^USER_ID=.*$/m, 'USER_ID=somebody');
  const before = await contentBesideBackups(home.folder);

  await page.open('Backups');
  await page.button(/^Check /).click();
  await expect(page.backups.first()).toContainText('Damaged');
  await expect(page.headline).toHaveText('No backup can be restored. 1 is damaged.');
  await page.button(/^Compare /).click();
  await expect(page.region(/^Backup of /)).toBeVisible();
  await expect(page.button(/^Restore .* now$/)).toHaveCount(0);
  expect((await cli(['backup', 'restore', backups[0]?.id ?? '', '--json'])).error().code).toBe('backups/damaged');
  expect(await contentBesideBackups(home.folder)).toEqual(before);
});

test('what is kept is a setting, saved on purpose', async ({ desktop, cli }) => {
  const page = new HomePage(desktop.page);
  await page.open('Backups');
  const form = desktop.page.getByRole('form', { name: 'What is kept' });
  await form.getByLabel('Newest backups').fill('3');
  await form.getByLabel('Days').fill('0');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('button', { name: 'Save' })).toBeHidden();
  const { retention } = (await cli(['backup', 'list', '--json'])).json<BackupsState>();
  expect(retention).toEqual({ count: 3, days: 0 });
});
