import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { realDisk } from '../../lib/disk.ts';
import { failingDisk } from '../../lib/testing/failing-disk.ts';
import { createBackups } from '../index.ts';
import { portsFor } from './ports-for.ts';

/** A home and its backups, new for every test of the file that imports this. */
export const cli = { kind: 'cli', windowId: 0 } as const;
export const apart = ['backups', 'desktop'];
export let home = '';
export let ports = portsFor('');
export let backups = createBackups(ports);

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'persag-backups-'));
  ports = portsFor(home, failingDisk(realDisk).disk);
  backups = createBackups(ports);
  await mkdir(join(home, 'lightrag_server', 'deep'), { recursive: true });
  await mkdir(join(home, 'data'));
  await put('env.userid', 'USER_ID="paula"\n');
  await put('lightrag_server/env.server', 'USER_ID=paula\nOPENAI_API_KEY=topsecret1\n');
  await put('lightrag_server/deep/odd', Buffer.from([0, 255, 254]));
  await put('data/large', 'users data');
  await chmod(join(home, 'lightrag_server/env.server'), 0o640);
});

afterEach(() => rm(home, { recursive: true, force: true }));

export const put = (path: string, content: string | Uint8Array) => writeFile(join(home, path), content);
export const create = (reason = 'by hand') => backups.create({ reason }, cli);
export const inBackup = (id: string, path: string) => join(home, 'backups', id, 'files', path);
