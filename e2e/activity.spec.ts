import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ActivityEntry, ActivityPage as Page } from '../src-shared/activity.ts';
import { expect, test } from './fixtures.ts';
import { ActivityPage } from './pages/activity-page.ts';
import { expectAccessible, expectNoViolations } from './support/accessibility.ts';
import type { DesktopApp } from './support/desktop-app.ts';

/** Lets the person choose this folder wherever the app asks for one. */
async function choose({ electron }: DesktopApp, folder: string): Promise<void> {
  await electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, folder);
}

test('what is done by window and command line is written down, and seen at once', async ({ cli, folder, launch }) => {
  const desktop = await launch({ env: { DOCKER_HOST: `unix://${join(folder, 'no.sock')}` } });
  const { overview } = desktop;
  const activity = new ActivityPage(desktop.page);
  await overview.current('Anna').waitFor();
  await activity.open();
  await expect(activity.headline).toHaveText('Nothing was done yet.');
  await expectAccessible(desktop, 'an empty activity log');

  expect((await cli(['users', 'create', 'gina', '--type', 'Guest'])).code).toBe(0);
  await expect(activity.headline).toHaveText('Anna added Gina.');
  await desktop.page.getByRole('link', { name: 'Overview' }).click();
  await overview.switchTo('Ben').click();
  await overview.current('Ben').waitFor();
  expect((await cli(['users', 'create', 'mallory'])).code).toBe(1);
  // To the command line there is an engine, and nothing on it to be stopped: that is done at once.
  expect((await cli(['services', 'stop', 'memory'])).code).toBe(0);
  await expect(desktop.page.getByRole('region', { name: 'Lately' })).toContainText('Anna switched to Ben (files only)');
  await desktop.page.getByRole('link', { name: 'All activity' }).click();

  await expect(activity.rows).toHaveCount(4);
  const [stopped, refused, switched, added] = await activity.rows.allTextContents();
  for (const words of ['Ben stopped Memory', 'Done', 'Command line']) expect(stopped).toContain(words);
  for (const words of ['Ben wanted to add a user', 'Refused', 'access/not-allowed']) expect(refused).toContain(words);
  for (const words of ['Anna switched to Ben', 'Done', 'Window', 'files only']) expect(switched).toContain(words);
  for (const words of ['Anna added Gina', 'Done', 'Command line']) expect(added).toContain(words);
  await expectAccessible(desktop, 'an activity log');
});

test('is narrowed by words, user, act, result and day', async ({ cli, desktop }) => {
  for (const id of ['carl', 'dana', 'carl']) await cli(['users', 'create', id]);
  await cli(['switch', 'ben', '--no-services']);
  await cli(['switch', 'anna', '--no-services']);
  const activity = new ActivityPage(desktop.page);
  await activity.open();
  await expect(activity.rows).toHaveCount(5);
  await activity.filter('Find').fill('added');
  await expect(activity.rows).toHaveCount(2);
  await activity.filter('Find').fill('');
  await activity.filter('User').fill('Ben');
  await expect(activity.rows).toHaveCount(2);
  await activity.filter('Act').selectOption('Switch to a user');
  await activity.filter('Result').selectOption('Refused');
  await expect(desktop.page.getByText('Nothing matches.')).toBeVisible();
  await expectNoViolations(desktop.page, 'filters that find nothing');
  await activity.button('Clear filters').click();
  await expect(activity.rows).toHaveCount(5);
  await activity.filter('Result').selectOption('Refused');
  await expect(activity.rows).toHaveCount(1);
  await expect(activity.rows).toContainText('users/already-exists');
  await activity.filter('To').fill('2020-01-01');
  await expect(activity.rows).toHaveCount(0);
});

test('is exported by the window as a table or as lines, and by the command line', async ({
  cli,
  desktop,
  folder,
  home,
}) => {
  await cli(['users', 'create', 'carl']);
  await cli(['users', 'create', 'carl']);
  const activity = new ActivityPage(desktop.page);
  await choose(desktop, folder);
  await activity.open();
  await activity.filter('Result').selectOption('Refused');
  await expect(activity.rows).toHaveCount(1);
  await activity.exportTo('Table (CSV)');
  await expect(desktop.page.getByText('1 entry exported.')).toBeVisible();
  const [table = ''] = (await readdir(folder)).filter((name) => name.endsWith('.csv'));
  const [head, row, end] = (await readFile(join(folder, table), 'utf8')).split('\r\n');
  expect(head).toBe('time,who,via,what,subject,result,ms,detail,code,id');
  expect(row).toContain(',anna,cli,user.create,carl,refused,');
  expect(end).toBe('');

  const file = join(folder, 'all.jsonl');
  const done = await cli(['activity', 'export', file, '--what', 'user.create', '--json']);
  expect(done.json()).toEqual({ path: file, entries: 2 });
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as ActivityEntry).result)).toEqual(['ok', 'refused']);
  const again = await cli(['activity', 'export', file, '--json']);
  expect([again.code, again.error().code]).toEqual([1, 'activity/export-exists']);
  // A path is taken from where the command was started.
  const relative = await cli(['activity', 'export', 'mine.csv', '--json'], { cwd: home.folder });
  expect(relative.json<{ path: string }>().path).toBe(join(home.folder, 'mine.csv'));
});

test('is listed by the command line, with the same filters', async ({ cli, home }) => {
  expect((await cli(['activity'])).stdout).toBe('Nothing was found.\n');
  await cli(['users', 'create', 'carl']);
  await cli(['users', 'create', 'carl']);
  await cli(['switch', 'ben', '--no-services']);
  const list = async (...args: readonly string[]) =>
    (await cli(['activity', '--json', ...args])).json<Page>().entries.map(({ what, result }) => `${what} ${result}`);
  const all = ['switch ok', 'user.create refused', 'user.create ok'];
  expect(await list()).toEqual(all);
  expect(await list('--result', 'refused')).toEqual(all.slice(1, 2));
  expect(await list('--what', 'switch')).toEqual(all.slice(0, 1));
  expect(await list('--user', 'carl')).toEqual(all.slice(1));
  expect(await list('--since', '1h', '--limit', '2')).toEqual(all.slice(0, 2));
  expect(await list('--until', '2020-01-01')).toEqual([]);
  expect((await cli(['activity'])).stdout).toMatch(/anna +cli +done +switched to ben \(files only/);
  for (const wrong of [
    ['--what', 'nonsense'],
    ['--result', 'good'],
    ['--since', 'whenever'],
    ['--limit', '0'],
    ['exprt'],
  ]) {
    expect((await cli(['activity', ...wrong])).code, wrong.join(' ')).toBe(2);
  }
  // A line that a power cut tore off costs itself alone.
  await appendFile(join(home.folder, 'desktop/activity/activity.jsonl'), '{"id":"torn');
  await cli(['switch', 'anna', '--no-services']);
  expect(await list()).toEqual(['switch ok', ...all]);
});
