import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeUpstreamHome } from '../e2e/stand-ins/homes.ts';
import type { Caller } from '../src-shared/define.ts';
import { createApp } from './app.ts';
import { systemClock } from './lib/system.ts';

const caller: Caller = { kind: 'cli', windowId: 0 };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const seedFolder = join(import.meta.dirname, '..', 'assets', 'seed');
let home = '';

beforeEach(async () => {
  home = join(await mkdtemp(join(tmpdir(), 'persag-odd-')), '.persag');
  await writeUpstreamHome(home);
});
afterEach(() => rm(join(home, '..'), { recursive: true }));

async function validate() {
  const app = createApp({
    surroundings: { env: { PATH: '' }, homeFolder: join(home, '..'), platform: 'linux', seedFolder, version: '1' },
    clock: systemClock,
    log,
    desktop: null,
  });
  try {
    await app.open({ watch: false });
    return await app.features.validation.run(undefined, caller);
  } finally {
    await app.end();
  }
}

const places = [
  'env.userid',
  'lightrag_server/docker-compose.yml',
  'lightrag_server/env.server',
  'lightrag_server/.env',
  'lightrag_memory_server/docker-compose.yml',
  'data/users_registry.json',
];

const bomb = Array.from({ length: 12 }, (_, at) => `x-${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]\n`).join('');

/** What a file can be instead of what it should be (quality R7). */
const oddities: Readonly<Record<string, (path: string) => Promise<void>>> = {
  empty: (path) => writeFile(path, ''),
  'cut off': async (path) => {
    const text = await readFile(path, 'utf8').catch(() => 'A="open');
    await writeFile(path, text.slice(0, text.length / 2));
  },
  binary: (path) => writeFile(path, Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 7 + (at >> 3)) % 256))),
  'larger than 50 MB': async (path) => {
    await writeFile(path, '');
    await truncate(path, 51 * 1024 * 1024);
  },
  deep: (path) => writeFile(path, `a: ${'{a: '.repeat(3000)}1${'}'.repeat(3000)}\n`),
  'growing without end': (path) => writeFile(path, `x-0: &a0 [x]\n${bomb}services: *a12\n`),
  'holding itself': (path) => writeFile(path, 'services: &s\n  a: *s\n'),
  'one long line': (path) => writeFile(path, `A=${'${B:-'.repeat(5000)}${'}'.repeat(5000)}\n`),
  'a folder': async (path) => {
    await rm(path, { force: true });
    await mkdir(path);
  },
  'a link to nothing': async (path) => {
    await rm(path, { force: true });
    await symlink('/nowhere/at/all', path);
  },
  'a link to itself': async (path) => {
    await rm(path, { force: true });
    await symlink(path, path);
  },
  'not for this account': async (path) => {
    await writeFile(path, 'USER_ID=x\n');
    await chmod(path, 0);
  },
};

/** Everything of the home but what the app itself keeps: kinds, sizes, times of the last change. */
async function stateOfHome() {
  const names = await readdir(home, { recursive: true });
  const kept = names.filter((name) => !name.startsWith('desktop')).sort();
  return Promise.all(
    kept.map(async (name) => {
      const { mode, size, mtimeMs } = await lstat(join(home, name));
      // The folder itself is touched by the app's own folder in it.
      return { name, mode, size, mtimeMs };
    }),
  );
}

describe.each(places)('%s, being odd', (place) => {
  it.each(Object.keys(oddities))('%s: is told, stays as it is, and the rest is validated', async (kind) => {
    const path = join(home, place);
    await oddities[kind]?.(path);
    const before = await stateOfHome();
    const { findings } = await validate();
    expect(await stateOfHome()).toEqual(before);
    // The other service's own oddity is found whatever became of this file.
    const elsewhere = place.startsWith('lightrag_memory') ? 'knowledge' : 'memory';
    expect(findings.filter(({ service }) => service === elsewhere).map(({ code }) => code)).toContain(
      'open-ports/network',
    );
    // A registry is the users feature's to tell of; a .env may be anything that Compose takes for text.
    if (!place.endsWith('docker-compose.yml') || (kind === 'not for this account' && process.getuid?.() === 0)) return;
    expect(findings.find(({ severity, file }) => severity === 'error' && file === path)).toBeDefined();
  });
});
