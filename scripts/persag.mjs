import { runScript } from './bootstrap/console.mjs';
import { ensurePackages } from './bootstrap/packages.mjs';
import { inRoot, toolNode } from './bootstrap/paths.mjs';
import { foreground } from './bootstrap/run.mjs';
import { ensureBuild } from './build/ensure-build.mjs';

// `npm run persag -- ...`: the command line from the sources. Says nothing of its own unless something has to be made first.
await runScript(async () => {
  await ensurePackages();
  await ensureBuild(['cli']);
  return foreground(toolNode(), [inRoot('out', 'main', 'cli.cjs'), ...process.argv.slice(2)]);
});
