import { hasDisplay, withDesktop } from './display.mjs';
import { root } from './paths.mjs';
import { foreground } from './run.mjs';

/** What Electron is started with before the app's folder: its sandbox cannot be had by root, and only root goes without. */
export function electronFlags(uid = process.getuid?.()) {
  return uid === 0 ? ['--no-sandbox'] : [];
}

/** How a program that drives the app learns which Electron to start, and with what before the app's folder (blanks between). */
export function electronEnvironment(runtime) {
  return { PERSAG_ELECTRON: runtime.executable, PERSAG_ELECTRON_FLAGS: electronFlags().join(' ') };
}

/**
 * Starts the built app in the foreground, on a private screen where there is none, until it ends.
 * @param {import('./electron.mjs').Runtime} runtime
 * @param {readonly string[]} [args] the app's own arguments
 * @returns {Promise<number>} the app's exit code
 */
export function launchApp(runtime, args = []) {
  // Chromium reports as errors what a machine without a desktop does not have.
  const quiet = hasDisplay() ? [] : ['--log-level=3'];
  return withDesktop((desktop) =>
    foreground(runtime.executable, [...electronFlags(), ...quiet, root, ...args], {
      env: { ...process.env, ...desktop },
      detached: true,
    }),
  );
}
