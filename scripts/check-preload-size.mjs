import { statSync } from 'node:fs';
import { runScript, say } from './bootstrap/console.mjs';
import { inRoot } from './bootstrap/paths.mjs';
import { ensureBuild } from './build/ensure-build.mjs';

/**
 * The preload is read for every window before its page may start; in bytes. It needs a few thousand: more means that a
 * schema or a library came into it.
 */
const most = 20_000;

// `node scripts/check-preload-size.mjs`: builds the preload if need be and weighs it.
await runScript(async () => {
  await ensureBuild(['preload']);
  const { size } = statSync(inRoot('out', 'preload', 'preload.cjs'));
  say(`The preload has ${size} bytes of at most ${most}.`);
  return size <= most ? 0 : 1;
});
