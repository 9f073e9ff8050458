import { expect, test } from './fixtures.ts';
import { startTrayHost, type TrayHost } from './stand-ins/tray-host.ts';
import { flatten } from './stand-ins/tray-layout.ts';
import { expectServicesOf } from './support/expect-services.ts';

test.describe('a switch by the tray', () => {
  let tray: TrayHost;

  test.beforeEach(async () => {
    tray = await startTrayHost();
  });
  test.afterEach(() => tray.stop());

  const radios = async () => flatten(await tray.items()).filter(({ toggle }) => toggle === 'radio');
  const checked = async () => (await radios()).filter(({ checked: is }) => is).map(({ label }) => label);

  const firstLabel = async () => (await tray.items())[0]?.label;

  test('moves everything, and menu and window follow', async ({ home, services, desktop }) => {
    await tray.registered();
    await desktop.overview.untilAllIsWellFor('Anna');
    await expect.poll(async () => (await radios()).map(({ label }) => label)).toEqual(['Anna', 'Ben']);
    await expect.poll(checked).toEqual(['Anna']);
    await tray.click('Ben');
    await expect.poll(firstLabel).toBe('Switching to Ben');
    await desktop.overview.untilAllIsWellFor('Ben');
    await expect.poll(checked).toEqual(['Ben']);
    await expectServicesOf('ben', services, home);
    await expect.poll(async () => (await tray.properties()).tooltip).toContain('Ben is current');
  });

  test('needs no open window', async ({ home, services, desktop }) => {
    await tray.registered();
    await desktop.overview.untilAllIsWellFor('Anna');
    const isShown = () =>
      desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
    await desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(isShown).toBe(false);
    await tray.click('Ben');
    await expect.poll(firstLabel, { timeout: 30_000 }).toBe('Ben is current');
    expect(await checked()).toEqual(['Ben']);
    await expectServicesOf('ben', services, home);
    await tray.click('Open Persag Desktop');
    await expect.poll(isShown).toBe(true);
    await desktop.overview.untilAllIsWellFor('Ben');
  });
});
