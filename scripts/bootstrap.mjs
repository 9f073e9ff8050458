import { runScript, say } from './bootstrap/console.mjs';
import { ensureTestTools, ensureWindow } from './bootstrap/ensure.mjs';

// Everything that starting and testing need, without doing either: `node scripts/bootstrap.mjs`.
await runScript(async () => {
  const runtime = await ensureWindow();
  await ensureTestTools();
  say(`Electron ${runtime.version}: ${runtime.executable}`);
});
