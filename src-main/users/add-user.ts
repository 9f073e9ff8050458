import { dirname } from 'node:path';
import { Fault } from '../../src-shared/errors.ts';
import { userTypes } from '../../src-shared/user-fields.ts';
import { whyUnsafe } from '../../src-shared/user-id.ts';
import type { UserLook } from '../../src-shared/user-look.ts';
import type { DuplicateRequest, NewUser } from '../../src-shared/users.ts';
import {
  addEntry,
  changeEntry,
  entryText,
  findEntry,
  newEntry,
  type Registry,
  type RegistryEntry,
  replaceEntry,
} from '../formats/registry.ts';
import { localIso, titleOf } from '../formats/upstream-time.ts';
import { valuesOf } from './entry-values.ts';
import { firstAsAdmin } from './keep-an-admin.ts';
import { type Looks, lookOf } from './looks.ts';
import type { UsersPorts } from './ports.ts';
import type { RegistryFile, ToldFirst } from './registry-file.ts';

/** A whole entry to be put into the registry, as an archive or a backup holds it. */
export interface Adoption {
  readonly entry: RegistryEntry;
  /** Null leaves the look as it is. */
  readonly look: UserLook | null;
  /** True: in the place of the entry with this id, in any letter case, which has to be there; false: a new one. */
  readonly replace: boolean;
}

/** Adds users; what was done of it is taken back where a part fails. */
export interface Adding {
  /** Faults: `users/id-unsafe`, `users/already-exists`, `users/registry-unreadable`, `users/folder-outside`. */
  create(user: NewUser): Promise<void>;
  duplicate(request: DuplicateRequest): Promise<void>;
  /** See `UsersFeature.adopt`. */
  adopt(adoption: Adoption): Promise<() => Promise<void>>;
}

/** Makes what adds users. */
export function createAdding(ports: UsersPorts, registry: RegistryFile, looks: Looks): Adding {
  const { files, clock } = ports;

  /** @returns the way back */
  async function put(
    { entry, look, replace }: Adoption,
    asStored: (now: Registry, entry: RegistryEntry) => RegistryEntry = (_now, same) => same,
  ): Promise<() => Promise<void>> {
    const id = entry.user_id;
    refuseUnsafe(id);
    await files.makeFolder(dirname(await ports.registryFile()));
    const { takeBack } = await registry.change((now) => {
      const there = findEntry(now, id);
      if (replace && there !== null) return replaceEntry(now, there, entryText(now, entry));
      if (replace) throw new Fault('users/unknown', `There is no user ${id}.`);
      if (there !== null) throw new Fault('users/already-exists', `There is a user ${there.user_id} already.`);
      return addEntry(now, asStored(now, entry));
    });
    if (look === null) return takeBack;
    try {
      const restoreLook = await looks.set(id, look);
      return async () => {
        await restoreLook();
        await takeBack();
      };
    } catch (cause) {
      await takeBack();
      throw cause;
    }
  }

  async function putWithFolders(adoption: Adoption): Promise<void> {
    const takeBack = await put(adoption, firstAsAdmin);
    try {
      // Of a user of this id who is long gone.
      await ports.forgetPassphrase(adoption.entry.user_id);
      await ports.prepareUserFolders(adoption.entry.user_id);
    } catch (cause) {
      await takeBack();
      throw cause;
    }
  }

  return {
    adopt: (adoption) => put(adoption),
    create: ({ id, name, type }) =>
      putWithFolders({
        entry: newEntry({ id, name: name || titleOf(id), type }, localIso(clock.now())),
        look: null,
        replace: false,
      }),
    async duplicate({ from, id, name }) {
      refuseUnsafe(id);
      const source = findEntry(await registry.read(), from);
      if (source === null) throw new Fault('users/unknown', `There is no user ${from}.`);
      const { type, npc } = valuesOf(source);
      const known = userTypes.find((one) => one === type) ?? 'Standard';
      const entry = { ...newEntry({ id, name: name || titleOf(id), type: known }, localIso(clock.now())), npc };
      // An avatar of letters or a chosen picture is who somebody is; the colour is a setting.
      const look = { color: lookOf(await looks.read(), source.user_id).color, avatar: null };
      await putWithFolders({ entry, look, replace: false });
    },
  };
}

/** Records a visit, dated as upstream dates it; without the user nothing happens. @returns the way back */
export async function recordVisit(
  registry: RegistryFile,
  id: string,
  at: (entry: RegistryEntry) => string,
  first?: ToldFirst,
) {
  if (findEntry(await registry.read(), id) === null) return async () => undefined;
  let own: string | null = null;
  let former: unknown;
  const { takeBack } = await registry.change((now) => {
    const entry = findEntry(now, id);
    if (entry === null) return now;
    former = entry.last_seen ?? null;
    own = at(entry);
    return changeEntry(now, entry, { last_seen: own });
  }, first);
  return async () => {
    await takeBack();
    // Where something else was changed since, only the visit goes.
    if (findEntry(await registry.read(), id)?.last_seen !== own || own === null) return;
    await registry.change((now) => {
      const entry = findEntry(now, id);
      return entry === null || entry.last_seen !== own ? now : changeEntry(now, entry, { last_seen: former });
    });
  };
}

/** Fault: `users/id-unsafe`. */
export function refuseUnsafe(id: string): void {
  const why = whyUnsafe(id);
  if (why !== null) throw new Fault('users/id-unsafe', `"${id}" cannot be a user id: ${why}.`);
}
