import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clearAway } from './clear-away.ts';
import { startTicks } from './processes.ts';

/** A place for one private engine: a short folder, a bridge and addresses that no other place has. */
export interface Slot {
  readonly folder: string;
  readonly bridge: string;
  /** The bridge's own address, at which containers find the host. */
  readonly gateway: string;
  /** The address pool of further networks. */
  readonly pool: string;
  /** Prefix of all its addresses, such as `198.18.16.`, one an entry. */
  readonly prefixes: readonly string[];
}

// A socket's path may have 107 characters at most, so the folder cannot be in a deep temporary folder.
const root = '/tmp';
const slotCount = 32;

/** The place with a number of 0 to 31. Its addresses are of 198.18.0.0/15, which no real network uses (RFC 2544). */
export function slotAt(number: number): Slot {
  const second = 18 + Math.floor(number / 16);
  const third = (number % 16) * 16;
  return {
    folder: join(root, `persag-engine-${number}`),
    bridge: `persag${number}`,
    gateway: `198.${second}.${third}.1`,
    pool: `198.${second}.${third + 8}.0/21`,
    prefixes: Array.from({ length: 16 }, (_, index) => `198.${second}.${third + index}.`),
  };
}

/**
 * Takes a free place for this process, clearing away first what processes left there that have ended since.
 * @throws Error where all are in use
 */
export async function takeSlot(): Promise<Slot> {
  for (let number = 0; number < slotCount; number += 1) {
    const slot = slotAt(number);
    if (await claimStale(slot)) {
      await clearAway(slot);
      await giveBack(slot);
    }
    if (await claimFree(slot)) return slot;
  }
  throw new Error(`All ${slotCount} places for private engines are in use.`);
}

// The owner is the name of a file, so that taking over is one rename, which only one can win.
function ownerName(): string {
  return `owner-${process.pid}-${startTicks(process.pid)}`;
}

async function claimFree(slot: Slot): Promise<boolean> {
  const fresh = await mkdtemp(join(root, 'persag-engine-new-'));
  await writeFile(join(fresh, ownerName()), '');
  try {
    // Fails where the folder is there already: it is never empty.
    await rename(fresh, slot.folder);
    return true;
  } catch (cause) {
    await rm(fresh, { recursive: true });
    if (['ENOTEMPTY', 'EEXIST'].includes(String((cause as NodeJS.ErrnoException).code))) return false;
    throw cause;
  }
}

async function claimStale(slot: Slot): Promise<boolean> {
  const names = await readdir(slot.folder).catch(() => []);
  const owner = names.find((name) => name.startsWith('owner-'));
  if (owner === undefined) return false;
  const [, pid, ticks] = owner.split('-');
  if (startTicks(Number(pid)) === ticks) return false;
  return rename(join(slot.folder, owner), join(slot.folder, ownerName())).then(
    () => true,
    () => false,
  );
}

/** Gives a place back; the engine in it has ended and is cleared away. */
export async function giveBack(slot: Slot): Promise<void> {
  // The owner goes last: cut off in between, the place still tells whose it was, and is cleared away later.
  for (const name of await readdir(slot.folder)) {
    if (!name.startsWith('owner-')) await rm(join(slot.folder, name), { recursive: true, force: true });
  }
  await rm(slot.folder, { recursive: true, force: true });
}
