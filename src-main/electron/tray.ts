import { join } from 'node:path';
import { Menu, nativeImage, nativeTheme, Tray } from 'electron';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { Log } from '../ports.ts';
import { moodOf, type TrayActions, type TrayMood, type TrayState, tooltipOf, trayMenu } from './tray-menu.ts';

/** A tray icon that follows the app's state. */
export interface AppTray {
  update(state: TrayState): void;
  end(): void;
}

/** Makes the tray icon; null where the desktop refuses one. */
export function createTray(icons: string, actions: TrayActions, log: Log): AppTray | null {
  let tray: Tray;
  try {
    tray = new Tray(iconOf(icons, 'unknown'));
  } catch (cause) {
    log.warn(`no tray: ${String(cause)}`);
    return null;
  }
  let latest: TrayState | null = null;
  let shown = '';

  function draw(): void {
    if (latest === null) return;
    // Linux needs the whole menu again on every change; comparing first keeps an open menu from closing for nothing.
    const state = latest;
    const template = trayMenu(state, actions);
    const next = JSON.stringify([template, moodOf(state), tooltipOf(state), nativeTheme.shouldUseDarkColors]);
    if (next === shown) return;
    shown = next;
    tray.setImage(iconOf(icons, moodOf(state)));
    tray.setToolTip(tooltipOf(state));
    tray.setContextMenu(Menu.buildFromTemplate(template));
  }

  tray.on('click', () => actions.open());
  nativeTheme.on('updated', draw);
  const offTheme: Unsubscribe = () => void nativeTheme.removeListener('updated', draw);
  return {
    update(state) {
      latest = state;
      draw();
    },
    end() {
      offTheme();
      tray.destroy();
    },
  };
}

/** Panels are dark on most desktops; macOS takes a template that it colours itself. */
function iconOf(icons: string, mood: TrayMood): Electron.NativeImage {
  const shade = nativeTheme.shouldUseDarkColors || process.platform === 'linux' ? 'dark' : 'light';
  return nativeImage.createFromPath(join(icons, `${mood}-${shade}-${process.platform === 'linux' ? 22 : 16}.png`));
}
