import { runScript, say, seconds } from './bootstrap/console.mjs';
import { ensurePackages } from './bootstrap/packages.mjs';
import { runChecks } from './check/run-checks.mjs';
import { sumLine } from './test/results.mjs';
import { runUnitTests } from './test/suites.mjs';

// `npm run check`: the part of the tests that needs no container and no window, in about half a minute.
await runScript(async () => {
  const started = performance.now();
  await ensurePackages();
  const found = await runChecks();
  const sum = await runUnitTests({ pattern: null, rest: [] });
  say(`unit tests: ${sumLine(sum)}; all checks in ${seconds(performance.now() - started)}`);
  return found + sum.failed === 0 ? 0 : 1;
});
