import type { Page } from 'playwright/test';
import { OverviewPage } from '../pages/overview-page.ts';
import { PassphraseDialog } from '../pages/passphrase-dialog.ts';
import { Sidebar } from '../pages/sidebar.ts';
import { waitFor } from '../stand-ins/wait-for.ts';
import type { DesktopApp } from './desktop-app.ts';

/** One of several windows. */
export interface AppWindow {
  readonly page: Page;
  readonly overview: OverviewPage;
  readonly sidebar: Sidebar;
  readonly passphrase: PassphraseDialog;
}

/** How a window is, as Electron has it. */
export interface WindowFacts {
  readonly title: string;
  readonly visible: boolean;
  /** Of its page. */
  readonly pid: number;
}

/** Does something in the app and answers with the window that opens by it. */
export async function nextWindow({ electron }: DesktopApp, act: () => Promise<unknown>): Promise<AppWindow> {
  const [page] = await Promise.all([electron.waitForEvent('window'), act()]);
  return {
    page,
    overview: new OverviewPage(page),
    sidebar: new Sidebar(page),
    passphrase: new PassphraseDialog(page),
  };
}

/** All windows, by their titles. */
export function windowsOf({ electron }: DesktopApp): Promise<readonly WindowFacts[]> {
  return electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .map((window) => ({
        title: window.getTitle(),
        visible: window.isVisible(),
        pid: window.webContents.getOSProcessId(),
      }))
      .sort((one, other) => one.title.localeCompare(other.title)),
  );
}

/** Waits until there is one window with this title, which begins with whom it acts for. */
export function windowTitled(app: DesktopApp, title: string): Promise<WindowFacts> {
  return waitFor(`a window "${title}"`, 10_000, async () => (await windowsOf(app)).find((one) => one.title === title));
}

/** Does to the window of this title what a person does to it. */
export function actOnWindow({ electron }: DesktopApp, title: string, act: 'close' | 'hide'): Promise<void> {
  return electron.evaluate(
    ({ BrowserWindow }, wanted) => {
      const window = BrowserWindow.getAllWindows().find((one) => one.getTitle() === wanted.title);
      if (wanted.act === 'close') window?.close();
      else window?.hide();
    },
    { title, act },
  );
}
