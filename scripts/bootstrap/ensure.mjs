import { say } from './console.mjs';
import { ensureDisplay } from './display.mjs';
import { ensureElectron } from './electron.mjs';
import { reachableEngine } from './engine.mjs';
import { ensurePackages } from './packages.mjs';
import { enginePackages, ensureSystemPackages, testPackages, windowPackages } from './system.mjs';

/**
 * What a start of the window needs: the npm packages, an Electron, its libraries, a display.
 * @returns {Promise<import('./electron.mjs').Runtime>} the Electron to start
 */
export async function ensureWindow() {
  await ensurePackages();
  await ensureSystemPackages(windowPackages);
  await ensureDisplay();
  return ensureElectron();
}

/**
 * What the tests need beyond that: a container engine (the packages only; tests start a private one and end it) and the
 * tools that their results are compared with. Where root is needed and not there, says so and goes on if an engine answers.
 */
export async function ensureTestTools() {
  const root = process.getuid?.() === 0;
  if (root) return ensureSystemPackages([...enginePackages, ...testPackages]);
  if ((await reachableEngine()) !== null) return;
  say('No container engine answers here and starting one needs root: the parts that need containers are skipped.');
}
