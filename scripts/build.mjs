import { runScript, Stop, say } from './bootstrap/console.mjs';
import { ensurePackages } from './bootstrap/packages.mjs';
import { ensureBuild } from './build/ensure-build.mjs';
import { targets } from './build/targets.mjs';

// Builds what is not built yet from the sources as they are: `npm run build`, or a part: `npm run build -- page`.
const names = process.argv.slice(2);
await runScript(async () => {
  await ensurePackages();
  const unknown = names.find((name) => !targets.some((target) => target.name === name));
  if (unknown !== undefined)
    throw new Stop(`There is no part "${unknown}": ${targets.map(({ name }) => name).join(', ')}`);
  if (!(await ensureBuild(names.length > 0 ? names : undefined))) say('The build is up to date.');
});
