import { readChoice, rows } from './bench/choice.mjs';
import { runScript, say } from './bootstrap/console.mjs';
import { withDesktop } from './bootstrap/display.mjs';
import { ensureWindow } from './bootstrap/ensure.mjs';
import { electronEnvironment } from './bootstrap/launch.mjs';
import { ensurePackages } from './bootstrap/packages.mjs';
import { inRoot, root, toolEnvironment, toolNode } from './bootstrap/paths.mjs';
import { foreground } from './bootstrap/run.mjs';
import { enginePackages, ensureSystemPackages } from './bootstrap/system.mjs';
import { ensureBuild } from './build/ensure-build.mjs';

// `npm run bench [-- --only S2,S3]`: the speed table. It ends with 0 whatever the figures are, with 1 where a row could not
// be measured.
await runScript(async () => {
  const chosen = readChoice(process.argv.slice(2));
  const duration = chosen.reduce((sum, id) => sum + rows[id].seconds, 0);
  say(`Bench: ${chosen.join(', ')}; about ${duration} seconds once everything is there.`);
  await ensurePackages();
  const needs = (what) => chosen.some((id) => rows[id].needs.includes(what));
  if (needs('engine') && process.getuid?.() === 0) await ensureSystemPackages(enginePackages);
  const electron = needs('window') ? await ensureWindow() : null;
  if (needs('screen')) await ensureSystemPackages([['xvfb']]);
  await ensureBuild();
  const measure = (env) =>
    foreground(toolNode(), [inRoot('scripts', 'bench', 'main.ts'), ...chosen], {
      cwd: root,
      env: toolEnvironment(env),
      // As with the demo: Ctrl+C reaches it alone and through us, and it clears away what it started.
      detached: true,
      stdio: ['pipe', 'inherit', 'inherit'],
    });
  if (electron === null) return measure({});
  return withDesktop((desktop) => measure({ ...desktop, ...electronEnvironment(electron) }));
});
