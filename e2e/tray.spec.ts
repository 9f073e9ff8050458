import { test as base, expect } from './fixtures.ts';
import { PassphraseDialog } from './pages/passphrase-dialog.ts';
import { startTrayHost, type TrayHost } from './stand-ins/tray-host.ts';
import { flatten } from './stand-ins/tray-layout.ts';
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
