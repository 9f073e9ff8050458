import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from 'playwright/test';
import type { DesktopApp } from './desktop-app.ts';

/** Finds nothing to complain of in what the window shows now, in neither theme. */
export async function expectAccessible({ page, sidebar }: DesktopApp, state: string): Promise<void> {
  // A colour on its way from one theme to the other is no colour of either.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const theme of ['Dark', 'Light'] as const) {
    // A click and no check: the choice is main's, and shows when main has answered.
    await sidebar.theme(theme).click({ force: true });
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme.toLowerCase());
    await expectNoViolations(page, `${state}, ${theme}`);
  }
}

/** Finds nothing to complain of in what the window shows now. */
export async function expectNoViolations(page: Page, state: string): Promise<void> {
  // Legacy: without it axe opens a page of its own, which an app's window does not allow.
  const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(found, state).toEqual([]);
  // A page that could not be looked at has no violations either.
  expect(
    passes.map(({ id }) => id),
    state,
  ).toEqual(expect.arrayContaining(['color-contrast', 'button-name']));
}
