import { createHash } from 'node:crypto';

/** A file or folder apart from its names. */
export type Inode =
  | { readonly kind: 'file'; data: Uint8Array; mode: number; uid: number; gid: number }
  | { readonly kind: 'folder'; readonly entries: Map<string, number>; mode: number; uid: number; gid: number };

/** A whole disk in memory: inodes by number, the root folder being number 1. */
export type Volume = Map<number, Inode>;

/** The root folder's number. */
export const root = 1;

/** An empty disk. */
export function emptyVolume(): Volume {
  return new Map([[root, { kind: 'folder', entries: new Map(), mode: 0o755, uid: 0, gid: 0 }]]);
}

/** One change of a disk. All but the two syncs may be lost as long as no sync covers it. */
export type Effect =
  /** Names given and taken in one step; number null: taken. */
  | { readonly kind: 'names'; readonly set: readonly { folder: number; name: string; inode: number | null }[] }
  | { readonly kind: 'data'; readonly inode: number; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: 'mode'; readonly inode: number; readonly mode: number }
  | { readonly kind: 'owner'; readonly inode: number; readonly uid: number; readonly gid: number }
  | { readonly kind: 'sync'; readonly inode: number }
  | { readonly kind: 'syncFolder'; readonly inode: number };

/** Makes one change. */
export function applyEffect(volume: Volume, effect: Effect): void {
  if (effect.kind === 'names') {
    for (const { folder, name, inode } of effect.set) {
      const parent = volume.get(folder);
      if (parent?.kind !== 'folder') continue;
      if (inode === null) parent.entries.delete(name);
      else parent.entries.set(name, inode);
    }
    return;
  }
  const inode = volume.get(effect.inode);
  if (inode === undefined) return;
  if (effect.kind === 'mode') inode.mode = effect.mode;
  if (effect.kind === 'owner') Object.assign(inode, { uid: effect.uid, gid: effect.gid });
  if (effect.kind === 'data' && inode.kind === 'file') {
    // Where an earlier write was lost, its place is a hole of zeros.
    const data = new Uint8Array(Math.max(inode.data.length, effect.offset + effect.bytes.length));
    data.set(inode.data);
    data.set(effect.bytes, effect.offset);
    inode.data = data;
  }
}

/** An independent copy. */
export function copyVolume(volume: Volume): Volume {
  return new Map(
    [...volume].map(([number, inode]) => [
      number,
      inode.kind === 'file' ? { ...inode } : { ...inode, entries: new Map(inode.entries) },
    ]),
  );
}

/** One thing on a disk, as a person sees it. */
export interface Seen {
  readonly path: string;
  readonly mode: number;
  readonly owner: string;
  /** Null for a folder. */
  readonly data: Uint8Array | null;
}

/** Everything that can be reached from the root, in the order of the paths. */
export function seenIn(volume: Volume, folder = root, prefix = ''): readonly Seen[] {
  const inode = volume.get(folder);
  if (inode?.kind !== 'folder') return [];
  return [...inode.entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, number]) => {
      const entry = volume.get(number);
      if (entry === undefined) return [];
      const path = `${prefix}/${name}`;
      const { mode, uid, gid } = entry;
      const seen = { path, mode, owner: `${uid}:${gid}`, data: entry.kind === 'file' ? entry.data : null };
      return [seen, ...seenIn(volume, number, path)];
    });
}

/** A word that two disks share only where everything on them is the same. */
export function digestOf(seen: readonly Seen[]): string {
  const lines = seen.map(({ path, mode, owner, data }) => [
    path,
    mode,
    owner,
    data === null ? null : bytesDigest(data),
  ]);
  return createHash('sha256').update(JSON.stringify(lines)).digest('hex');
}

/** Copies of a disk share the bytes of their files, which are never changed in place: each is hashed once. */
const digests = new WeakMap<Uint8Array, string>();

function bytesDigest(bytes: Uint8Array): string {
  const known = digests.get(bytes);
  if (known !== undefined) return known;
  const digest = createHash('sha256').update(bytes).digest('hex');
  digests.set(bytes, digest);
  return digest;
}
