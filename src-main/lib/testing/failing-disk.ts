import type { Disk, DiskFile } from '../disk.ts';

/** A disk for tests that fails at a chosen operation, and counts the operations. */
export interface FailingDisk {
  readonly disk: Disk;
  /** Operations asked for so far. */
  count(): number;
}

/**
 * Makes a disk that fails at its n-th operation (counted from 1; never, if left out): `once` as a bad moment, `for good`
 * as if the process had ended there. Nothing is really synced: no test cuts the power, and it takes most of the time.
 */
export function failingDisk(real: Disk, at = 0, how: 'once' | 'for good' = 'once'): FailingDisk {
  let done = 0;
  function step(): void {
    done += 1;
    const fails = at > 0 && (how === 'once' ? done === at : done >= at);
    if (fails) throw Object.assign(new Error('injected failure'), { code: 'EIO' });
  }
  async function after<T>(work: () => Promise<T>): Promise<T> {
    step();
    return await work();
  }
  const file = (inner: DiskFile): DiskFile => ({
    stat: () => after(() => inner.stat()),
    read: (limit, into) => after(() => inner.read(limit, into)),
    readAt: (position, length) => after(() => inner.readAt(position, length)),
    write: (bytes) => after(() => inner.write(bytes)),
    chmod: (mode) => after(() => inner.chmod(mode)),
    chown: (uid, gid) => after(() => inner.chown(uid, gid)),
    sync: () => after(notNeeded),
    // Not counted: a process that ends closes its files too.
    close: () => inner.close(),
  });
  const disk: Disk = {
    open: (path) => after(async () => file(await real.open(path))),
    create: (path, mode) => after(async () => file(await real.create(path, mode))),
    append: (path) => after(async () => file(await real.append(path))),
    rename: (from, to) => after(() => real.rename(from, to)),
    swap: (one, other) => after(() => real.swap(one, other)),
    link: (from, to) => after(() => real.link(from, to)),
    unlink: (path) => after(() => real.unlink(path)),
    mkdir: (path, mode) => after(() => real.mkdir(path, mode)),
    rmdir: (path) => after(() => real.rmdir(path)),
    syncFolder: () => after(notNeeded),
    lstat: (path) => after(() => real.lstat(path)),
    stat: (path) => after(() => real.stat(path)),
    realpath: (path) => after(() => real.realpath(path)),
    list: (folder) => after(() => real.list(folder)),
    mayWrite: (path) => after(() => real.mayWrite(path)),
  };
  return { disk, count: () => done };
}

async function notNeeded(): Promise<void> {}
