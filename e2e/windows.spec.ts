import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { setFaults } from './stand-ins/lightrag/faults.ts';
import { waitFor } from './stand-ins/wait-for.ts';
import { expectNoViolations } from './support/accessibility.ts';
import { type AppWindow, actOnWindow, nextWindow, windowsOf, windowTitled } from './support/app-windows.ts';
import type { DesktopApp } from './support/desktop-app.ts';
import { switchedFiles } from './support/home-files.ts';
import { stillRunning } from './support/processes.ts';

const right = 'a right one';
const anna = 'Anna - Persag Desktop';
const ben = 'Ben - Persag Desktop';

/** Where no engine is: nothing of windows needs one. */
const withoutEngine = (folder: string) => ({ env: { DOCKER_HOST: `unix://${join(folder, 'no.sock')}` } });

/** Runs inside a page: who main says acts there, and what it may not do. */
const askWhoActs = async () => {
  const { persag } = window;
  const state = await persag.access.get();
  const claim = { userId: 'anna', windowId: 1, caller: { kind: 'cli', windowId: 0 } };
  const created = await persag.users.create({ ...claim, id: 'mallory' });
  return {
    acts: state.ok ? (state.value.windows[state.value.windowId] ?? state.value.current).id : null,
    creates: created.ok ? 'let through' : created.error.code,
  };
};

const signOf = ({ page }: AppWindow) => page.getByRole('note', { name: 'Whose window this is' });

const titles = async (app: DesktopApp) => (await windowsOf(app)).map(({ title }) => title);

test.describe('a window of another user', () => {
  test('acts for them alone, says so, and comes to the front the next time', async ({ cli, folder, launch }) => {
    const app = await launch(withoutEngine(folder));
    await app.overview.current('Anna').waitFor();
    const second = await nextWindow(app, () => app.sidebar.openWindowAs('Ben'));
    await windowTitled(app, anna);
    await windowTitled(app, ben);
    await expect(signOf(second)).toContainText('This window acts for Ben. Anna is current on this computer.');
    await expect(second.sidebar.switcher).toHaveAccessibleName(/^Ben, Only this window/);
    await expect(app.sidebar.switcher).toHaveAccessibleName(/^Anna, Current user/);
    await expect(app.page.getByText('This window acts for')).toHaveCount(0);
    await expectNoViolations(second.page, 'a window of another user');
    // Whatever a window says of itself, main knows whose it is.
    expect(await second.page.evaluate(askWhoActs)).toEqual({ acts: 'ben', creates: 'access/not-allowed' });
    expect(await app.page.evaluate(askWhoActs)).toEqual({ acts: 'anna', creates: 'let through' });
    // News go to both.
    expect((await cli(['users', 'create', 'carl'])).code).toBe(0);
    for (const { overview } of [app, second]) await overview.switchTo('Carl').waitFor();

    await actOnWindow(app, ben, 'hide');
    await expect.poll(async () => (await windowTitled(app, ben)).visible).toBe(false);
    await app.sidebar.openWindowAs('Ben');
    await expect.poll(async () => (await windowTitled(app, ben)).visible).toBe(true);
    expect(await titles(app)).toEqual([anna, ben]);
  });

  test('takes their passphrase, and once it is closed takes it again', async ({ cli, folder, launch }) => {
    const set = await cli(['passphrase', 'set', 'ben', '--passphrase-stdin'], { input: `${right}\n` });
    expect(set.code, set.stderr).toBe(0);
    const app = await launch(withoutEngine(folder));
    await app.overview.current('Anna').waitFor();
    const refused = await app.page.evaluate(() => window.persag.shell.openWindowAs({ userId: 'ben' }));
    expect(refused).toMatchObject({ ok: false, error: { code: 'access/passphrase-needed' } });
    const wrong = await app.page.evaluate(() =>
      window.persag.shell.openWindowAs({ userId: 'ben', passphrase: 'a wrong one' }),
    );
    expect(wrong).toMatchObject({ ok: false, error: { code: 'access/passphrase-wrong' } });
    expect(await titles(app)).toEqual([anna]);

    await app.sidebar.openWindowAs('Ben');
    const asked = app.page.getByRole('dialog', { name: 'Passphrase of Ben' });
    await asked.getByLabel('Passphrase', { exact: true }).fill(right);
    const second = await nextWindow(app, () => asked.getByRole('button', { name: 'Open window as Ben' }).click());
    await expect(asked).toBeHidden();
    await expect(second.sidebar.switcher).toHaveAccessibleName(/^Ben, Only this window/);
    // Theirs is open: to see it takes no passphrase.
    await app.sidebar.openWindowAs('Ben');
    await expect(asked).toBeHidden();
    expect(await titles(app)).toEqual([anna, ben]);

    await actOnWindow(app, ben, 'close');
    await expect.poll(() => titles(app)).toEqual([anna]);
    const state = await app.page.evaluate(() => window.persag.shell.get());
    expect(state).toMatchObject({ ok: true, value: { windowUsers: {} } });
    await app.sidebar.openWindowAs('Ben');
    await expect(asked).toBeVisible();
    await asked.getByRole('button', { name: 'Cancel' }).click();
    await app.overview.current('Anna').waitFor();
  });

  test('is opened where it was', async ({ folder, launch }) => {
    const app = await launch(withoutEngine(folder));
    await app.overview.current('Anna').waitFor();
    const bounds = { x: 40, y: 60, width: 700, height: 520 };
    const boundsOf = (title: string) =>
      app.electron.evaluate(
        ({ BrowserWindow }, wanted) =>
          BrowserWindow.getAllWindows()
            .find((one) => one.getTitle() === wanted)
            ?.getBounds(),
        title,
      );
    await nextWindow(app, () => app.sidebar.openWindowAs('Ben'));
    await windowTitled(app, ben);
    const before = await boundsOf(anna);
    await app.electron.evaluate(
      ({ BrowserWindow }, wanted) =>
        BrowserWindow.getAllWindows()
          .find((one) => one.getTitle() === wanted.ben)
          ?.setBounds(wanted.bounds),
      { ben, bounds },
    );
    await expect.poll(() => boundsOf(ben)).toEqual(bounds);
    await actOnWindow(app, ben, 'close');
    await expect.poll(() => titles(app)).toEqual([anna]);
    await nextWindow(app, () => app.sidebar.openWindowAs('Ben'));
    await windowTitled(app, ben);
    expect(await boundsOf(ben)).toEqual(bounds);
    expect(await boundsOf(anna)).toEqual(before);
  });

  test('whose page is killed is made anew for the same user, and the other one goes on', async ({
    cli,
    folder,
    launch,
  }) => {
    const app = await launch(withoutEngine(folder));
    await app.overview.current('Anna').waitFor();
    await nextWindow(app, () => app.sidebar.openWindowAs('Ben'));
    const { pid } = await windowTitled(app, ben);
    expect(pid).not.toBe((await windowTitled(app, anna)).pid);
    process.kill(pid, 'SIGKILL');
    const again = await waitFor('a new page of the window', 15_000, async () => {
      const now = (await windowsOf(app)).find(({ title }) => title === ben);
      return now === undefined || now.pid === pid || now.pid === 0 ? undefined : now;
    });
    expect(again.visible).toBe(true);
    expect((await cli(['users', 'create', 'carl'])).code).toBe(0);
    await app.overview.switchTo('Carl').waitFor();
    expect(await app.page.evaluate(askWhoActs)).toMatchObject({ acts: 'anna' });
    // The driver of the tests has lost that page: what it shows is asked of Electron.
    const shown = () =>
      app.electron.evaluate(
        ({ BrowserWindow }, wanted) =>
          BrowserWindow.getAllWindows()
            .find((one) => one.getTitle() === wanted)
            ?.webContents.executeJavaScript('document.body.innerText') as Promise<string>,
        ben,
      );
    await expect.poll(shown).toContain('This window acts for Ben.');
    await expect.poll(shown).toContain('Carl');
  });

  test('stays theirs while others become current, and follows again when it is told to', async ({
    cli,
    folder,
    launch,
  }) => {
    const app = await launch(withoutEngine(folder));
    await app.overview.current('Anna').waitFor();
    const second = await nextWindow(app, () => app.sidebar.openWindowAs('Ben'));
    await second.overview.current('Anna').waitFor();
    expect((await cli(['users', 'create', 'carl'])).code).toBe(0);
    expect((await cli(['switch', 'carl', '--no-services'])).code).toBe(0);
    await windowTitled(app, 'Carl - Persag Desktop');
    await windowTitled(app, ben);
    expect((await cli(['switch', 'ben', '--no-services'])).code).toBe(0);
    await expect(signOf(second)).toContainText('also while somebody else is current');
    await second.overview.button('Follow the current user').click();
    expect((await cli(['switch', 'anna', '--no-services'])).code).toBe(0);
    await expect.poll(() => titles(app)).toEqual([anna, anna]);
  });
});

test('quitting during a switch tells both windows what is waited for, and takes it back first', async ({
  home,
  services,
  desktop,
}) => {
  await desktop.overview.untilAllIsWellFor('Anna');
  const before = { files: await switchedFiles(home.folder), containers: await services.both() };
  await setFaults(home.dataRoot, 'ben', 'memory', { health: 'never' });
  const second = await nextWindow(desktop, () => desktop.sidebar.openWindowAs('Ben'));
  await second.overview.switchTo('Ben').click();
  for (const { overview } of [desktop, second]) {
    await expect(overview.running.current).toContainText('Wait until both services answer');
  }
  // The undo waits for the old one to answer again: long enough for this test to read what is waited for.
  await setFaults(home.dataRoot, 'anna', 'memory', { startDelaySeconds: 3 });
  const running = desktop.processes();
  const ended = desktop.quit();
  for (const { page } of [desktop, second]) {
    await expect(page.getByRole('dialog', { name: 'Closing' })).toContainText('The switch to Ben is taken back first');
  }
  await ended;
  expect(stillRunning(running)).toEqual([]);
  expect(await switchedFiles(home.folder)).toEqual(before.files);
  expect((await services.both()).memory.id).toBe(before.containers.memory.id);
});
