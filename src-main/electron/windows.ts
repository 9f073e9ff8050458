import { BrowserWindow, nativeTheme, screen, session } from 'electron';
import { pageOrigin } from './page.ts';
import type { WindowBounds } from './preferences.ts';

/** The page's background per theme, so that no white flashes up before the first paint; the same as in tokens.css. */
const background = { light: '#fbfbfa', dark: '#17181a' };

/** What a window is made of. */
export interface WindowPorts {
  readonly preload: string;
  readonly icon: string;
  /** Where it is to be; null, and where no monitor shows that, for wherever the system puts it. */
  readonly bounds: WindowBounds | null;
  /** Told where it was when it is closed. */
  keepBounds(bounds: WindowBounds): void;
  /** Asked when the person closes the window: true keeps it hidden (the tray brings it back). */
  hidesOnClose(): boolean;
  /** Told when it was hidden in place of being closed. */
  onHidden(windowId: number): void;
  /** Told when a window no longer shows the page it showed: it begins anew, has crashed, or is gone. */
  onLeft(windowId: number): void;
  /** Told whenever the window can be seen again, or no longer. */
  onSeen(windowId: number, seen: boolean): void;
  /** Told when a window is gone, with the id its calls came from. */
  onGone(windowId: number): void;
}

/** Denies every permission and every navigation, for all windows there will ever be. */
export function lockDown(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
}

/** Opens a window and loads the page. */
export function openWindow(ports: WindowPorts): BrowserWindow {
  const { preload, icon } = ports;
  const theme = nativeTheme.shouldUseDarkColors ? 'dark' : 'light';
  const window = new BrowserWindow({
    ...(visibleBounds(ports.bounds) ?? { width: 1120, height: 800 }),
    minWidth: 560,
    minHeight: 480,
    title: 'Persag Desktop',
    backgroundColor: background[theme],
    autoHideMenuBar: true,
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false },
  });
  // A large picture, which only Linux takes from here: no window has to wait for it.
  if (process.platform === 'linux') window.once('ready-to-show', () => window.setIcon(icon));
  guard(window);
  const windowId = window.webContents.id;
  window.on('close', (event) => {
    if (!window.isFullScreen() && !window.isMinimized()) ports.keepBounds(window.getNormalBounds());
    if (!ports.hidesOnClose()) return;
    event.preventDefault();
    window.hide();
    ports.onHidden(windowId);
  });
  window.on('show', () => ports.onSeen(windowId, true));
  window.on('restore', () => ports.onSeen(windowId, true));
  window.on('hide', () => ports.onSeen(windowId, false));
  window.on('minimize', () => ports.onSeen(windowId, false));
  // Not at a navigation's start: until its end the old page is there, and opens anew what was ended.
  window.webContents.on('did-navigate', () => ports.onLeft(windowId));
  window.webContents.on('render-process-gone', () => ports.onLeft(windowId));
  window.on('closed', () => {
    ports.onLeft(windowId);
    ports.onGone(windowId);
  });
  void window.loadURL(`${pageOrigin}/index.html?theme=${theme}`);
  return window;
}

/** Brings a window to the front, wherever it was; one that was closed while the app ends stays so. */
export function present(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function guard(window: BrowserWindow): void {
  const { webContents } = window;
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // The page goes nowhere; it may only begin anew, as "Try again" does.
  webContents.on('will-navigate', (event) => {
    if (event.url !== webContents.getURL()) event.preventDefault();
  });
  webContents.on('will-attach-webview', (event) => event.preventDefault());
  // A crashed page is made anew; main holds all state, so nothing is lost. One that crashes at every load stays as it is.
  let crashes = 0;
  webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    crashes += 1;
    if (crashes <= 3) webContents.reload();
  });
}

/** The remembered place, or null where no monitor shows it any more. */
function visibleBounds(bounds: WindowBounds | null): WindowBounds | null {
  if (bounds === null) return null;
  const { workArea } = screen.getDisplayMatching(bounds);
  const inside =
    bounds.x + 100 <= workArea.x + workArea.width &&
    bounds.y + 40 <= workArea.y + workArea.height &&
    bounds.x + bounds.width >= workArea.x + 100 &&
    bounds.y >= workArea.y;
  return inside ? bounds : null;
}
