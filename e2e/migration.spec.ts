import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationPlan } from '../src-shared/migration.ts';
import { expect, test } from './fixtures.ts';
import { HomePage } from './pages/home-page.ts';
import { writeUpstreamHome } from './stand-ins/homes.ts';
import { writeUsers } from './stand-ins/users-registry.ts';
import type { DesktopApp } from './support/desktop-app.ts';
import { contentBesideBackups, contentOf } from './support/home-content.ts';
import { composeFiles, envFiles } from './support/home-files.ts';

/** Answers the system's window in which a person chooses a folder. */
async function chooseInDialog({ electron }: DesktopApp, folder: string): Promise<void> {
  await electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, folder);
}

async function plan(page: HomePage, from: string, theirs = false): Promise<void> {
  await page.open('Migration');
  const form = page.page.getByRole('form', { name: 'Make a plan' });
  await form.getByLabel('Folder to move in from').fill(from);
  if (theirs) await form.getByLabel(/^The other folder’s is taken/).check();
  await form.getByRole('button', { name: 'Make a plan' }).click();
}

test('a plan lists every file, as the command line does, and changes nothing', async ({
  desktop,
  home,
  folder,
  cli,
}) => {
  const page = new HomePage(desktop.page);
  const from = join(folder, 'agent');
  await writeUpstreamHome(from);
  const before = [await contentBesideBackups(home.folder), await contentOf(from)];
  await plan(page, from);
  const table = page.region('Files of the plan');
  await expect(table.getByRole('row', { name: composeFiles.knowledge })).toContainText('Both have it');
  const { files } = (await cli(['migrate', '--from', from, '--dry-run', '--json'])).json<MigrationPlan>();
  await expect(table.locator('tbody tr')).toHaveCount(files.length);
  await page.page.getByLabel('Find a file').fill(envFiles.memory);
  await expect(table.locator('tbody tr')).toHaveCount(1);
  await page.button('Discard plan').click();
  expect([await contentBesideBackups(home.folder), await contentOf(from)]).toEqual(before);
});

test('a project moves in, and the home is what it was after a rollback', async ({ desktop, home, folder }) => {
  const page = new HomePage(desktop.page);
  const from = join(folder, 'agent');
  await writeUpstreamHome(from);
  // Whoever is current afterwards takes it back, and that takes an Admin.
  await writeUsers(home.dataRoot, [{ id: 'anna', type: 'Admin' }, { id: 'ben' }, { id: 'charlie', type: 'Admin' }]);
  const before = [await contentBesideBackups(home.folder), await contentOf(from)] as const;
  await plan(page, from, true);
  await page.button(/^Move in \d+ files$/).click();
  await expect(page.headline).toHaveText(`Moved in from ${from}.`);
  await expect(page.notice(/^Done in/)).toContainText('in the backup');
  expect(await readFile(join(home.folder, 'env.userid'), 'utf8')).toBe('USER_ID="charlie"\n');
  expect(await contentOf(from)).toEqual(before[1]);

  await page.button('Roll back').click();
  await page.button('Roll back now').click();
  await expect(page.notice('Rolled back.')).toBeVisible();
  expect(await contentBesideBackups(home.folder)).toEqual(before[0]);
});

test('a folder that is no agent’s is refused with the reason', async ({ desktop, home, folder }) => {
  const page = new HomePage(desktop.page);
  const before = await contentBesideBackups(home.folder);
  const pictures = join(folder, 'pictures');
  await mkdir(pictures);
  await page.open('Migration');
  await chooseInDialog(desktop, pictures);
  await page.button('Choose').click();
  await expect(page.page.getByLabel('Folder to move in from')).toHaveValue(pictures);
  await page.button('Make a plan').click();
  await expect(page.notice('There is no plan for that folder.')).toContainText('pictures has no env.userid');
  expect(await contentBesideBackups(home.folder)).toEqual(before);
});

test('five thousand files show how far they are, can be stopped with the home as it was, and gone on with', async ({
  desktop,
  home,
  folder,
}) => {
  const page = new HomePage(desktop.page);
  const from = join(folder, 'agent');
  await writeUpstreamHome(from);
  const many = join(from, 'lightrag_server', 'rag_storage');
  await mkdir(many);
  for (let at = 0; at < 5000; at += 1) await writeFile(join(many, `${at}.json`), `{"at": ${at}}\n`);
  const before = await contentBesideBackups(home.folder);
  await plan(page, from);
  await page.button(/^Move in [\d,]+ files$/).click();
  const running = page.region('Running migration');
  await expect(running).toContainText(/[1-9][\d,]* of 5,\d{3} files/, { timeout: 30_000 });
  await page.button('Stop').click();
  await expect(page.headline).toHaveText('A migration was stopped and can go on.', { timeout: 30_000 });
  expect(await contentBesideBackups(home.folder)).toEqual(before);

  await page.button('Go on').click();
  await expect(page.headline).toHaveText(`Moved in from ${from}.`, { timeout: 90_000 });
  await expect(page.notice(/^Done in/)).toContainText('had been copied before');
  expect(await readFile(join(home.folder, 'lightrag_server/rag_storage/4999.json'), 'utf8')).toBe('{"at": 4999}\n');
});
