import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright/test';

/** Takes pictures of the window, each in both themes, into one folder. */
export interface Camera {
  /** Takes `NN-name-light.png` and `NN-name-dark.png`, numbered in their order. */
  shoot(page: Page, name: string): Promise<void>;
  /** The files so far. */
  readonly files: readonly string[];
}

const themes = ['light', 'dark'] as const;

/** Makes a camera; makes its folder. */
export async function createCamera(folder: string): Promise<Camera> {
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  return {
    files,
    async shoot(page, name) {
      // Nothing is to look as if a pointer were over it.
      await page.mouse.move(0, 0);
      const number = String(files.length / themes.length + 1).padStart(2, '0');
      for (const theme of themes) {
        const path = join(folder, `${number}-${name}-${theme}.png`);
        // The window follows the system's theme, and this is the system as the page sees it.
        await page.emulateMedia({ colorScheme: theme });
        await page.screenshot({ path, animations: 'disabled', scale: 'css' });
        files.push(path);
      }
      await page.emulateMedia({ colorScheme: 'light' });
    },
  };
}
