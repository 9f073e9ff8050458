import { resolve } from 'node:path';
import { Stop, say, seconds } from './bootstrap/console.mjs';
import { withDesktop } from './bootstrap/display.mjs';
import { ensureWindow } from './bootstrap/ensure.mjs';
import { electronEnvironment } from './bootstrap/launch.mjs';
import { inRoot, root, toolEnvironment, toolNode } from './bootstrap/paths.mjs';
import { foreground } from './bootstrap/run.mjs';
import { enginePackages, ensureSystemPackages } from './bootstrap/system.mjs';
import { ensureBuild } from './build/ensure-build.mjs';

const shown = `Demo: a throwaway home with two users, Paula and Charlie, and both services as real containers.
The window is there after about 10 seconds; the very first time it takes about a minute more to get what is missing.
Nothing of yours is touched, and all of it is gone again when the window is closed or Ctrl+C is pressed.`;

const photographed = (
  folder,
) => `Demo with screenshots: a throwaway home and real containers, the window driven through each of its states,
light and dark, into ${folder}. It takes about 40 seconds, the very first time about a minute more.`;

/**
 * Shows the app on a throwaway home: `npm start -- --demo`, or with `--screenshot DIR` saves pictures and ends by itself.
 * @param {readonly string[]} args what follows --demo
 * @returns {Promise<number>} the exit code
 */
export async function runDemo(args) {
  const folder = readFolder(args);
  say(folder === null ? shown : photographed(folder));
  const started = performance.now();
  const runtime = await ensureWindow();
  if (process.platform === 'linux' && process.getuid?.() === 0) await ensureSystemPackages(enginePackages);
  await ensureBuild();
  say(`- everything is there after ${seconds(performance.now() - started)}`);
  return withDesktop((desktop) =>
    foreground(toolNode(), [inRoot('e2e', 'demo', 'main.ts'), ...(folder === null ? [] : [folder])], {
      cwd: root,
      env: toolEnvironment({ ...desktop, ...electronEnvironment(runtime) }),
      // Out of reach of the terminal's Ctrl+C, which would end engine and window under its hands; the signal is passed on
      // to it alone, and the end of its standard input tells it that we are gone.
      detached: true,
      stdio: ['pipe', 'inherit', 'inherit'],
    }),
  );
}

/** The folder for the pictures, or null where the window is for a person. */
function readFolder(args) {
  if (args.length === 0) return null;
  const [flag, folder, ...rest] = args;
  if (flag === '--screenshot' && folder !== undefined && rest.length === 0) return resolve(folder);
  throw new Stop(
    '--demo takes nothing more, or --screenshot and a folder:',
    'npm start -- --demo --screenshot out/screenshots',
  );
}
