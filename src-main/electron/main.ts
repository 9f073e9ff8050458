import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, Menu, nativeTheme, powerMonitor, safeStorage } from 'electron';
import { channelOf } from '../../src-shared/channel.ts';
import { contract } from '../../src-shared/contract.ts';
import { type App, createApp } from '../app.ts';
import { connect, whenOpen } from '../dispatch.ts';
import { fullPath } from '../lib/full-path.ts';
import { createScope } from '../lib/scope.ts';
import { takeEnvironment } from '../lib/scrub-environment.ts';
import { consoleLog, systemClock } from '../lib/system.ts';
import type { Desktop } from '../ports.ts';
import { createDesktop } from './desktop.ts';
import { serve } from './ipc.ts';
import { createKeychain } from './keychain.ts';
import { registerPageScheme, servePage } from './page.ts';
import { openPreferences, type Preferences } from './preferences.ts';
import { followTray } from './tray-follow.ts';
import { createWindowSet, type WindowSet } from './window-set.ts';
import { lockDown } from './windows.ts';

const env = takeEnvironment(process.env);

/** Longest wait for an orderly end: a running switch is finished or taken back first (spec 4.10). */
const quitLimit = 120_000;

registerPageScheme();
Menu.setApplicationMenu(null);
const ownFolder = windowFolder(process.env.PERSAG_HOME ?? '');
if (ownFolder !== null) app.setPath('userData', ownFolder);

if (app.requestSingleInstanceLock()) void app.whenReady().then(start).catch(giveUp);
else app.quit();

async function start(): Promise<void> {
  const root = app.getAppPath();
  const scope = createScope();
  const log = consoleLog;
  const preferences = openPreferences(log);
  nativeTheme.themeSource = preferences.theme();
  lockDown();
  const pageIsComing = servePage(join(root, 'out', 'renderer'));

  const desktop: Desktop = createDesktop(preferences, (): WindowSet => windows);
  const core = createApp({
    surroundings: {
      env,
      homeFolder: app.getPath('home'),
      platform: process.platform,
      seedFolder: join(root, 'assets', 'seed'),
      version: app.getVersion(),
    },
    clock: systemClock,
    log,
    desktop,
    keychain: createKeychain(safeStorage, process.platform),
  });
  scope.own(() => core.end());
  const always = ['get', 'setTheme', 'quit'].map((member) => channelOf('shell', member));
  // Opening keeps the process busy for a while: best while the page's own process is being started.
  const open = () => pageIsComing.then(() => core.open());
  const { table, opened } = whenOpen(core.calls, { open, always, log });
  scope.own(serve(contract, core.features, table, log));

  let quitting = false;
  let trayShown = false;
  const windows = windowsFor(core, { root, preferences, hidesTheLast: () => trayShown && !quitting });
  windows.presentMain();
  // What was heard of Docker before the computer slept counts no longer.
  powerMonitor.on('resume', () => core.features.docker.noteWake());
  app.on('second-instance', () => windows.presentMain());
  app.on('activate', () => windows.presentMain());
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    if (quitting) return;
    event.preventDefault();
    quitting = true;
    core.features.shell.announceClosing();
    // The core first: while a switch is taken back the window goes on hearing of it, and says what it waits for.
    const ending = core.end().then(() => scope.end());
    void endWithin(ending).finally(() => {
      for (const open of BrowserWindow.getAllWindows()) open.destroy();
      app.exit(0);
    });
  });

  // Where the home cannot be opened the window says why; until it can there is nothing a tray could show.
  await opened;
  try {
    const { features, calls } = core;
    const tray = await followTray(features, join(root, 'assets', 'tray'), {
      api: connect(contract, features, calls, { kind: 'tray', windowId: 0 }),
      open: () => windows.presentMain(),
      quit: () => app.quit(),
      askInWindow: (userId, what) => features.access.ask(windows.presentMain().webContents.id, userId, what),
      log,
    });
    trayShown = tray !== null;
    if (tray !== null) scope.own(tray);
  } catch (cause) {
    log.error('there is no tray', cause);
  }
}

/** The windows of the app, which tell its core of themselves. */
function windowsFor(
  { features: { shell, docker }, leave }: App,
  parts: { readonly root: string; readonly preferences: Preferences; hidesTheLast(): boolean },
): WindowSet {
  const { root, preferences, hidesTheLast } = parts;
  return createWindowSet({
    preload: join(root, 'out', 'preload', 'preload.cjs'),
    icon: join(root, 'assets', 'icons', 'icon-512.png'),
    preferences,
    hidesTheLast,
    onOpened: shell.noteWindow,
    onLeft: leave,
    // It has been closed as far as whoever it acted for knows: what is opened again is the current user's.
    onHidden: (windowId) => shell.setWindowUser(windowId, null),
    onSeen: docker.setSeen,
    onGone: shell.forgetWindow,
  });
}

/** A start that failed before there was a window to say so: told in a box, as nobody would see a process without one. */
function giveUp(cause: unknown): void {
  consoleLog.error('the app could not start', cause);
  dialog.showErrorBox('Persag Desktop could not start', cause instanceof Error ? cause.message : String(cause));
  app.exit(1);
}

async function endWithin(ending: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, quitLimit);
  });
  await Promise.race([ending.catch((cause) => consoleLog.error('could not end everything', cause)), limit]);
  clearTimeout(timer);
}

/**
 * A home of its own has windows of its own: their settings and the single instance go with it. Null where there is none,
 * or where it cannot be written: Electron would end without a word, while a window can tell what is wrong with the home.
 */
function windowFolder(home: string): string | null {
  if (home === '') return null;
  // As the home itself is found: Electron takes absolute paths only.
  const folder = join(fullPath(home, { homeFolder: app.getPath('home') }), 'desktop', 'window');
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return null;
  }
}
