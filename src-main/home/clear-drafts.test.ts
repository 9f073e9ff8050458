import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { realDisk } from '../lib/disk.ts';
import { createFiles } from '../lib/files.ts';
import { createJournal } from '../lib/journal.ts';
import { clearHomeDrafts } from './clear-drafts.ts';
import { foldersOf } from './folders.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'persag-home-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const clock = { now: () => new Date(), tick: () => 0 };
/** No process has this number. */
const dead = `.kept.json.${2 ** 30}-0123456789ab.draft`;
const living = `.kept.json.${process.pid}-0123456789ab.draft`;

async function clear(): Promise<void> {
  const folders = foldersOf(home);
  const journal = createJournal({ disk: realDisk, folder: () => join(folders.desktop, 'journal'), clock, log });
  const dataRoot = async () => ({ path: join(home, 'data'), origin: 'home' as const });
  await clearHomeDrafts({ folders: () => folders, dataRoot }, { files: createFiles(), journal, log });
}

test('what a dead process left half written is cleared away wherever the app writes, and nothing else', async () => {
  const { backups, desktop, services } = foldersOf(home);
  const folders = [
    ...[home, join(home, 'data'), desktop, backups, services.memory.folder],
    ...[
      join(backups, 'registry'),
      join(backups, 'docker_env_backups'),
      join(desktop, 'access'),
      join(desktop, 'users'),
    ],
  ];
  for (const folder of folders) {
    await mkdir(folder, { recursive: true });
    for (const name of [dead, living, 'kept.json']) await writeFile(join(folder, name), 'KEY=secret');
  }
  await clear();
  for (const folder of folders) {
    const names = await readdir(folder);
    expect(names, folder).not.toContain(dead);
    expect(names, folder).toEqual(expect.arrayContaining([living, 'kept.json']));
  }
});

test('a home without any of these folders is left as it is', async () => {
  await clear();
  expect(await readdir(home)).toEqual([]);
});
