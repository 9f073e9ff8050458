import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { whyUnsafe } from '../../../src-shared/user-id.ts';
import type { RecoveredUser, RecoveryChoice, RecoveryPlan } from '../../../src-shared/user-removal.ts';
import {
  addEntry,
  addEntryText,
  emptyRegistry,
  findEntry,
  newEntry,
  type Registry,
  type RegistryEntry,
  registryBytes,
  textOfEntry,
} from '../../formats/registry.ts';
import { salvageEntries } from '../../formats/registry-salvage.ts';
import { localIso, titleOf } from '../../formats/upstream-time.ts';
import { reasonOf } from '../../lib/file-fault.ts';
import { lookAt } from '../../lib/file-tree.ts';
import { userFolders } from '../../lib/user-paths.ts';
import { valuesOf } from '../entry-values.ts';
import type { UsersPorts } from '../ports.ts';
import { parse } from '../registry-file.ts';
import { isSame } from '../shown-user.ts';
import { folderNames } from '../user-folder.ts';
import type { RegistryCopies } from './registry-copies.ts';
import { stampOf } from './registry-copies.ts';

/** A plan with the bytes that each choice would write, and those that are there. */
export interface FullRecoveryPlan {
  readonly plan: RecoveryPlan;
  readonly before: Uint8Array | null;
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

/** So many copies are offered: the newest good ones that differ. */
const offered = 3;

interface Present {
  readonly path: string;
  readonly before: Uint8Array | null;
  readonly state: RecoveryPlan['state'];
  readonly trouble: string | null;
  /** What can be read of it, whole or salvaged. */
  readonly readable: Registry;
  readonly folders: ReadonlySet<string>;
}

/** Looks at what can be done about the registry; changes nothing. */
export async function makeRecoveryPlan(ports: UsersPorts, copies: RegistryCopies): Promise<FullRecoveryPlan> {
  const present = await lookAtPresent(ports);
  const bytes = new Map<string, Uint8Array>();
  const choices: RecoveryChoice[] = [];
  const good = await goodCopies(ports, copies, present);
  const newest = good[0]?.registry ?? emptyRegistry;
  for (const { path, madeAt, content, registry } of good.slice(0, offered)) {
    const id = `copy:${path}`;
    const users = registry.users.map((entry) => shown(entry, 'copy', present));
    choices.push({ id, kind: 'copy', from: path, madeAt: madeAt.toISOString(), users, lacks: lacking(users, present) });
    bytes.set(id, content);
  }
  const rebuilt = await rebuild(ports, present, newest);
  // A registry that is whole and has everybody needs no rebuilding.
  if (present.state !== 'readable' || rebuilt.users.length > present.readable.users.length) {
    choices.push({ id: 'rebuild', kind: 'rebuild', from: null, madeAt: null, users: rebuilt.users, lacks: [] });
    bytes.set('rebuild', registryBytes(rebuilt.registry));
  }
  const stamp = stampOf(ports.clock.now());
  const content = {
    registry: present.path,
    state: present.state,
    trouble: present.trouble,
    choices: choices.filter(({ users }) => users.length > 0),
  };
  const keepsAs = present.before === null ? null : `${present.path}.replaced.${stamp}`;
  return { plan: { id: fingerprint(content, present.before), ...content, keepsAs }, before: present.before, bytes };
}

async function lookAtPresent(ports: UsersPorts): Promise<Present> {
  const path = await ports.registryFile();
  const folders = await folderNames(ports);
  const before = await ports.files.read(path);
  if (before === null) return { path, before, state: 'missing', trouble: null, readable: emptyRegistry, folders };
  try {
    return { path, before, state: 'readable', trouble: null, readable: parse(before, path), folders };
  } catch (cause) {
    const salvaged = salvageEntries(new TextDecoder().decode(before));
    const readable = salvaged.reduce((registry, { text }) => addEntryText(registry, text), emptyRegistry);
    return { path, before, state: 'unreadable', trouble: reasonOf(cause), readable, folders };
  }
}

/** Copies that can be read, differ from one another and have somebody whom a readable registry lacks. The newest first. */
async function goodCopies(ports: UsersPorts, copies: RegistryCopies, present: Present) {
  const good: { path: string; madeAt: Date; content: Uint8Array; registry: Registry }[] = [];
  const seen = new Set<string>();
  for (const { path, madeAt } of await copies.list()) {
    if (good.length === offered) break;
    try {
      const content = await ports.files.read(path);
      if (content === null) continue;
      const registry = parse(content, path);
      const key = hashOf(content);
      const gains = registry.users.some(({ user_id: id }) => findEntry(present.readable, id) === null);
      if (seen.has(key) || (present.state === 'readable' && !gains)) continue;
      seen.add(key);
      good.push({ path, madeAt, content, registry });
    } catch (cause) {
      ports.log.warn(`${path} is no usable copy of the registry: ${reasonOf(cause)}`);
    }
  }
  return good;
}

/**
 * What is readable of the registry; then, of the folders with data that no entry has, the entry of the newest copy, or a
 * new one. People of a copy who have no folder are left out: they were deleted since.
 */
async function rebuild(ports: UsersPorts, present: Present, newest: Registry) {
  const { readable, state } = present;
  const currentId = await ports.currentUserId();
  const now = localIso(ports.clock.now());
  let registry: Registry = state === 'readable' ? readable : emptyRegistry;
  const users: RecoveredUser[] = [];
  for (const entry of readable.users) {
    if (state !== 'readable') registry = addEntryText(registry, textOfEntry(readable, entry));
    users.push(shown(entry, state === 'readable' ? 'present' : 'salvaged', present));
  }
  for (const id of await foldersOfUsers(ports, present)) {
    if (findEntry(registry, id) !== null) continue;
    const copied = findEntry(newest, id);
    // Upstream, too, makes the current user whom nobody knows an Admin: somebody has to be able to add the others.
    const type = isSame(id, currentId) ? 'Admin' : 'Standard';
    const entry = copied ?? newEntry({ id, name: titleOf(id), type }, now);
    registry = copied === null ? addEntry(registry, entry) : addEntryText(registry, textOfEntry(newest, copied));
    users.push(shown(entry, copied === null ? 'folder' : 'copy', present));
  }
  return { registry, users };
}

/** The folders that are somebody's: of a name that can be an id, with one of the folders in it that upstream makes. */
async function foldersOfUsers({ disk, dataPlace }: UsersPorts, { folders }: Present): Promise<readonly string[]> {
  const { root, backend } = await dataPlace();
  const found: string[] = [];
  for (const id of [...folders].sort()) {
    if (whyUnsafe(id.toLowerCase()) !== null) continue;
    const [own = '', ...parts] = userFolders(root.path, backend, id);
    if ((await lookAt(disk, own))?.kind !== 'folder') continue;
    const names = new Set(await disk.list(own).catch(() => []));
    if ([...parts, join(own, 'data')].some((part) => names.has(part.slice(own.length + 1)))) found.push(id);
  }
  return found;
}

function shown(entry: RegistryEntry, origin: RecoveredUser['origin'], { folders }: Present): RecoveredUser {
  const { name, type } = valuesOf(entry);
  return { id: entry.user_id, name, type, origin, hasFolder: folders.has(entry.user_id) };
}

function lacking(users: readonly RecoveredUser[], { readable, folders }: Present): readonly string[] {
  const has = new Set(users.map(({ id }) => id.toLowerCase()));
  const known = [...readable.users.map(({ user_id: id }) => id), ...folders];
  return [...new Set(known.filter((id) => whyUnsafe(id.toLowerCase()) === null && !has.has(id.toLowerCase())))].sort();
}

function fingerprint(content: Omit<RecoveryPlan, 'id' | 'keepsAs'>, before: Uint8Array | null): string {
  const text = JSON.stringify([content, before === null ? null : hashOf(before)]);
  return hashOf(new TextEncoder().encode(text)).slice(0, 32);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
