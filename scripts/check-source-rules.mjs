import { runScript, say } from './bootstrap/console.mjs';
import { root } from './bootstrap/paths.mjs';
import { sourceFaults } from './check/source-rules.mjs';

// `node scripts/check-source-rules.mjs`: the rules of the sources that no other tool checks.
await runScript(async () => {
  const faults = sourceFaults(root, ['src-main', 'src-renderer', 'src-shared', 'scripts', 'e2e']);
  for (const fault of faults) say(fault);
  return faults.length === 0 ? 0 : 1;
});
