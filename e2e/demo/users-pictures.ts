import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { TestHome } from '../stand-ins/homes.ts';
import type { DesktopApp } from '../support/desktop-app.ts';
import type { Camera } from './camera.ts';

/** The page Users: the list, a profile with its errors, a deletion's plan, archives, and a list that cannot be read. */
export async function usersPictures(app: DesktopApp, camera: Camera, { dataRoot }: TestHome): Promise<void> {
  const { page, users } = app;
  await users.open();
  await users.row('charlie').waitFor();
  await camera.shoot(page, 'users-list');
  await profile(app, camera);
  await users.act('Delete').click();
  await users.field('Type charlie to confirm').waitFor();
  await camera.shoot(page, 'users-deletion');
  await users.act('Keep Charlie Green').click();
  await users.act('Export').click();
  await users.act('Export Charlie Green').waitFor();
  await camera.shoot(page, 'users-export');
  await users.button('Add user').click();
  await users.field('Name').fill('Eve Adams');
  await camera.shoot(page, 'users-new');
  await users.act('Discard').click();

  const registry = join(dataRoot, 'users_registry.json');
  const whole = await readFile(registry);
  await writeFile(registry, '{"users": [');
  await expect(users.headline).toHaveText('The list of users cannot be read.');
  await page.getByRole('button', { name: /^Recover \d/ }).waitFor();
  await camera.shoot(page, 'users-recovery');
  await writeFile(registry, whole);
  await users.row('charlie').waitFor();
}

async function profile({ page, users }: DesktopApp, camera: Camera): Promise<void> {
  await users.openUser('charlie');
  await camera.shoot(page, 'users-profile');
  await users.field('Email').fill('charlie');
  await users.field('Phone').fill('123');
  await users.act('Save').click();
  await expect(users.field('Email')).toHaveAttribute('aria-invalid', 'true');
  await camera.shoot(page, 'users-bad-fields');
  await users.row('dana').getByRole('gridcell').first().click();
  await users.panel.getByRole('group', { name: 'Unsaved changes' }).waitFor();
  await camera.shoot(page, 'users-unsaved');
  await users.act('Keep editing').click();
  await users.act('Discard').click();
  await users.field('Birth date').fill('1950-04-03');
  await users.field('Memory year offset').fill('38');
  await users.field('Story character (NPC)').scrollIntoViewIfNeeded();
  await camera.shoot(page, 'users-memory-year');
  await users.act('Save').click();
  await expect(users.panel).toContainText('Saved.');
}
