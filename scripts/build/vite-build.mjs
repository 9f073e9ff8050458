import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { build } from 'vite';
import { buildOf, programs } from '../../vite.programs.ts';
import { inRoot } from '../bootstrap/paths.mjs';
import { copyCompiledPart } from './compiled-part.mjs';

// Runs in the pinned Node with the products to make as arguments. Each is made in a folder beside and then takes its place
// in one step, so that an app that runs from `out` meanwhile never finds half of it.
const out = inRoot('out');
await mkdir(out, { recursive: true });
const work = await mkdtemp(join(out, '.next-'));
try {
  for (const product of process.argv.slice(2)) await make(product);
} catch (error) {
  // The message says which import of which file; the bundler's own stack says nothing more.
  console.error(stripVTControlCharacters(error.message));
  process.exitCode = 1;
} finally {
  await rm(work, { recursive: true, force: true });
}

async function make(product) {
  const program = programs.find(({ file }) => file === product);
  if (product.endsWith('.node')) {
    await mkdir(dirname(join(work, product)), { recursive: true });
    await copyCompiledPart(join(work, product));
  } else if (program === undefined) {
    await build({ configFile: inRoot('vite.renderer.config.ts'), build: { outDir: join(work, product) } });
  } else {
    await build(buildOf(program, work));
  }
  const place = join(out, product);
  await mkdir(dirname(place), { recursive: true });
  await rename(place, join(work, 'previous')).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(join(work, product), place);
  await rm(join(work, 'previous'), { recursive: true, force: true });
}
