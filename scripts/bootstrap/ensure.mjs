import { say } from './console.mjs';
import { hasDisplay } from './display.mjs';
import { ensureElectron } from './electron.mjs';
import { reachableEngine } from './engine.mjs';
import { ensurePackages } from './packages.mjs';
import {
  ciPackages,
  displayPackages,
  enginePackages,
  ensureSystemPackages,
  testPackages,
  windowPackages,
} from './system.mjs';

const isRoot = () => process.getuid?.() === 0;

/**
 * What a start of the window needs: the npm packages, an Electron, its libraries, and where there is no display, a virtual one.
 * @returns {Promise<import('./electron.mjs').Runtime>} the Electron to start
 */
export async function ensureWindow() {
  await ensurePackages();
  await ensureSystemPackages(hasDisplay() ? windowPackages : [...windowPackages, ...displayPackages]);
  if (!hasDisplay()) say('No display here: the window opens on a virtual screen (Xvfb), where nobody sees it.');
  return ensureElectron();
}

/**
 * What the tests need of the system: an engine to start privately and the tools that their results are compared with.
 * Without root nothing is installed; an engine that answers is used then, and without one the tests that need it are skipped.
 */
export async function ensureTestTools() {
  const ofCi = process.env.CI === 'true' ? ciPackages : [];
  if (isRoot()) return ensureSystemPackages([...enginePackages, ...testPackages, ...ofCi]);
  if ((await reachableEngine()) !== null) return;
  say('No container engine answers here and starting one needs root: the tests that need containers are skipped.');
}
