import { runScript, say } from './bootstrap/console.mjs';
import { withDesktop } from './bootstrap/display.mjs';
import { ensureTestTools, ensureWindow } from './bootstrap/ensure.mjs';
import { electronEnvironment } from './bootstrap/launch.mjs';
import { ensurePackages } from './bootstrap/packages.mjs';
import { inRoot, root, toolEnvironment, toolNode } from './bootstrap/paths.mjs';
import { foreground } from './bootstrap/run.mjs';
import { ensureBuild } from './build/ensure-build.mjs';

// `npm run kills [-- --commands 200 --windows 10 --migrations 40 --seed 1]`: ends the real process without warning in the
// midst of switches and migrations, starts once, and looks whether everything agrees. Its last line is the sum.
await runScript(async () => {
  say('Kills: about a quarter of an hour on two cores.');
  await ensurePackages();
  await ensureTestTools();
  const electron = await ensureWindow();
  await ensureBuild();
  return withDesktop((desktop) =>
    foreground(toolNode(), [inRoot('scripts', 'kills', 'main.ts'), ...process.argv.slice(2)], {
      cwd: root,
      env: toolEnvironment({ ...desktop, ...electronEnvironment(electron) }),
      detached: true,
      stdio: ['pipe', 'inherit', 'inherit'],
    }),
  );
});
