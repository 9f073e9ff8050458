import { execFile } from 'node:child_process';

const watcher = 'org.kde.StatusNotifierWatcher';

/**
 * Whether a tray icon would be seen. On Linux somebody must own the StatusNotifierWatcher's name on the session bus
 * (plain GNOME has nobody); Electron itself cannot tell. Elsewhere there is always a tray.
 */
export async function hasTrayHost(platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'linux') return true;
  const asked = 'org.freedesktop.DBus.NameHasOwner';
  const asks: readonly (readonly [string, readonly string[]])[] = [
    ['gdbus', ['call', '--session', '-d', 'org.freedesktop.DBus', '-o', '/org/freedesktop/DBus', '-m', asked, watcher]],
    ['dbus-send', ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/', asked, `string:${watcher}`]],
  ];
  for (const [program, parameters] of asks) {
    const answer = await output(program, parameters);
    if (answer !== null) return /\btrue\b/.test(answer);
  }
  return false;
}

function output(program: string, parameters: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, parameters, { timeout: 3000 }, (error, stdout) => resolve(error === null ? stdout : null));
  });
}
