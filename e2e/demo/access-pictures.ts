import { expect } from 'playwright/test';
import { ActivityPage } from '../pages/activity-page.ts';
import { PassphraseDialog } from '../pages/passphrase-dialog.ts';
import { runCommandLine } from '../support/command-line.ts';
import type { DesktopApp } from '../support/desktop-app.ts';
import type { Camera } from './camera.ts';

const passphrase = 'several words of a demo';

/** Gives Dana a passphrase, by the command line; Paula, who is Admin, has to be current. */
export async function preparePassphrase(environment: NodeJS.ProcessEnv): Promise<void> {
  const args = ['passphrase', 'set', 'dana', '--passphrase-stdin'];
  const { code, stderr } = await runCommandLine(args, environment, { input: passphrase });
  if (code !== 0) throw new Error(`persag ${args.join(' ')} failed: ${stderr}`);
}

/** A passphrase that is set, one that is asked for, and what was done in all of the pictures before. */
export async function accessAndActivity({ page, overview, sidebar }: DesktopApp, camera: Camera): Promise<void> {
  const dialog = new PassphraseDialog(page);
  await overview.current('Paula Smith').waitFor();
  await sidebar.open();
  await sidebar.list.getByRole('button', { name: 'Set a passphrase' }).click();
  await dialog.field('New passphrase').waitFor();
  await camera.shoot(page, 'passphrase-to-be-set');
  await dialog.cancel.click();
  await overview.switchTo('Dana Reed').click();
  await dialog.give('one of them');
  await expect(dialog.field('Passphrase')).toHaveAccessibleDescription(/not the passphrase/);
  await camera.shoot(page, 'passphrase-asked-for');
  await dialog.cancel.click();
  const activity = new ActivityPage(page);
  await activity.open();
  await activity.rows.first().waitFor();
  await camera.shoot(page, 'activity');
}
