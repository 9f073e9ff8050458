import { join } from 'node:path';
import { step } from '../bootstrap/console.mjs';
import { alone } from '../bootstrap/lock.mjs';
import { inRoot, root, toolEnvironment, toolNode } from '../bootstrap/paths.mjs';
import { mustRun } from '../bootstrap/run.mjs';
import { fingerprint, isFresh, remember } from './fingerprint.mjs';
import { targets } from './targets.mjs';

const out = inRoot('out');

/**
 * Builds the named parts (all if none is named) whose sources have changed since; nothing to do costs a few milliseconds.
 * @param {readonly string[]} [names] of `targets`
 * @returns {Promise<boolean>} whether anything was built
 */
export async function ensureBuild(names = targets.map((target) => target.name)) {
  if (stale(names).length === 0) return false;
  return alone(join(out, '.lock'), async () => {
    const due = stale(names);
    if (due.length === 0) return false;
    const prints = due.map(({ sources }) => fingerprint(root, sources));
    const products = [...new Set(due.flatMap((target) => target.products))];
    await step(`building ${due.map(({ name }) => name).join(', ')}`, () =>
      mustRun(toolNode(), [inRoot('scripts', 'build', 'vite-build.mjs'), ...products], {
        env: toolEnvironment({ NO_COLOR: '1' }),
      }),
    );
    due.forEach((target, index) => {
      remember(noteOf(target), prints[index]);
    });
    return true;
  });
}

function stale(names) {
  return targets.filter((target) => {
    const products = target.products.map((product) => join(out, product));
    return names.includes(target.name) && !isFresh(noteOf(target), fingerprint(root, target.sources), products);
  });
}

const noteOf = ({ name }) => join(out, `.built-${name}`);
