import { basename, dirname } from 'node:path';
import type { Disk, DiskEntry, DiskFile } from '../disk.ts';
import { applyEffect, type Effect, type Inode, root, type Volume } from './volume.ts';

/** A disk in memory that writes down every change made on it. */
export interface Recorder {
  readonly disk: Disk;
  /** Every change since the recorder was made, in their order. */
  readonly effects: readonly Effect[];
  /** The files and folders made since, each as it was at that moment. */
  readonly made: Volume;
}

type Folder = Extract<Inode, { kind: 'folder' }>;

/** Makes a disk that works on the volume, which is changed, and writes down what it does. */
export function createRecorder(volume: Volume): Recorder {
  const effects: Effect[] = [];
  const made: Volume = new Map();
  let next = Math.max(...volume.keys()) + 1;

  function act(effect: Effect): void {
    effects.push(effect);
    applyEffect(volume, effect);
  }

  /** A name that is free, and a new inode for it. */
  function make(path: string, inode: Inode): number {
    const folder = folderAt(volume, dirname(path));
    if (folder.inode.entries.has(basename(path))) throw errno('EEXIST', path);
    const number = next;
    next += 1;
    volume.set(number, inode);
    made.set(number, inode.kind === 'file' ? { ...inode } : { ...inode, entries: new Map() });
    act({ kind: 'names', set: [{ folder: folder.number, name: basename(path), inode: number }] });
    return number;
  }

  function take(path: string, kind: Inode['kind']): void {
    const { inode } = inodeAt(volume, path);
    if (inode.kind !== kind) throw errno(kind === 'file' ? 'EISDIR' : 'ENOTDIR', path);
    if (inode.kind === 'folder' && inode.entries.size > 0) throw errno('ENOTEMPTY', path);
    act({
      kind: 'names',
      set: [{ folder: folderAt(volume, dirname(path)).number, name: basename(path), inode: null }],
    });
  }

  const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const disk: Disk = {
    open: async (path) => openFile(volume, inodeAt(volume, path).number, 0, act),
    async create(path, mode) {
      return openFile(volume, make(path, { kind: 'file', data: new Uint8Array(), mode, ...owner }), 0, act);
    },
    async append(path) {
      const { number, inode } = inodeAt(volume, path);
      return openFile(volume, number, inode.kind === 'file' ? inode.data.length : 0, act);
    },
    async rename(from, to) {
      const { number } = inodeAt(volume, from);
      const source = { folder: folderAt(volume, dirname(from)).number, name: basename(from), inode: null };
      const target = { folder: folderAt(volume, dirname(to)).number, name: basename(to), inode: number };
      act({ kind: 'names', set: [source, target] });
    },
    async swap(one, other) {
      const [first, second] = [inodeAt(volume, one).number, inodeAt(volume, other).number];
      const at = (path: string, inode: number) => ({
        folder: folderAt(volume, dirname(path)).number,
        name: basename(path),
        inode,
      });
      act({ kind: 'names', set: [at(one, second), at(other, first)] });
    },
    async link(from, to) {
      const { number } = inodeAt(volume, from);
      const folder = folderAt(volume, dirname(to));
      if (folder.inode.entries.has(basename(to))) throw errno('EEXIST', to);
      act({ kind: 'names', set: [{ folder: folder.number, name: basename(to), inode: number }] });
    },
    unlink: async (path) => take(path, 'file'),
    async mkdir(path, mode) {
      make(path, { kind: 'folder', entries: new Map(), mode, ...owner });
    },
    rmdir: async (path) => take(path, 'folder'),
    syncFolder: async (path) => act({ kind: 'syncFolder', inode: folderAt(volume, path).number }),
    lstat: async (path) => entryOf(inodeAt(volume, path).inode),
    stat: async (path) => entryOf(inodeAt(volume, path).inode),
    realpath: async (path) => {
      inodeAt(volume, path);
      return path;
    },
    list: async (path) => [...folderAt(volume, path).inode.entries.keys()],
    mayWrite: async (path) => void inodeAt(volume, path),
  };
  return { disk, effects, made };
}

function openFile(volume: Volume, number: number, start: number, act: (effect: Effect) => void): DiskFile {
  let position = start;
  const inode = () => {
    const found = volume.get(number);
    if (found === undefined) throw errno('ENOENT', `inode ${number}`);
    return found;
  };
  return {
    stat: async () => entryOf(inode()),
    async read(limit) {
      const found = inode();
      const part = found.kind === 'file' ? found.data.slice(position, position + limit) : new Uint8Array();
      position += part.length;
      return part;
    },
    async readAt(position, length) {
      const found = inode();
      return found.kind === 'file' ? found.data.slice(position, position + length) : new Uint8Array();
    },
    async write(bytes) {
      act({ kind: 'data', inode: number, offset: position, bytes: Uint8Array.from(bytes) });
      position += bytes.length;
    },
    chmod: async (mode) => act({ kind: 'mode', inode: number, mode }),
    chown: async (uid, gid) => act({ kind: 'owner', inode: number, uid, gid }),
    sync: async () => act({ kind: 'sync', inode: number }),
    close: async () => undefined,
  };
}

function inodeAt(volume: Volume, path: string): { number: number; inode: Inode } {
  let number = root;
  for (const name of path.split('/').filter((part) => part !== '')) {
    const folder = volume.get(number);
    if (folder?.kind === 'file') throw errno('ENOTDIR', path);
    const found = folder?.entries.get(name);
    if (found === undefined) throw errno('ENOENT', path);
    number = found;
  }
  const inode = volume.get(number);
  if (inode === undefined) throw errno('ENOENT', path);
  return { number, inode };
}

function folderAt(volume: Volume, path: string): { number: number; inode: Folder } {
  const { number, inode } = inodeAt(volume, path);
  if (inode.kind !== 'folder') throw errno('ENOTDIR', path);
  return { number, inode };
}

function entryOf(inode: Inode): DiskEntry {
  const { kind, mode, uid, gid } = inode;
  const size = inode.kind === 'file' ? inode.data.length : 0;
  // Time does not pass there: nobody may rely on it.
  return { kind, mode, uid, gid, size, changedAt: Number.NaN, stamp: '', stampedAt: Number.NaN };
}

function errno(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
