import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SwitchReport } from '../src-shared/switching.ts';
import { expect, test } from './fixtures.ts';
import { HomePage } from './pages/home-page.ts';
import { PassphraseDialog } from './pages/passphrase-dialog.ts';
import { expectAccessibleAsItIs } from './support/both-themes.ts';
import { contentOf } from './support/home-content.ts';

const right = 'a right one';
const wrong = 'a wrong one';
/** What the list calls a user who has a passphrase. */
const benLocked = /^Switch to Ben, .*takes a passphrase/;

/** Runs inside the page: asks main for what its buttons would not. */
const askForAll = async () => {
  const { persag } = window;
  const claims = { userId: 'anna', actingUser: 'anna', role: 'Admin', caller: { kind: 'cli', windowId: 0 } };
  const answers = {
    create: await persag.users.create({ ...claims, id: 'mallory', type: 'Admin' }),
    stop: await persag.docker.stop({ ...claims, services: ['memory'] }),
    restore: await persag.backups.restore({ ...claims, id: 'one' }),
    plan: await persag.migration.plan({ ...claims, from: '/' }),
    fix: await persag.validation.applyFix({ ...claims, findingId: 'one', hash: 'two' }),
    forget: await persag.access.forgetPassphrase({ ...claims }),
    set: await persag.access.setPassphrase({ ...claims, passphrase: 'long enough' }),
  };
  return Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [name, answer.ok ? 'let through' : answer.error.code]),
  );
};
const allRefused = Object.fromEntries(
  ['create', 'stop', 'restore', 'plan', 'fix', 'forget', 'set'].map((name) => [name, 'access/not-allowed']),
);

test.describe('roles', () => {
  test('a Guest switches and looks; the window says why not more, and main refuses what it is asked anyway', async ({
    cli,
    home,
    desktop,
  }) => {
    await cli(['users', 'create', 'gina', '--type', 'Guest']);
    const { overview, sidebar, page } = desktop;
    await overview.switchTo('Gina').waitFor();
    const before = await contentOf(home.folder);
    await sidebar.onlyInThisWindow('Gina');
    const start = overview.button('Start both');
    await expect(start).toHaveAttribute('aria-disabled', 'true');
    await expect(start).toHaveAccessibleDescription(/Gina \(Guest\) may not start .* Ask Anna/);
    await expect(overview.users.getByRole('button', { name: 'Add user' })).toHaveAttribute('aria-disabled', 'true');
    await sidebar.open();
    await expect(sidebar.list).toContainText('Gina (Guest) may switch and look.');
    await page.keyboard.press('Escape');
    // A window that names another user, and whatever else it claims, is still Gina's.
    expect(await page.evaluate(askForAll)).toEqual(allRefused);
    expect(await contentOf(home.folder)).toEqual(before);
    await overview.button('Back to Anna').click();
    await expect(start).not.toHaveAttribute('aria-disabled', 'true');
  });

  test('a Standard user works the services and moves nothing else', async ({ cli, desktop }) => {
    const { overview, sidebar, page } = desktop;
    await overview.current('Anna').waitFor();
    await sidebar.onlyInThisWindow('Ben');
    await expect(overview.button('Start both')).not.toHaveAttribute('aria-disabled', 'true');
    await expect(overview.users.getByRole('button', { name: 'Add user' })).toHaveAttribute('aria-disabled', 'true');
    const homePage = new HomePage(page);
    await homePage.open('Migration');
    await expect(homePage.button('Make a plan')).toHaveAccessibleDescription(/Ben \(Standard\) may not/);
    await homePage.open('Backups');
    await homePage.button('Back up now').click();
    await expect(homePage.backups).toHaveCount(1);
    expect((await cli(['backup', 'list', '--json'])).code).toBe(0);
  });

  test('the command line acts as the current user, and says who could do it', async ({ cli, home }) => {
    await cli(['users', 'create', 'gina', '--type', 'Guest']);
    await cli(['switch', 'gina', '--no-services']);
    const before = await contentOf(home.folder);
    for (const args of [
      ['users', 'create', 'mallory', '--type', 'Admin'],
      ['services', 'stop', 'memory'],
      ['backup', 'restore', 'one'],
      ['migrate', '--from', home.folder, '--dry-run'],
      ['passphrase', 'forget', 'anna'],
      ['activity', 'export', join(home.folder, 'a.csv')],
    ]) {
      const refused = await cli([...args, '--json']);
      expect([refused.code, refused.error().code], args.join(' ')).toEqual([1, 'access/not-allowed']);
    }
    const forPeople = await cli(['services', 'stop', 'memory']);
    expect([forPeople.code, forPeople.stdout]).toEqual([1, '']);
    for (const words of ['Gina (Guest) may not stop memory', 'Ask Anna', '(access/not-allowed)']) {
      expect(forPeople.stderr).toContain(words);
    }
    expect(await contentOf(home.folder)).toEqual(before);
    // Away again, to somebody who may.
    expect((await cli(['switch', 'anna', '--no-services'])).code).toBe(0);
    expect((await cli(['users', 'create', 'mallory'])).code).toBe(0);
  });

  test('what repairs an unreadable registry is everybody’s', async ({ cli, home, desktop }) => {
    await cli(['users', 'create', 'gina', '--type', 'Guest']);
    const { overview, sidebar, page } = desktop;
    await overview.switchTo('Gina').waitFor();
    await sidebar.onlyInThisWindow('Gina');
    const backup = (await cli(['backup', 'create', '--json'])).json<{ id: string }>();
    await writeFile(join(home.dataRoot, 'users_registry.json'), '{"users": [');
    await overview.notice('The list of users cannot be read.').waitFor();
    const restored = await page.evaluate((id) => window.persag.backups.restore({ id }), backup.id);
    expect(restored).toMatchObject({ ok: true });
    const created = await page.evaluate(() => window.persag.users.create({ id: 'mallory' }));
    expect(created).toMatchObject({ ok: false, error: { code: 'users/registry-unreadable' } });
  });
});

test.describe('a passphrase', () => {
  /** Gives Ben a passphrase by the command line. */
  test.beforeEach(async ({ cli }) => {
    const set = await cli(['passphrase', 'set', 'ben', '--passphrase-stdin', '--json'], { input: `${right}\n` });
    expect(set.code, set.stdout).toBe(0);
  });

  test('is asked for before a switch, and nothing changes without it', async ({ cli, home, folder, launch }) => {
    const { overview, page } = await launch({ env: { DOCKER_HOST: `unix://${join(folder, 'no.sock')}` } });
    const asked = new PassphraseDialog(page);
    await overview.users.getByRole('button', { name: benLocked }).waitFor();
    const before = await contentOf(home.folder);
    // By keyboard alone: the focus goes into the field, and back where it was.
    await overview.users.getByRole('button', { name: benLocked }).focus();
    await page.keyboard.press('Enter');
    await expect(asked.field('Passphrase')).toBeFocused();
    await expectAccessibleAsItIs(page, 'a passphrase is asked for');
    await page.keyboard.type(wrong);
    await page.keyboard.press('Enter');
    await expect(asked.field('Passphrase')).toHaveAccessibleDescription(/not the passphrase/);
    await expectAccessibleAsItIs(page, 'a wrong passphrase');
    await page.keyboard.press('Escape');
    await expect(asked.dialog).toBeHidden();
    await expect(overview.users.getByRole('button', { name: benLocked })).toBeFocused();
    expect(await contentOf(home.folder)).toEqual(before);

    await overview.users.getByRole('button', { name: benLocked }).click();
    await asked.give(right);
    await expect(asked.dialog).toBeHidden();
    await overview.current('Ben').waitFor();
    // Away from Ben without it.
    expect((await cli(['switch', 'anna', '--no-services'])).code).toBe(0);
    expect((await cli(['status', '--json'])).stdout).toContain('"anna"');
  });

  test('is asked for where only a window acts for the user, too', async ({ desktop }) => {
    const { overview, sidebar, page } = desktop;
    const asked = new PassphraseDialog(page);
    await overview.current('Anna').waitFor();
    await sidebar.onlyInThisWindow('Ben');
    await asked.cancel.click();
    await expect(sidebar.switcher).toHaveAccessibleName(/^Anna/);
    await sidebar.onlyInThisWindow('Ben');
    await asked.give(right);
    await expect(sidebar.switcher).toHaveAccessibleName(/^Ben, Only this window/);
    // Anna has none.
    await overview.button('Back to Anna').click();
    await expect(sidebar.switcher).toHaveAccessibleName(/^Anna/);
  });

  test('comes from standard input or a file to the command line, and never from an argument', async ({
    cli,
    folder,
  }) => {
    const attempt = (extra: readonly string[], input?: string) =>
      cli(['switch', 'ben', '--no-services', '--json', ...extra], input === undefined ? {} : { input });
    const missing = await attempt([]);
    expect([missing.code, missing.error().code]).toEqual([1, 'access/passphrase-needed']);
    expect(missing.error().hint).toContain('--passphrase-stdin');
    const file = join(folder, 'passphrase');
    expect((await attempt(['--passphrase-file', file])).error().code).toBe('input/invalid');
    await writeFile(file, `${wrong}\n`);
    expect((await attempt(['--passphrase-file', file])).error().code).toBe('access/passphrase-wrong');
    expect((await attempt(['--passphrase-stdin'], '\n')).error().code).toBe('access/passphrase-needed');
    expect((await attempt(['--passphrase', right])).code).toBe(2);
    const done = await attempt(['--passphrase-stdin'], `${right}\n`);
    expect(done.code, done.stdout).toBe(0);
    expect(done.json<SwitchReport>()).toMatchObject({ success: true, user_id: 'ben' });
    expect(done.stdout).not.toContain(right);
  });

  test('is slowed down after wrong tries, for window and command line alike, and told', async ({ cli, desktop }) => {
    const { overview, page } = desktop;
    const asked = new PassphraseDialog(page);
    await overview.users.getByRole('button', { name: benLocked }).waitFor();
    const attempt = (passphrase: string) =>
      cli(['passphrase', 'verify', 'ben', '--passphrase-stdin', '--json'], { input: `${passphrase}\n` });
    const codes: string[] = [];
    // Each in a process of its own; the fifth comes while the fourth's delay of 4 s goes on.
    for (let tries = 0; codes.at(-1) !== 'access/passphrase-wait' && tries < 8; tries += 1) {
      codes.push((await attempt(wrong)).error().code);
    }
    expect(codes.filter((code) => code === 'access/passphrase-wrong').length).toBeGreaterThanOrEqual(3);
    expect(codes.at(-1)).toBe('access/passphrase-wait');
    expect((await attempt(right)).error().message).toMatch(/Try again in \d+ s/);
    await overview.users.getByRole('button', { name: benLocked }).click();
    await expect(asked.field('Passphrase')).toHaveAccessibleDescription(/Try again in \d+ s/);
    await asked.field('Passphrase').fill(right);
    await expect(asked.send).toHaveAttribute('aria-disabled', 'true');
    // The delay passes, and is seen to pass.
    await expect(asked.send).not.toHaveAttribute('aria-disabled', 'true', { timeout: 40_000 });
    await expect(asked.field('Passphrase')).not.toHaveAccessibleDescription(/Try again/);
    await asked.cancel.click();
  });

  test('is set, changed and removed in the window, after a word that it cannot be recovered', async ({
    cli,
    desktop,
  }) => {
    const { overview, sidebar, page } = desktop;
    const dialog = new PassphraseDialog(page);
    await overview.current('Anna').waitFor();
    await sidebar.open();
    await sidebar.list.getByRole('button', { name: 'Set a passphrase' }).click();
    await expect(dialog.dialog).toContainText('There is no way to recover a passphrase.');
    await expectAccessibleAsItIs(page, 'setting a passphrase');
    await dialog.field('New passphrase').fill('short');
    await dialog.send.click();
    await expect(dialog.field('New passphrase')).toBeFocused();
    await expect(dialog.field('New passphrase')).toHaveAttribute('aria-invalid', 'true');
    await dialog.field('New passphrase').fill(right);
    await dialog.field('New passphrase once more').fill(right);
    await dialog.send.click();
    await expect(dialog.dialog).toContainText('From now on a switch to Anna takes the passphrase.');
    await page.keyboard.press('Enter');
    await expect(dialog.dialog).toBeHidden();

    await sidebar.open();
    await sidebar.list.getByRole('button', { name: 'Change passphrase' }).click();
    await dialog.field('Present passphrase').fill(wrong);
    await dialog.field('New passphrase').fill('another one');
    await dialog.field('New passphrase once more').fill('another one');
    await dialog.send.click();
    await expect(dialog.field('Present passphrase')).toHaveAccessibleDescription(/not the passphrase/);
    await dialog.field('Present passphrase').fill(right);
    await dialog.send.click();
    await expect(dialog.dialog).toContainText('the new passphrase');
    await dialog.dialog.getByRole('button', { name: 'Close' }).click();
    const verify = (input: string) => cli(['passphrase', 'verify', 'anna', '--passphrase-stdin'], { input });
    expect([(await verify(right)).code, (await verify('another one')).code]).toEqual([1, 0]);

    await sidebar.open();
    await sidebar.list.getByRole('button', { name: 'Remove' }).click();
    await dialog.field('Present passphrase').fill('another one');
    await dialog.send.click();
    await expect(dialog.dialog).toContainText('without a passphrase');
    await dialog.dialog.getByRole('button', { name: 'Close' }).click();
    const { passphrases } = (await cli(['passphrase', 'list', '--json'])).json<{ passphrases: object }>();
    expect(Object.keys(passphrases)).toEqual(['ben']);
  });

  test('that is lost is removed by an Admin, and by nobody else', async ({ cli }) => {
    const list = async () =>
      Object.keys((await cli(['passphrase', 'list', '--json'])).json<{ passphrases: object }>().passphrases);
    await cli(['users', 'create', 'carl']);
    await cli(['switch', 'carl', '--no-services']);
    expect((await cli(['passphrase', 'forget', 'ben', '--json'])).error().code).toBe('access/not-allowed');
    expect(await list()).toEqual(['ben']);
    await cli(['switch', 'anna', '--no-services']);
    expect((await cli(['passphrase', 'forget', 'ben'])).code).toBe(0);
    expect(await list()).toEqual([]);
    expect((await cli(['switch', 'ben', '--no-services'])).code).toBe(0);
  });

  test('whose file is damaged keeps the door shut, and says so', async ({ cli, home }) => {
    await writeFile(join(home.folder, 'desktop/access/ben.json'), '{');
    const attempt = await cli(['switch', 'ben', '--no-services', '--passphrase-stdin', '--json'], { input: right });
    expect([attempt.code, attempt.error().code]).toEqual([1, 'access/passphrase-unreadable']);
    expect(attempt.error().message).toContain('ben.json');
  });
});
