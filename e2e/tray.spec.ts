import { test as base, expect } from './fixtures.ts';
import { PassphraseDialog } from './pages/passphrase-dialog.ts';
import { startTrayHost, type TrayHost } from './stand-ins/tray-host.ts';
import { flatten } from './stand-ins/tray-layout.ts';
import { actOnWindow, nextWindow, windowsOf, windowTitled } from './support/app-windows.ts';
import { expectServicesOf } from './support/expect-services.ts';

/** With a panel on the session bus, there before the app starts. */
const test = base.extend<{ readonly tray: TrayHost }>({
  tray: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use, info) => {
      info.skip(process.env.DBUS_SESSION_BUS_ADDRESS === undefined, 'There is no session bus here.');
      const tray = await startTrayHost();
      await use(tray);
      tray.stop();
    },
    { auto: true },
  ],
});

async function radios(tray: TrayHost) {
  return flatten(await tray.items()).filter(({ toggle }) => toggle === 'radio');
}

async function checked(tray: TrayHost): Promise<readonly string[]> {
  return (await radios(tray)).filter((item) => item.checked).map(({ label }) => label);
}

async function firstLabel(tray: TrayHost): Promise<string | undefined> {
  return (await tray.items())[0]?.label;
}

test.describe('a switch by the tray', () => {
  test('moves everything, and menu and window follow', async ({ tray, home, services, desktop }) => {
    await tray.registered();
    await desktop.overview.untilAllIsWellFor('Anna');
    await expect.poll(async () => (await radios(tray)).map(({ label }) => label)).toEqual(['Anna', 'Ben']);
    await expect.poll(() => checked(tray)).toEqual(['Anna']);
    await tray.click('Ben');
    await expect.poll(() => firstLabel(tray)).toBe('Switching to Ben');
    await desktop.overview.untilAllIsWellFor('Ben');
    await expect.poll(() => checked(tray)).toEqual(['Ben']);
    await expectServicesOf('ben', services, home);
    await expect.poll(async () => (await tray.properties()).tooltip).toContain('Ben is current');
  });

  test('needs no open window', async ({ tray, home, services, desktop }) => {
    await tray.registered();
    await desktop.overview.untilAllIsWellFor('Anna');
    const isShown = () =>
      desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
    await desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(isShown).toBe(false);
    await tray.click('Ben');
    await expect.poll(() => firstLabel(tray), { timeout: 30_000 }).toBe('Ben is current');
    expect(await checked(tray)).toEqual(['Ben']);
    await expectServicesOf('ben', services, home);
    await tray.click('Open Persag Desktop');
    await expect.poll(isShown).toBe(true);
    await desktop.overview.untilAllIsWellFor('Ben');
  });

  test('of a user with a passphrase is asked for in the window, which comes up for it', async ({
    tray,
    home,
    services,
    desktop,
    cli,
  }) => {
    const set = await cli(['passphrase', 'set', 'ben', '--passphrase-stdin'], { input: 'a right one\n' });
    expect(set.code, set.stderr).toBe(0);
    await tray.registered();
    await desktop.overview.untilAllIsWellFor('Anna');
    const isShown = () =>
      desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
    await desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(isShown).toBe(false);
    await tray.click('Ben');
    await expect.poll(isShown).toBe(true);
    const asked = new PassphraseDialog(desktop.page);
    await expect(asked.field('Passphrase')).toBeFocused();
    expect(await checked(tray)).toEqual(['Anna']);
    await asked.give('a right one');
    await desktop.overview.untilAllIsWellFor('Ben');
    await expectServicesOf('ben', services, home);
    await expect.poll(() => checked(tray)).toEqual(['Ben']);
  });
});

test.describe('a window by the tray', () => {
  const ben = 'Ben - Persag Desktop';
  const anna = 'Anna - Persag Desktop';

  test('opens for another user, and what is hidden as the last one is the current user’s again', async ({
    tray,
    desktop,
  }) => {
    await tray.registered();
    await desktop.overview.current('Anna').waitFor();
    const second = await nextWindow(desktop, () => tray.clickBelow('Open window as', 'Ben'));
    await expect(second.sidebar.switcher).toHaveAccessibleName(/^Ben, Only this window/);
    await windowTitled(desktop, ben);
    // Not the last one: it is closed.
    await actOnWindow(desktop, anna, 'close');
    await expect.poll(async () => (await windowsOf(desktop)).map(({ title }) => title)).toEqual([ben]);
    // The last one is hidden, and acts for Ben no longer.
    await actOnWindow(desktop, ben, 'close');
    await expect.poll(() => windowsOf(desktop)).toMatchObject([{ title: anna, visible: false }]);
    await tray.click('Open Persag Desktop');
    await expect.poll(() => windowsOf(desktop)).toMatchObject([{ title: anna, visible: true }]);
    await expect(second.sidebar.switcher).toHaveAccessibleName(/^Anna, Current user/);
  });

  test('of the main one opens it anew where it was closed', async ({ tray, desktop }) => {
    await tray.registered();
    await desktop.overview.current('Anna').waitFor();
    await nextWindow(desktop, () => tray.clickBelow('Open window as', 'Ben'));
    await windowTitled(desktop, ben);
    await actOnWindow(desktop, anna, 'close');
    await expect.poll(async () => (await windowsOf(desktop)).map(({ title }) => title)).toEqual([ben]);
    const main = await nextWindow(desktop, () => tray.click('Open Persag Desktop'));
    await main.overview.current('Anna').waitFor();
    await expect(main.sidebar.switcher).toHaveAccessibleName(/^Anna, Current user/);
    await tray.clickBelow('Open window as', 'Ben');
    await expect.poll(async () => (await windowsOf(desktop)).map(({ title }) => title)).toEqual([anna, ben]);
  });

  test('of a user with a passphrase is asked for in the main window', async ({ tray, desktop, cli }) => {
    const set = await cli(['passphrase', 'set', 'ben', '--passphrase-stdin'], { input: 'a right one\n' });
    expect(set.code, set.stderr).toBe(0);
    await tray.registered();
    await desktop.overview.current('Anna').waitFor();
    await tray.clickBelow('Open window as', 'Ben');
    const asked = new PassphraseDialog(desktop.page);
    await expect(asked.field('Passphrase')).toBeFocused();
    const second = await nextWindow(desktop, () => asked.give('a right one'));
    await expect(second.sidebar.switcher).toHaveAccessibleName(/^Ben, Only this window/);
    await expect(asked.dialog).toBeHidden();
    expect(await checked(tray)).toEqual(['Anna']);
  });
});
