import { join } from 'node:path';
import type { ForeignBackup } from '../../src-shared/backups.ts';
import type { Disk } from '../lib/disk.ts';
import { lookAt } from '../lib/file-tree.ts';

/** Day and time at the end of a name; names and stamps both have underscores, so the end alone decides. */
const stamped = /^(.+)_(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})(?:_\d{3})?$/;

/** Where upstream and the switch put copies, below the backups folder, and what kind of copies they are (spec 1.2). */
const folders = [
  { below: '', kindOf: kindAtTop },
  { below: 'docker_env_backups', kindOf: kindOfEnvFile },
  { below: 'users', kindOf: (name: string) => ({ kind: 'user data' as const, subject: name }) },
];

/**
 * The copies that upstream's scripts and the switch made, the newest first: `docker_env_backups/<service>_<file>_<stamp>
 * .backup`, `env_backup_<stamp>`, `<folder>_backup_<stamp>`, `users/<id>_<stamp>`. Nothing else is listed.
 * @param folder the backups folder; may be absent
 */
export async function foreignBackups(disk: Disk, folder: string): Promise<readonly ForeignBackup[]> {
  const found: ForeignBackup[] = [];
  for (const { below, kindOf } of folders) {
    if ((await lookAt(disk, join(folder, below)))?.kind !== 'folder') continue;
    for (const name of await disk.list(join(folder, below))) {
      const parsed = parseName(name, kindOf);
      if (parsed === null) continue;
      const entry = await lookAt(disk, join(folder, below, name));
      if (entry === null || entry.kind === 'link' || entry.kind === 'other') continue;
      const path = below === '' ? name : `${below}/${name}`;
      found.push({ path, ...parsed, size: entry.kind === 'file' ? entry.size : null });
    }
  }
  return found.sort((a, b) => b.madeAt.localeCompare(a.madeAt) || a.path.localeCompare(b.path));
}

type Kind = Pick<ForeignBackup, 'kind' | 'subject'>;

function parseName(name: string, kindOf: (subject: string) => Kind | null) {
  const [, subject = '', year, month, day, hour, minute, second] = stamped.exec(name.replace(/\.backup$/, '')) ?? [];
  if (subject === '') return null;
  const kind = kindOf(subject);
  return kind === null ? null : { ...kind, madeAt: `${year}-${month}-${day}T${hour}:${minute}:${second}` };
}

function kindAtTop(text: string): Kind | null {
  if (text === 'env_backup') return { kind: 'env file', subject: '.env' };
  const [, folder = ''] = /^(.+)_backup$/.exec(text) ?? [];
  return folder === '' ? null : { kind: 'service folder', subject: folder };
}

function kindOfEnvFile(text: string): Kind {
  const [, service, file] = /^(lightrag_server|lightrag_memory_server|home)_(.+)$/.exec(text) ?? [];
  if (service === undefined) return { kind: 'env file', subject: text };
  return { kind: 'env file', subject: service === 'home' ? `${file}` : `${service}/${file}` };
}
