import { runScript, say } from './bootstrap/console.mjs';
import { ensureTestTools } from './bootstrap/ensure.mjs';
import { ensurePackages } from './bootstrap/packages.mjs';
import { ensureSystemPackages, podmanPackages } from './bootstrap/system.mjs';
import { endWith, nothing } from './test/results.mjs';
import { runUnitTests } from './test/suites.mjs';

const what = `Podman: the engine tests on Podman's Docker API instead of Docker's, in about eight minutes. What only dockerd can do wrong, and
what Podman does in another way, is skipped: docs/podman.md says which and why.`;

// `npm run test:podman`: its last line is the sum, alone on the line. Needs Linux and root, as Docker's own engine tests do.
await runScript(async () => {
  say(what);
  await ensurePackages();
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    say('Podman is not tested here: that needs Linux and root.');
    return endWith({ ...nothing, skipped: 1 });
  }
  await ensureTestTools();
  await ensureSystemPackages(podmanPackages);
  process.env.PERSAG_TEST_ENGINE = 'podman';
  return endWith(await runUnitTests({ pattern: null, rest: process.argv.slice(2) }, ['engine']));
});
