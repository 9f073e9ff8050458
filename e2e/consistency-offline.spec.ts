import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { ConsistencyPage } from './pages/consistency-page.ts';
import { expectAccessible } from './support/accessibility.ts';
import { expectServicesOf } from './support/expect-services.ts';

test.describe('without Docker', () => {
  test('a switch of the files works when asked for, and the comparison stays amber until the services followed', async ({
    folder,
    home,
    services,
    launch,
    cli,
  }) => {
    const env = { DOCKER_HOST: `unix://${join(folder, 'no.sock')}` };
    const status = async (extra: NodeJS.ProcessEnv = {}) =>
      (await cli(['status', '--json'], { env: extra })).json<{
        currentUser: string;
        consistent: boolean;
        engine: { state: string };
        consistency: { verdict: string; why: string };
      }>();
    const before = await services.both();
    const desktop = await launch({ env });
    const { overview } = desktop;
    await expect(overview.notice('Docker is not reachable.')).toBeVisible();
    await overview.switchTo('Ben').click();
    await expect(overview.current('Ben')).toBeVisible();
    await expect(overview.notice('Switched the files from Anna to Ben')).toContainText('The services were not changed');
    const unreachable = overview.notice('Docker is not reachable.');
    await expect(unreachable).toContainText('it is not known whether the services follow Ben.');
    const amber = desktop.page.getByRole('link', { name: 'Not known whether files and containers agree' });
    await expect(amber.locator('.shape-warn')).toBeVisible();
    await expectAccessible(desktop, 'a switch of the files without Docker');
    expect(await status(env)).toMatchObject({
      currentUser: 'ben',
      consistent: false,
      engine: { state: 'unreachable' },
      consistency: { verdict: 'unknown' },
    });
    expect((await cli(['sync', '--check'], { env })).code).toBe(4);
    const page = new ConsistencyPage(desktop.page);
    await page.open();
    await expect(page.headline).toHaveText('It is not known whom the containers serve.');
    await expect(page.cell('Env file', 'Memory')).toContainText(/^\s*Ben\s*agrees/);
    await expect(page.cell('Container was told', 'Memory')).toContainText('Not known');
    await expectAccessible(desktop, 'the comparison without Docker');
    await desktop.quit();
    expect(await services.both()).toEqual(before);

    // With Docker again it is known that they differ, and it stays so until they follow.
    expect(await status()).toMatchObject({ consistent: false, consistency: { verdict: 'inconsistent' } });
    const again = await launch();
    const notice = again.overview.notice('Knowledge and Memory still serve Anna.');
    await notice.getByRole('button', { name: 'Sync now' }).click();
    await again.overview.untilAllIsWellFor('Ben');
    await expect(again.page.getByRole('link', { name: 'Files and containers agree' })).toBeVisible();
    expect(await status()).toMatchObject({ consistent: true, consistency: { verdict: 'consistent' } });
    await expectServicesOf('ben', services, home);
  });
});
