import { runScript, say } from './bootstrap/console.mjs';
import { ensureTestTools } from './bootstrap/ensure.mjs';
import { ensurePackages } from './bootstrap/packages.mjs';
import { inRoot, root, toolEnvironment, toolNode } from './bootstrap/paths.mjs';
import { capture } from './bootstrap/run.mjs';
import { debootstrapPackages, ensureSystemPackages } from './bootstrap/system.mjs';
import { ensureBuild } from './build/ensure-build.mjs';
import { endWith, nothing } from './test/results.mjs';
import { runUnitTests } from './test/suites.mjs';

const what = `LightRAG: the real server (lightrag-hku 1.5.7) in containers of a private engine, with a model server of ours. Its image is
made once, of Debian and PyPI, in two to three minutes; then the tests take about three.`;

// `npm run test:lightrag`: its last line is the sum, alone on the line. Where the server cannot be had, one test counts as skipped.
await runScript(async () => {
  say(what);
  await ensurePackages();
  await ensureTestTools();
  if (process.getuid?.() === 0) await ensureSystemPackages(debootstrapPackages);
  const without = await whyNot();
  if (without !== '') {
    process.stdout.write(`The real LightRAG server is not tested here: ${without}.\n`);
    return endWith({ ...nothing, skipped: 1 });
  }
  await ensureBuild();
  const [pattern = null, ...rest] = process.argv[2] === '-g' ? process.argv.slice(3) : [null, ...process.argv.slice(2)];
  return endWith(await runUnitTests({ pattern, rest }, ['real-lightrag']));
});

/** Asked of the part that makes the image, which is no plain script: '' where it can be made. */
async function whyNot() {
  const ask =
    "import('./e2e/stand-ins/real-lightrag/why-not.ts').then(async (part) => console.log((await part.whyNoRealServer()) ?? ''))";
  const { code, output } = await capture(toolNode(), ['--no-warnings', '--eval', ask], {
    cwd: root,
    env: toolEnvironment(),
  });
  return code === 0 ? output.trim() : `${inRoot('e2e/stand-ins/real-lightrag')} could not be asked: ${output.trim()}`;
}
