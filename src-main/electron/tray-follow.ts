import { Notification } from 'electron';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppFeatures } from '../app.ts';
import { toAppError } from '../lib/app-error.ts';
import type { Log } from '../ports.ts';
import { createTray } from './tray.ts';
import { hasTrayHost } from './tray-host.ts';
import { followTrayState } from './tray-state.ts';

/**
 * Shows a tray icon that follows the features, and switches by its menu. Null where nobody would see it, so that
 * closing the window must not hide the app.
 */
export async function followTray(
  features: AppFeatures,
  icons: string,
  ports: { open(): void; quit(): void; log: Log },
): Promise<Unsubscribe | null> {
  if (!(await hasTrayHost(process.platform))) return null;
  const { switching } = features;
  const caller = { kind: 'tray', windowId: 0 } as const;

  async function switchTo(userId: string): Promise<void> {
    try {
      const report = await switching.start({ userId, scope: 'machine', services: true, repair: false }, caller);
      if (report.success) say('Switched', `${userId} is current.`);
      else say(`Not switched to ${userId}`, report.error?.message ?? '');
    } catch (cause) {
      const error = toAppError(cause, ports.log);
      say(`Not switched to ${userId}`, `${error.message} ${error.hint}`);
    }
  }

  const tray = createTray(
    icons,
    { switchTo: (id) => void switchTo(id), open: ports.open, quit: ports.quit },
    ports.log,
  );
  if (tray === null) return null;
  try {
    const off = await followTrayState(features, caller, tray.update);
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
