import { runScript, say, seconds } from './bootstrap/console.mjs';
import { ensureWindow } from './bootstrap/ensure.mjs';
import { launchApp } from './bootstrap/launch.mjs';
import { ensureBuild } from './build/ensure-build.mjs';

// `npm start`: everything that is missing is fetched, the app is built if its sources changed, and the window opens.
// `npm start -- --demo ...` shows it on a throwaway home instead.
const args = process.argv.slice(2);

await runScript(async () => {
  if (args.includes('--demo')) {
    const { runDemo } = await import('./demo.mjs');
    return runDemo(args.filter((argument) => argument !== '--demo'));
  }
  const started = performance.now();
  const runtime = await ensureWindow();
  await ensureBuild();
  say(`Starting Persag Desktop (ready after ${seconds(performance.now() - started)}).`);
  return launchApp(runtime, args);
});
