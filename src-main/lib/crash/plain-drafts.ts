import type { Disk } from '../disk.ts';

/**
 * A disk on which the drafts of a file have one name: a recovery that wrote under another at each run would leave another
 * disk at each cut, without end.
 */
export function plainDrafts(disk: Disk): Disk {
  const plain = (path: string) => path.replace(/\.\d+-[0-9a-f]{12}\.draft$/, '.draft');
  return {
    ...disk,
    open: (path) => disk.open(plain(path)),
    create: (path, mode) => disk.create(plain(path), mode),
    rename: (from, to) => disk.rename(plain(from), to),
    swap: (one, other) => disk.swap(plain(one), plain(other)),
    link: (from, to) => disk.link(plain(from), to),
    lstat: (path) => disk.lstat(plain(path)),
    unlink: (path) => disk.unlink(plain(path)),
  };
}
