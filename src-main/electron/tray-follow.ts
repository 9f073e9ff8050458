import { Notification } from 'electron';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppFeatures } from '../app.ts';
import { toAppError } from '../lib/app-error.ts';
import type { Log } from '../ports.ts';
import { createTray } from './tray.ts';
import { hasTrayHost } from './tray-host.ts';
import type { TrayState } from './tray-menu.ts';

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
  const { home, users, docker, switching } = features;
  const caller = { kind: 'tray', windowId: 0 } as const;

  async function switchTo(userId: string): Promise<void> {
    try {
      const report = await switching.start({ userId, scope: 'machine', services: true, repair: false }, caller);
      if (report.success) say('Switched', `${userId} is current.`);
      else say(`The switch to ${userId} was undone`, report.error?.message ?? '');
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
  let state: TrayState = {
    home: await home.get(undefined, caller),
    users: await users.list(undefined, caller),
    docker: await docker.get(undefined, caller),
    switching: await switching.get(undefined, caller),
  };
  function show(part: Partial<TrayState>): void {
    state = { ...state, ...part };
    tray?.update(state);
  }
  const off = [
    home.onChanged((next) => show({ home: next })),
    users.onChanged((next) => show({ users: next })),
    docker.onChanged((next) => show({ docker: next })),
    switching.onChanged((next) => show({ switching: next })),
  ];
  show({});
  return () => {
    for (const end of off) end();
    tray.end();
  };
}

function say(title: string, body: string): void {
  if (Notification.isSupported()) new Notification({ title, body }).show();
}
