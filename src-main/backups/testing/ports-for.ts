import { join } from 'node:path';
import { type Disk, realDisk } from '../../lib/disk.ts';
import { createFiles } from '../../lib/files.ts';
import type { BackupsPorts } from '../ports.ts';

/** Ports of the backups on a home in a test: real files, a clock that is moved by hand, a lock nobody else wants. */
export function portsFor(home: string, disk: Disk = realDisk): BackupsPorts & { now: Date } {
  const ports = {
    now: new Date('2026-03-04T05:06:07.008Z'),
    disk,
    files: createFiles(disk),
    clock: {
      now: (): Date => ports.now,
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    version: '1.2.3',
    folders: () => ({ path: home, backups: join(home, 'backups'), desktop: join(home, 'desktop') }),
    dataRoot: async () => join(home, 'data'),
    hold: async () => async () => undefined,
  };
  return ports;
}
