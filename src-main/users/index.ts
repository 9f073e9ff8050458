import type { Feature, Unsubscribe } from '../../src-shared/define.ts';
import type { UserLook } from '../../src-shared/user-look.ts';
import { memoryYearOf } from '../../src-shared/user-rules.ts';
import type { User, users } from '../../src-shared/users.ts';
import { type RegistryEntry, textOfEntry } from '../formats/registry.ts';
import { seenAt } from '../formats/upstream-time.ts';
import { type Adoption, createAdding, recordVisit, refuseUnsafe } from './add-user.ts';
import { saveProfile } from './edit-user.ts';
import { valuesOf } from './entry-values.ts';
import { createLooks, lookOf } from './looks.ts';
import { createPeople, type Person } from './people.ts';
import type { UsersPorts } from './ports.ts';
import { createRecovery } from './recovery/recover.ts';
import { createRegistryCopies } from './recovery/registry-copies.ts';
import { createRegistryFile, type ToldFirst } from './registry-file.ts';
import { createDeletions } from './removal/deletions.ts';
import { endMoves } from './removal/end-moves.ts';
import { type DeletingParts, moveRecords } from './removal/move-record.ts';
import { createRoster } from './roster.ts';

/** A user as an archive holds them. */
export interface UserEntry {
  readonly entry: RegistryEntry;
  /** The entry to the letter. */
  readonly text: string;
  readonly look: UserLook;
}

/** The users feature, and what the others need of it. */
export interface UsersFeature extends Feature<typeof users> {
  /** Faults: `users/id-unsafe`, `users/unknown`, `users/registry-unreadable`. */
  require(id: string): Promise<User>;
  /**
   * Records a visit; answers with the way back. A user who is not in the registry leaves no trace.
   * @param first told of the change before it is made
   */
  touchLastSeen(id: string, first?: ToldFirst): Promise<() => Promise<void>>;
  /** Everybody, as far as rights go. Faults: `users/registry-unreadable`, `home/file-unreadable`. */
  people(): Promise<readonly Person[]>;
  /** The whole entry, fields of other programs included. Faults: `users/unknown`, `users/registry-unreadable`. */
  entry(id: string): Promise<UserEntry>;
  /**
   * Puts a whole entry into the registry as one change, with its look; makes no folders and judges no field, so that
   * what another program stored comes back as it was. Answers with the way back. Faults: `users/id-unsafe`,
   * `users/already-exists`, or `users/unknown` to replace somebody who is not there; `users/registry-unreadable`.
   */
  adopt(adoption: Adoption): Promise<() => Promise<void>>;
  /**
   * A verified backup of a user who is to be replaced, kept with those of deleted users; the caller holds the home.
   * Answers with its id. Faults: what would keep them from being deleted, `users/unknown`, `home/unwritable`.
   */
  keep(id: string): Promise<string>;
  /** Whether something was cut off. */
  pending(): Promise<boolean>;
  /** Ends or undoes it; to be called at a start, with the home held. */
  recoverMoves(): Promise<readonly string[]>;
  /** Begins to tell of changes made by others; `end` ends it. */
  watch(): void;
  end(): Promise<void>;
}

/** Makes the users feature. */
export function createUsers(ports: UsersPorts): UsersFeature {
  const copies = createRegistryCopies(ports);
  const registry = createRegistryFile(ports.files, ports.registryFile, copies);
  const looks = createLooks(ports);
  const parts: DeletingParts = { ports, registry, looks };
  const roster = createRoster(ports, registry, looks);
  const adding = createAdding(ports, registry, looks);
  let off: Unsubscribe | null = null;

  /** The news goes out whether it went well or not: a part may be done. */
  async function telling<T>(work: () => Promise<T>): Promise<T> {
    return work().finally(() => roster.tell());
  }

  return {
    list: roster.list,
    get: ({ id }) => roster.profile(id),
    onChanged: roster.onChanged,
    update: (request) => telling(() => saveProfile({ registry, roster, clock: ports.clock }, request)),
    create: (user) => telling(() => adding.create(user).then(() => roster.user(user.id))),
    duplicate: (request) => telling(() => adding.duplicate(request).then(() => roster.user(request.id))),
    setLook: ({ id, color, avatar }) =>
      telling(async () => {
        const { entry } = await roster.entry(id);
        await looks.set(entry.user_id, { color, avatar });
        return roster.user(entry.user_id);
      }),
    ...createDeletions(parts, roster),
    ...createRecovery(ports, copies, roster.tell),
    people: createPeople(registry),
    async require(id) {
      refuseUnsafe(id);
      const user = await roster.user(id);
      // Found without letter case: an upstream id in capitals has folders this id does not lead to.
      refuseUnsafe(user.id);
      return user;
    },
    touchLastSeen: (id, first) =>
      telling(async () => {
        const at = (entry: RegistryEntry) => seenAt(ports.clock.now(), memoryYearOf(valuesOf(entry)));
        const takeBack = await recordVisit(registry, id, at, first);
        return () => telling(takeBack);
      }),
    async entry(id) {
      const found = await roster.entry(id);
      const look = lookOf(await looks.read(), found.entry.user_id);
      return { entry: found.entry, text: textOfEntry(found.registry, found.entry), look };
    },
    adopt: (adoption) =>
      telling(async () => {
        const takeBack = await adding.adopt(adoption);
        return () => telling(takeBack);
      }),
    pending: async () => (await moveRecords(ports)).length > 0,
    async recoverMoves() {
      const notices = await endMoves(parts);
      roster.note(notices);
      return notices.map(({ message }) => message);
    },
    watch() {
      off ??= ports.onOutsideChange(roster.tell);
    },
    async end() {
      off?.();
      off = null;
      await roster.told();
      await copies.end();
    },
  };
}
