import { Notification } from 'electron';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppFeatures } from '../app.ts';
import type { Log } from '../ports.ts';
import { createTray } from './tray.ts';
import { hasTrayHost } from './tray-host.ts';
import { followTrayState } from './tray-state.ts';
import { openWindowByTray, switchByTray } from './tray-switch.ts';

/** What the tray does beside showing. */
export interface TrayFollowPorts {
  /** The calls of the contract as the tray may make them: checked like everybody's. */
  readonly api: Api;
  readonly log: Log;
  open(): void;
  quit(): void;
  /** Brings the main window to the front and lets it ask for the passphrase of that user, and for what it is. */
  askInWindow(userId: string, what: 'switch' | 'window'): Promise<void>;
}

/**
 * Shows a tray icon that follows the features, and switches by its menu. Null where nobody would see it, so that
 * closing the window must not hide the app.
 */
export async function followTray(
  features: AppFeatures,
  icons: string,
  { api, log, open, quit, askInWindow }: TrayFollowPorts,
): Promise<Unsubscribe | null> {
  if (!(await hasTrayHost(process.platform))) return null;
  function switchTo(userId: string): void {
    switchByTray({ switching: api.switching, askInWindow, say }, userId).catch((cause) =>
      log.error('the tray could not switch', cause),
    );
  }

  function openAs(userId: string): void {
    openWindowByTray({ shell: api.shell, askInWindow, say }, userId).catch((cause) =>
      log.error('the tray could not open a window', cause),
    );
  }

  const tray = createTray(icons, { switchTo, openAs, open, quit }, log);
  if (tray === null) return null;
  try {
    const off = await followTrayState(features, { kind: 'tray', windowId: 0 }, tray.update);
    return () => {
      off();
      tray.end();
    };
  } catch (cause) {
    tray.end();
    throw cause;
  }
}

function say(title: string, body: string): void {
  if (Notification.isSupported()) new Notification({ title, body }).show();
}
