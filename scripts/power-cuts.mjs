import { runScript, say } from './bootstrap/console.mjs';
import { ensurePackages } from './bootstrap/packages.mjs';
import { readArguments } from './test/arguments.mjs';
import { endWith } from './test/results.mjs';
import { runUnitTests } from './test/suites.mjs';

const what = `Power cuts: what changes files is cut off at every single point, with what was not synced yet lost, torn or reordered, and
recovered; the result has to be the old state or the new one, whole. A few minutes on two cores. Parts: npm run power-cuts -- -g PATTERN`;

// `npm run power-cuts`: its last line is the sum, alone on the line; the exit code is 1 if anything failed.
await runScript(async () => {
  const { pattern, rest } = readArguments(process.argv.slice(2));
  say(what);
  await ensurePackages();
  return endWith(await runUnitTests({ pattern, rest }, ['power-cuts']));
});
