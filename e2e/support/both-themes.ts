import type { Page } from 'playwright/test';
import { expectNoViolations } from './accessibility.ts';

/**
 * Finds nothing to complain of in either theme, without a click: while a dialog is open, nothing beside it can be
 * clicked. The window has to follow the system's theme, as it does from the start.
 */
export async function expectAccessibleAsItIs(page: Page, state: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme });
    await expectNoViolations(page, `${state}, ${colorScheme}`);
  }
}
