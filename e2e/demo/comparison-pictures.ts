import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { ConsistencyPage } from '../pages/consistency-page.ts';
import type { TestHome } from '../stand-ins/homes.ts';
import type { DesktopApp } from '../support/desktop-app.ts';
import { editFile } from '../support/edit-file.ts';
import { envFiles } from '../support/home-files.ts';
import type { Camera } from './camera.ts';

/** Files that were written by hand for Paula while both containers serve Charlie: compared, shown what to do, synced. */
export async function comparison({ page, overview }: DesktopApp, camera: Camera, home: TestHome): Promise<void> {
  await overview.untilAllIsWellFor('Charlie Green');
  await writeFile(join(home.folder, 'env.userid'), 'USER_ID="paula"\n');
  await editFile(join(home.folder, envFiles.knowledge), /^USER_ID=.*$/m, 'USER_ID=paula');
  await editFile(join(home.folder, envFiles.memory), /^USER_ID=.*$/m, 'export USER_ID="charlie"  # who is it now');
  await expect(overview.notice('still serve Charlie Green').getByRole('button', { name: 'Sync now' })).toBeVisible();
  await camera.shoot(page, 'services-do-not-follow');

  const comparisonPage = new ConsistencyPage(page);
  await comparisonPage.open();
  await expect(comparisonPage.headline).toHaveText('Knowledge and Memory do not follow Paula Smith.');
  await camera.shoot(page, 'comparison-differs');

  await comparisonPage.button('Show what a sync would do').click();
  await comparisonPage.button('Sync as shown').waitFor();
  await camera.shoot(page, 'what-a-sync-would-do');

  await comparisonPage.button('Sync as shown').click();
  await expect(comparisonPage.running.current).toContainText('Wait until they answer');
  await camera.shoot(page, 'sync-running');

  await comparisonPage.notice('Brought in line with Paula Smith').getByText('Steps').click({ timeout: 30_000 });
  await expect(comparisonPage.headline).toHaveText('Both services follow Paula Smith.');
  await camera.shoot(page, 'comparison-agrees');
}

/** The comparison while nobody can ask the containers. */
export async function comparisonWithoutDocker({ page, overview }: DesktopApp, camera: Camera): Promise<void> {
  await overview.notice('it is not known whether the services follow').waitFor();
  const comparisonPage = new ConsistencyPage(page);
  await comparisonPage.open();
  await camera.shoot(page, 'comparison-without-docker');
}
