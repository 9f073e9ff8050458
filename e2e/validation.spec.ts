import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ValidationState } from '../src-shared/validation.ts';
import { expect, test } from './fixtures.ts';
import { HomePage } from './pages/home-page.ts';
import { editFile } from './support/edit-file.ts';
import { contentOf } from './support/home-content.ts';
import { composeFiles, envFiles } from './support/home-files.ts';

test('a home as the app makes it is in order, in the window and on the command line', async ({ desktop, cli }) => {
  const page = new HomePage(desktop.page);
  await page.open('Findings');
  await expect(page.headline).toHaveText(/^(Everything is in order|Nothing is wrong with the home)\.$/);
  const { counts } = (await cli(['validate', '--json'])).json<ValidationState>();
  expect([counts.error, counts.warn]).toEqual([0, 0]);
});

test.describe('a port that is open to the network', () => {
  const title = 'Publish the port on 127.0.0.1 alone';

  test('is found while the window is open, and mended only after the change was seen', async ({
    desktop,
    home,
    cli,
  }) => {
    const page = new HomePage(desktop.page);
    const path = join(home.folder, composeFiles.knowledge);
    const good = await readFile(path, 'utf8');
    await page.open('Findings');
    await page.headline.waitFor();
    await editFile(path, `"127.0.0.1:${home.knowledgePort}:9621"`, `"${home.knowledgePort}:9621"`);
    const open = await readFile(path, 'utf8');
    const line = open.split('\n').findIndex((text) => text.includes(`"${home.knowledgePort}:9621"`)) + 1;

    const finding = page.finding(`Port ${home.knowledgePort} is open`);
    await expect(finding).toContainText(`${composeFiles.knowledge}:${line}`);
    await expect(page.link).toHaveAccessibleName('Home, 1 to look at');
    const [found] = (await cli(['validate', '--json'])).json<ValidationState>().findings;
    expect([found?.code, found?.file, found?.line]).toEqual(['open-ports/network', path, line]);

    await page.button(`Show fix: ${title}`).click();
    const diff = page.region(`Change of ${composeFiles.knowledge}`);
    await expect(diff).toContainText(`-      - "${home.knowledgePort}:9621"`);
    expect(await readFile(path, 'utf8')).toBe(open);

    await page.button('Apply fix').click();
    await expect(page.notice(`Done: ${title}.`)).toBeVisible();
    await expect(finding).toHaveCount(0);
    expect(await readFile(path, 'utf8')).toBe(good);
    await page.open('Backups');
    await expect(page.backups).toHaveCount(1);
    await expect(page.backups.first()).toContainText(title);
  });

  test('is shown as base, mine and theirs where somebody writes the file meanwhile', async ({ desktop, home }) => {
    const page = new HomePage(desktop.page);
    const path = join(home.folder, composeFiles.knowledge);
    await editFile(path, `"127.0.0.1:${home.knowledgePort}:9621"`, `"${home.knowledgePort}:9621"`);
    await page.open('Findings');
    await page.button(`Show fix: ${title}`).click();
    await page.button('Apply fix').waitFor();
    await editFile(path, /^( *)restart: .*$/m, '$1restart: "no"');
    const theirs = await readFile(path, 'utf8');

    await page.button('Apply fix').click();
    await expect(page.notice(/Another program wrote/)).toContainText('Nothing was changed.');
    await expect(page.region(/^Mine/)).toContainText(`"127.0.0.1:${home.knowledgePort}:9621"`);
    await expect(page.region(/^Theirs/)).toContainText('restart: "no"');
    await expect(page.region(/^Base/)).not.toContainText('restart: "no"');
    expect(await readFile(path, 'utf8')).toBe(theirs);

    await page.button('Look again').click();
    await page.button('Apply fix').click();
    await expect(page.notice(`Done: ${title}.`)).toBeVisible();
    const after = await readFile(path, 'utf8');
    expect(after).toBe(theirs.replace(`"${home.knowledgePort}:9621"`, `"127.0.0.1:${home.knowledgePort}:9621"`));
  });
});

test('a compose file that is no YAML is an error with its line, left as it is, and the rest is still told', async ({
  desktop,
  home,
  cli,
}) => {
  const page = new HomePage(desktop.page);
  const broken = 'services:\n  lightrag: [unclosed\n';
  await writeFile(join(home.folder, composeFiles.memory), broken);
  await editFile(join(home.folder, envFiles.knowledge), /^USER_ID=.*$/m, '$&\n$&');
  const before = await contentOf(home.folder);
  await page.open('Findings');
  await expect(page.headline).toHaveText(/keeps? the home from working/);
  const worst = page.region('Keeps something from working');
  await expect(worst).toContainText(composeFiles.memory);
  await expect(page.finding(/USER_ID is set 2 times/)).toContainText(envFiles.knowledge);
  const refused = await cli(['validate', '--json']);
  expect(refused.code).toBe(1);
  expect(refused.json<ValidationState>().counts.error).toBeGreaterThan(0);
  expect(await contentOf(home.folder)).toEqual(before);

  await page.open('Backups');
  await expect(page.headline).toHaveText('There is no backup yet.');
});
