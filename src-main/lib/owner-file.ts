import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { Disk } from './disk.ts';
import { isErrno } from './file-fault.ts';
import { makeFolder } from './make-folder.ts';
import { isAlive, ownIdentity } from './process-identity.ts';
import { readBytes } from './read-file.ts';
import { draftOf } from './write-file.ts';

const ownerSchema = z.object({
  pid: z.number(),
  started: z.string().nullable().default(null),
  /** Tells one claim from the next of the same process. */
  token: z.string().default(''),
  what: z.string(),
});

/** Who has claimed a file, and for what. */
export type Owner = z.infer<typeof ownerSchema>;

/** What a claim came to: ours, with the way to give it up, or somebody else's. */
export type Claim =
  | { readonly ours: true; release(): Promise<void> }
  | { readonly ours: false; readonly owner: Owner | null };

/**
 * Claims a file for this process. The claim of a process that has ended, also one whose number another has since, and
 * a file that no owner can be read from (left by a power cut) are taken over. Rejects with the system's own error.
 */
export async function claimFile(disk: Disk, path: string, what: string): Promise<Claim> {
  await makeFolder(disk, dirname(path));
  const owner: Owner = { ...(await ownIdentity()), token: randomUUID(), what };
  const draft = draftOf(path);
  await writeOwner(disk, draft, owner);
  try {
    // Twice at most: once against a file that is there, once after a dead owner's file was put aside.
    for (let attempt = 0; attempt < 2; attempt += 1) {
      if (await linked(disk, draft, path)) return { ours: true, release: () => removeIf(disk, path, owner.token) };
      if (!(await putAsideIfDead(disk, path, draft))) break;
    }
    return { ours: false, owner: await readOwner(disk, path) };
  } finally {
    await disk.unlink(draft);
  }
}

/** Not synced: a power cut ends the owner too, so what it leaves of the file does not matter. */
async function writeOwner(disk: Disk, path: string, owner: Owner): Promise<void> {
  const file = await disk.create(path, 0o600);
  try {
    await file.write(new TextEncoder().encode(JSON.stringify(owner)));
  } finally {
    await file.close();
  }
}

/** A link appears whole or not at all, so nobody ever reads a claim without its owner; false where the name is taken. */
async function linked(disk: Disk, draft: string, path: string): Promise<boolean> {
  try {
    await disk.link(draft, path);
    return true;
  } catch (cause) {
    if (isErrno(cause, 'EEXIST')) return false;
    throw cause;
  }
}

/**
 * Only one process at a time may put a dead one's file aside: another could otherwise take away the fresh claim of the
 * one that was quicker. False where the owner lives, or somebody else is at it.
 */
async function putAsideIfDead(disk: Disk, path: string, draft: string): Promise<boolean> {
  if ((await claimAt(disk, path)).state === 'living') return false;
  const guard = `${path}.takeover`;
  if (!(await linked(disk, draft, guard))) {
    // Left by one that ended in these few moments: the next try finds it gone.
    if ((await claimAt(disk, guard)).state === 'dead') await ignoreAbsent(disk.unlink(guard));
    return false;
  }
  try {
    const { state, text } = await claimAt(disk, path);
    if (state !== 'dead') return state === 'absent';
    // Its owner may have given it up and ended in between, and somebody else have it by now. A dead one's own stays.
    if ((await textOf(disk, path)) !== text) return false;
    await ignoreAbsent(disk.unlink(path));
    return true;
  } finally {
    await ignoreAbsent(disk.unlink(guard));
  }
}

/** How it is with a claim: one that cannot be understood was left by a power cut, and its owner is dead. */
async function claimAt(
  disk: Disk,
  path: string,
): Promise<{ readonly state: 'absent' | 'living' | 'dead'; readonly text: string | null }> {
  const text = await textOf(disk, path);
  if (text === null) return { state: 'absent', text };
  const owner = ownerIn(text);
  return { state: owner !== null && (await isAlive(owner)) ? 'living' : 'dead', text };
}

async function textOf(disk: Disk, path: string): Promise<string | null> {
  const bytes = await readBytes(disk, path);
  return bytes === null ? null : new TextDecoder().decode(bytes);
}

function ownerIn(text: string): Owner | null {
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Null where there is no claim, or none that can be understood. */
async function readOwner(disk: Disk, path: string): Promise<Owner | null> {
  const text = await textOf(disk, path);
  return text === null ? null : ownerIn(text);
}

/** Somebody who took us for dead may have the file by now: then it is theirs. */
async function removeIf(disk: Disk, path: string, token: string): Promise<void> {
  if ((await readOwner(disk, path))?.token === token) await ignoreAbsent(disk.unlink(path));
}

async function ignoreAbsent(work: Promise<void>): Promise<void> {
  await work.catch((cause) => {
    if (!isErrno(cause, 'ENOENT')) throw cause;
  });
}
