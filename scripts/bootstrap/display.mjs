import { say } from './console.mjs';
import { displayPackages, ensureSystemPackages } from './system.mjs';

/** Whether a window could be shown without help. Only Linux asks for it: macOS and Windows always have a screen. */
export function hasDisplay(env = process.env, platform = process.platform) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * The command with what it needs to show a window put in front: a virtual screen where there is no display, and a session
 * bus where there is none (the tray and the keyring speak over it).
 * @param {readonly [string, ...string[]]} command
 * @returns {string[]}
 */
export function withDisplay(command, env = process.env, platform = process.platform) {
  if (hasDisplay(env, platform)) return [...command];
  const bus = env.DBUS_SESSION_BUS_ADDRESS ? [] : ['dbus-run-session', '--'];
  return ['xvfb-run', '-a', '-s', '-screen 0 1440x900x24', ...bus, ...command];
}

/** Installs the virtual screen where there is no display, and says so. */
export async function ensureDisplay(env = process.env) {
  if (hasDisplay(env)) return;
  await ensureSystemPackages(displayPackages);
  say('No display here: the window opens on a virtual screen (Xvfb), where nobody sees it.');
}
