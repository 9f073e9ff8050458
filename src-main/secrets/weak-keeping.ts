import { Fault } from '../../src-shared/errors.ts';
import { type Entry, readEntries, without } from './entries.ts';
import { type KeepingParts, keysOf, ownerOf, wayOf, writableFile } from './keeping.ts';
import type { MemoryEntries } from './memory-entries.ts';
import { secretFileBytes } from './secret-file.ts';
import { scopeOf } from './secret-path.ts';
import { withEntries } from './writing.ts';

/**
 * Allows keeping secrets under a protection that is none, or takes that back: what is in memory goes onto the disk, what
 * is there comes into memory. Fault: `settings/locked`. See `UserSecrets.allowWeak`.
 */
export async function allowWeak(
  parts: KeepingParts & { readonly memory: MemoryEntries },
  userId: string,
  isAllowed: boolean,
  inMemory: boolean,
): Promise<void> {
  const { ports, memory } = parts;
  const { path, content, before, aside } = await writableFile(ports, userId);
  if (content.allowsWeak === isAllowed) return;
  const wanted = { ...content, allowsWeak: isAllowed };
  const way = isAllowed && !inMemory ? await wayOf(ports, wanted) : null;
  const moved = isAllowed ? new Map<string, Entry>() : await weakEntries(parts, userId);
  const after =
    way === null
      ? without(wanted, new Set(moved.keys()))
      : await withEntries(wanted, memory.of(userId), way, await ownerOf(parts, userId));
  await ports.journal.apply(`changing how keys of ${userId} are kept`, [
    { path, before, after: secretFileBytes(after) },
    ...aside,
  ]);
  if (way !== null) memory.forget(userId);
  // What was entered since is newer.
  memory.change(userId, [], [...moved, ...memory.of(userId)]);
}

/** What is on the disk under a protection that is none. */
async function weakEntries({ ports, ring }: KeepingParts, userId: string): Promise<ReadonlyMap<string, Entry>> {
  const { keychain } = ports;
  const moved = new Map<string, Entry>();
  if (keychain === undefined || keychain === 'passphrase' || (await keychain.state()).kind !== 'weak') return moved;
  const { content } = await writableFile(ports, userId);
  for (const [name, reading] of await readEntries(
    scopeOf(userId),
    content,
    keychain,
    await keysOf({ ports, ring }, userId),
  )) {
    if (reading.state === 'locked') {
      throw new Fault('settings/locked', 'Your keys cannot be put elsewhere while they are locked.');
    }
    if (reading.state === 'set') moved.set(name, { value: reading.value, boundTo: reading.boundTo });
  }
  return moved;
}
