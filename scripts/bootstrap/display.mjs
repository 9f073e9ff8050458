import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stop } from './console.mjs';

/** Whether a window could be shown without help. Only Linux asks for it: macOS and Windows always have a screen. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** Whether there is a session bus, over which tray, notifications and keyring speak. Only Linux has one. */
export function hasSessionBus(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DBUS_SESSION_BUS_ADDRESS);
}

/**
 * Runs `work` with a screen and a session bus: those that are there, else private ones that end with it.
 * They are children of their own, not a wrapper around the app: a signal then reaches the app alone, and it can end in
 * order while its screen is still there.
 * @template T
 * @param {(env: Record<string, string>) => Promise<T>} work gets the environment variables that name them
 * @returns {Promise<T>}
 */
export async function withDesktop(work, env = process.env) {
  const folder = await mkdtemp(join(tmpdir(), 'persag-desktop-'));
  const started = [];
  try {
    const screen = hasDisplay(env) ? {} : await startScreen(folder, started);
    const bus = hasSessionBus(env) ? {} : await startBus(started);
    return await work({ ...screen, ...bus });
  } finally {
    for (const child of started.reverse()) child.kill('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
}

async function startScreen(folder, started) {
  const authority = join(folder, 'xauthority');
  await writeFile(authority, authorityFile(randomBytes(16)), { mode: 0o600 });
  const args = ['-displayfd', '1', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-auth', authority];
  return { DISPLAY: `:${await firstLine('Xvfb', args, started)}`, XAUTHORITY: authority };
}

async function startBus(started) {
  const args = ['--session', '--nofork', '--nopidfile', '--print-address=1'];
  return { DBUS_SESSION_BUS_ADDRESS: await firstLine('dbus-daemon', args, started) };
}

/**
 * An X authority file with one cookie, good for any display: big-endian 16-bit family (0xffff, wild), then address,
 * display number, name and data, each with its length in front (Xau's file format).
 */
export function authorityFile(cookie) {
  const field = (data) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(data.length);
    return Buffer.concat([length, data]);
  };
  const empty = Buffer.alloc(0);
  const fields = [empty, empty, Buffer.from('MIT-MAGIC-COOKIE-1'), cookie];
  return Buffer.concat([Buffer.from([0xff, 0xff]), ...fields.map(field)]);
}

/** Starts a server that says on its first line how to reach it, out of reach of the terminal's Ctrl+C. */
function firstLine(command, args, started) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    started.push(child);
    const limit = setTimeout(() => reject(new Stop(`${command} did not come up within 20 seconds.`)), 20_000);
    const settle = (act) => {
      clearTimeout(limit);
      act();
    };
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (said.includes('\n')) settle(() => resolve(said.split('\n')[0]));
    });
    child.on('error', (error) => settle(() => reject(new Stop(`${command} cannot be started: ${error.message}`))));
    child.on('exit', (code) => settle(() => reject(new Stop(`${command} ended at once (code ${code}).`))));
  });
}
