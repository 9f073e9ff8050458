import { runScript, say, seconds } from './bootstrap/console.mjs';
import { ensureTestTools, ensureWindow } from './bootstrap/ensure.mjs';
import { ensurePackages } from './bootstrap/packages.mjs';
import { ensureBuild } from './build/ensure-build.mjs';
import { runChecks } from './check/run-checks.mjs';
import { readArguments } from './test/arguments.mjs';
import { leavingForeignThings } from './test/foreign.mjs';
import { add, endWith, nothing, sumLine } from './test/results.mjs';
import { projects, runEndToEndTests, runUnitTests } from './test/suites.mjs';

const what = `Tests: static checks and unit tests (about a minute), then the real app on real containers (several minutes on two cores).
What is missing on this machine is fetched first (about a minute on a fresh one). Parts: npm test -- --check | --unit | --e2e [-g PATTERN]`;

// `npm test`: its last line is the sum over all suites, alone on the line; the exit code is 1 if anything failed.
await runScript(async () => {
  const { parts, ...filter } = readArguments(process.argv.slice(2));
  say(what);
  const run = { check: checks, unit: () => runUnitTests(filter, projects), e2e: () => endToEnd(filter) };
  await ensurePackages();
  if (parts.some((part) => part !== 'check')) await ensureTestTools();
  const { result, isUntouched } = await leavingForeignThings(() => runParts(parts, run));
  const alone = { ...nothing, failed: 1 };
  const changed = "failed: what others have on this computer's engine is not as before";
  return endWith(isUntouched ? result : { ...add(result, alone), complaints: [...result.complaints, changed] });
});

async function runParts(parts, run) {
  let sum = nothing;
  const complaints = [];
  for (const part of parts) {
    const started = performance.now();
    say(`\n${part}`);
    const result = await run[part]();
    say(`${part}: ${sumLine(result)}, ${seconds(performance.now() - started)}`);
    sum = add(sum, result);
    complaints.push(...result.complaints);
  }
  return { ...sum, complaints };
}

/** Static checks are no tests, but one that finds something has failed. */
async function checks() {
  const failed = await runChecks();
  return { ...nothing, failed, complaints: failed > 0 ? [`failed: ${failed} of the static checks`] : [] };
}

async function endToEnd(filter) {
  const runtime = await ensureWindow();
  await ensureBuild();
  return runEndToEndTests(runtime, filter);
}
