import { runScript, say } from './bootstrap/console.mjs';
import { withDesktop } from './bootstrap/display.mjs';
import { ensureTestTools, ensureWindow } from './bootstrap/ensure.mjs';
import { electronEnvironment } from './bootstrap/launch.mjs';
import { ensurePackages } from './bootstrap/packages.mjs';
import { inRoot, root, toolEnvironment, toolNode } from './bootstrap/paths.mjs';
import { foreground } from './bootstrap/run.mjs';
import { ensureBuild } from './build/ensure-build.mjs';
import { readKills } from './kills/choice.mjs';

const what = `Kills: the real command line and the real app are killed with signal 9 while they switch users on real containers, and while
they migrate, at random moments; after each, one start has to bring a home of one user. About a quarter of an hour on two cores.
Fewer, or the same moments again: npm run kills -- [--commands N] [--windows N] [--migrations N] [--seed N]`;

// `npm run kills`: its last line is the sum, alone on the line; the exit code is 1 if one home was broken or of two users.
await runScript(async () => {
  const chosen = readKills(process.argv.slice(2));
  say(what);
  await ensurePackages();
  await ensureTestTools();
  const electron = chosen.windows > 0 ? await ensureWindow() : null;
  await ensureBuild();
  const run = (env) =>
    foreground(toolNode(), [inRoot('scripts', 'kills', 'main.ts'), JSON.stringify(chosen)], {
      cwd: root,
      env: toolEnvironment(env),
      // As with the bench: Ctrl+C reaches it alone and through us, and it clears away what it started.
      detached: true,
      stdio: ['pipe', 'inherit', 'inherit'],
    });
  if (electron === null) return run({});
  return withDesktop((desktop) => run({ ...desktop, ...electronEnvironment(electron) }));
});
