import { runScript, Stop, say, seconds } from './bootstrap/console.mjs';
import { ensurePackages } from './bootstrap/packages.mjs';
import { runChecks } from './check/run-checks.mjs';
import { stages } from './check/stages.mjs';
import { sumLine } from './test/results.mjs';
import { quickProjects, runUnitTests } from './test/suites.mjs';

// `npm run check`: the part of the tests that needs no container and no window.
// `node scripts/check.mjs layers types`: those static checks alone.
const names = process.argv.slice(2);

await runScript(async () => {
  const started = performance.now();
  const unknown = names.find((name) => !stages.some((stage) => stage.name === name));
  if (unknown !== undefined)
    throw new Stop(`There is no check "${unknown}": ${stages.map(({ name }) => name).join(', ')}`);
  await ensurePackages();
  const found = await runChecks(names.length > 0 ? names : undefined);
  if (names.length > 0) return found === 0 ? 0 : 1;
  const sum = await runUnitTests({ pattern: null, rest: [] }, quickProjects);
  say(`unit tests: ${sumLine(sum)}; all checks in ${seconds(performance.now() - started)}`);
  return found + sum.failed === 0 ? 0 : 1;
});
