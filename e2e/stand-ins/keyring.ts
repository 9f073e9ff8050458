import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import dbus from 'dbus-next';
import { waitFor } from './wait-for.ts';

/** The keyring of a desktop: a real one, on a session bus of its own. */
export interface Keyring {
  /** What an app is to be started with so that it finds it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Why there can be no keyring here; null where there can. */
export function whyNoKeyring(): string | null {
  const missing = ['dbus-daemon', 'gnome-keyring-daemon'].filter((program) => !isInstalled(program));
  return missing.length === 0 ? null : `${missing.join(' and ')} is not installed here.`;
}

/**
 * Starts a keyring whose files are in a folder, open as after a login; a second one on the same folder finds what the
 * first has kept.
 */
export async function startKeyring(folder: string): Promise<Keyring> {
  const runtime = join(folder, 'runtime');
  await mkdir(runtime, { recursive: true, mode: 0o700 });
  const own = { ...process.env, HOME: folder, XDG_DATA_HOME: join(folder, 'data'), XDG_RUNTIME_DIR: runtime };
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    env: own,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = await firstLine(bus);
  const env = { DBUS_SESSION_BUS_ADDRESS: address, XDG_CURRENT_DESKTOP: 'GNOME' };
  const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    env: { ...own, ...env },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  daemon.stdin?.end('the password of the login');
  await waitFor('the keyring', 10_000, () => ownsSecrets(address));
  return {
    env,
    async stop() {
      // By their own handles, the one that needs the bus first.
      for (const child of [daemon, bus]) await ended(child);
    },
  };
}

async function ownsSecrets(busAddress: string): Promise<boolean> {
  const bus = dbus.sessionBus({ busAddress });
  try {
    const asked = new dbus.Message({
      ...{ destination: 'org.freedesktop.DBus', path: '/org/freedesktop/DBus', interface: 'org.freedesktop.DBus' },
      ...{ member: 'NameHasOwner', signature: 's', body: ['org.freedesktop.secrets'] },
    });
    return (await bus.call(asked))?.body[0] === true;
  } finally {
    bus.disconnect();
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the session bus ended with ${code}`)));
    if (child.stdout !== null) createInterface(child.stdout).once('line', resolve);
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill();
  });
}

function isInstalled(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}
