import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Stop, say } from './console.mjs';

/**
 * Runs `work` while no other process on this machine runs it under the same name; a second one waits until the first is done.
 * A lock whose owner is gone is taken over.
 * @template T
 * @param {string} folder the lock: made, and gone again afterwards
 * @param {() => Promise<T>} work
 * @param {{ limit?: number }} [options] milliseconds to wait at most
 * @returns {Promise<T>}
 */
export async function alone(folder, work, { limit = 600_000 } = {}) {
  await mkdir(dirname(folder), { recursive: true });
  const begun = Date.now();
  let told = false;
  while (!(await take(folder))) {
    const waited = Date.now() - begun;
    if (waited > limit) throw new Stop(`Another process has held ${folder} for too long.`, `rm -r ${folder}`);
    if (waited > 1000 && !told) {
      say('  waiting for another start of this project to finish the same step');
      told = true;
    }
    await pause(200);
  }
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function take(folder) {
  try {
    await mkdir(folder);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (await isAbandoned(folder)) await putAway(folder);
    return false;
  }
  await writeFile(join(folder, 'pid'), String(process.pid));
  return true;
}

/** Moves a dead owner's lock aside; one that somebody has taken anew in this moment is put back. */
async function putAway(folder) {
  const aside = `${folder}.${process.pid}`;
  await rename(folder, aside).catch(() => undefined);
  if (await isAbandoned(aside)) await rm(aside, { recursive: true, force: true });
  else await rename(aside, folder).catch(() => undefined);
}

/** True if the owner named in the lock does not live. A lock without a name yet is being taken right now. */
async function isAbandoned(folder) {
  const pid = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => '0'));
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
