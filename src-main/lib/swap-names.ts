import { linkSync, lstatSync, renameSync, unlinkSync } from 'node:fs';
import { systemExchange } from './exchange.ts';
import { isErrno } from './file-fault.ts';

/**
 * Lets two files change places, so that what was at `place` is not lost, whoever put it there, and however late. In one
 * step where the system and the file system can. Rejects with the system's own error; ENOENT where one is not there.
 */
export async function swapNames(draft: string, place: string): Promise<void> {
  const exchange = await systemExchange();
  try {
    if (exchange !== null) return exchange(draft, place);
  } catch (cause) {
    // A file system that cannot: the FAT family, some network shares.
    if (!isErrno(cause, 'EINVAL', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP')) throw cause;
  }
  swapByLinks(draft, place);
}

/**
 * The same by a second name for the old file. Between the last look and the rename another program can still rename a
 * file of its own to `place`: some microseconds, which is why nothing in between gives the process away.
 */
export function swapByLinks(draft: string, place: string): void {
  const kept = `${draft}.kept`;
  linkSync(place, kept);
  try {
    if (lstatSync(place).ino !== lstatSync(kept).ino) throw Object.assign(new Error('EBUSY'), { code: 'EBUSY' });
    renameSync(draft, place);
  } catch (cause) {
    unlinkSync(kept);
    throw cause;
  }
  renameSync(kept, draft);
}
