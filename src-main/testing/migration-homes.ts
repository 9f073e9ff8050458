import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { MigrationRequest } from '../../src-shared/migration.ts';
import { foldersOf } from '../home/folders.ts';
import { joinBackups } from '../join-backups.ts';
import { type Disk, realDisk } from '../lib/disk.ts';
import { createFiles } from '../lib/files.ts';
import { failingDisk } from '../lib/testing/failing-disk.ts';

/** A project, a home and what migrates from one to the other, new for every test of the file that imports this. */
export const cli = { kind: 'cli', windowId: 0 } as const;
export const apart = ['backups', 'desktop'];
export let root = '';
export let project = '';
export let home = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'persag-migration-'));
  project = join(root, 'project');
  home = join(root, '.persag');
  await put(join(root, 'seed'), { 'lightrag_server/env.server': 'USER_ID=default_user\n' });
  await put(project, {
    'env.userid': 'USER_ID="charlie"\n',
    'pyproject.toml': '',
    'lightrag_server/env.server': `USER_ID=charlie # who\r\nCONFIG=${project}/lightrag_server/config.ini\r\n`,
    'lightrag_server/docker-compose.yml': compose(project),
    'lightrag_server/config.ini': '[server]\n',
    'lightrag_memory_server/env.memory_server': 'USER_ID=charlie\n',
    'lightrag_memory_server/deep/odd': Buffer.from([0, 255]),
    'src/main.py': '',
  });
  await put(home, { 'lightrag_server/env.server': 'USER_ID=default_user\n', unknown: 'mine' });
});

afterEach(() => rm(root, { recursive: true, force: true }));

export function compose(base: string): string {
  return [
    'services: # both',
    '  lightrag:',
    '    image: x',
    `    env_file: "${base}/lightrag_server/env.server"`,
    '    volumes:',
    `      - ${base}/lightrag_server/env.server:/app/.env`,
    `      - ${base}/data:/data`,
    '      - ../other:/other',
    '',
  ].join('\n');
}

export async function put(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), content);
  }
}

export function joined(disk: Disk = failingDisk(realDisk).disk) {
  return joinBackups({
    ports: {
      surroundings: { env: {}, homeFolder: root, platform: 'linux', seedFolder: join(root, 'seed'), version: '1' },
      clock: { now: () => new Date(), tick: () => performance.now() },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    },
    files: createFiles(disk),
    home: { folders: () => foldersOf(home), dataRoot: async () => ({ path: join(home, 'data'), origin: 'home' }) },
    operations: { hold: async () => async () => undefined },
    lock: { hold: async () => async () => undefined },
    disk,
  });
}

export const asked = (more: Partial<MigrationRequest> = {}): MigrationRequest => ({
  from: project,
  conflicts: 'keep',
  ...more,
});

export async function migrate(more: Partial<MigrationRequest> = {}, { migration } = joined()) {
  const plan = await migration.plan(asked(more), cli);
  return { plan, report: await migration.start({ planId: plan.id }, cli) };
}

export const actions = (files: readonly { path: string; action: string; conflict: boolean }[]) =>
  Object.fromEntries(files.map(({ path, action, conflict }) => [path, conflict ? `${action}!` : action]));
