import type { Unsubscribe } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { Profile, User, UsersNotice, UsersState } from '../../src-shared/users.ts';
import { findEntry, type Registry, type RegistryEntry } from '../formats/registry.ts';
import { localDay } from '../formats/upstream-time.ts';
import { toAppError } from '../lib/app-error.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { Looks } from './looks.ts';
import type { UsersPorts } from './ports.ts';
import type { RegistryFile } from './registry-file.ts';
import { createSettings } from './settings.ts';
import { profileOf, type Setting, shownUser, shownUsers } from './shown-user.ts';

/** Reads who there is, and tells when that changed. */
export interface Roster {
  list(): Promise<UsersState>;
  /** Faults: `users/unknown`, `users/registry-unreadable`. */
  profile(id: string): Promise<Profile>;
  /** What is shown of a user beside the entry. */
  around(id: string): Promise<Setting>;
  /** The profile in a registry that was read, or would be written. Fault: `users/unknown`. */
  profileIn(registry: Registry, id: string, around: Setting): Profile;
  user(id: string): Promise<User>;
  entry(id: string): Promise<{ readonly registry: Registry; readonly entry: RegistryEntry }>;
  /** Something may have changed: looks, and tells if it has. Nobody has to wait for it. */
  tell(): void;
  note(notices: readonly UsersNotice[]): void;
  onChanged(listener: (state: UsersState) => void): Unsubscribe;
  /** Ends when all that was to be told is told. */
  told(): Promise<void>;
}

/** What all of what is shown was made of; the same parts make the same state. */
type Parts = Setting & { readonly path: string; readonly registry: Registry };

/** Makes the roster; nothing is kept of the current user. */
export function createRoster(ports: UsersPorts, registry: RegistryFile, looks: Looks): Roster {
  const { log, clock } = ports;
  const changed = createEmitter<UsersState>((cause) => log.error('a listener to the users failed', cause));
  let notices: readonly UsersNotice[] = [];
  let toldOf = '';
  let toldParts: Parts | null = null;
  let telling: Promise<void> | null = null;
  let again = false;
  const settings = createSettings(ports, looks);

  async function read(): Promise<{ readonly state: UsersState; readonly parts: Parts | null }> {
    const path = await ports.registryFile();
    try {
      const [found, around] = await Promise.all([registry.read(), settings.ofAll()]);
      const users = shownUsers(found, around);
      const parts = { ...around, path, registry: found };
      return { state: { state: 'ready', registry: path, users, notices }, parts };
    } catch (cause) {
      return { state: { state: 'unreadable', registry: path, error: toAppError(cause, log), notices }, parts: null };
    }
  }

  async function tellNow(): Promise<void> {
    const { state, parts } = await read();
    // Of ten thousand users no text is made to see that nothing changed.
    const isSame = parts === null || toldParts === null ? parts === toldParts : sameParts(parts, toldParts);
    const rest = JSON.stringify([notices, parts === null ? state : '']);
    if (isSame && rest === toldOf) return;
    [toldParts, toldOf] = [parts, rest];
    changed.emit(state);
  }

  /** One reading at a time, or an older one could end last and stay; what comes meanwhile is one more reading. */
  async function tellAll(): Promise<void> {
    while (again) {
      again = false;
      await tellNow().catch((cause) => log.error('the users could not be read again', cause));
    }
    telling = null;
  }

  async function entry(id: string) {
    const now = await registry.read();
    return { registry: now, entry: entryIn(now, id) };
  }

  const profileIn = (now: Registry, found: RegistryEntry, around: Setting) =>
    profileOf(now, found, around, localDay(clock.now()));

  return {
    list: async () => (await read()).state,
    entry,
    async profile(id) {
      // At the same time, under the spelling asked for: whoever wrote it otherwise waits a little longer.
      const [found, around] = await Promise.all([entry(id), settings.ofOne(id)]);
      const { user_id: own } = found.entry;
      return profileIn(found.registry, found.entry, own === id ? around : await settings.ofOne(own));
    },
    around: settings.ofOne,
    profileIn: (now, id, around) => profileIn(now, entryIn(now, id), around),
    async user(id) {
      const found = await entry(id);
      return shownUser(found.entry, await settings.ofOne(found.entry.user_id));
    },
    tell() {
      again = true;
      telling ??= tellAll();
    },
    note(more) {
      notices = [...notices, ...more];
    },
    onChanged: changed.on,
    told: async () => void (await telling),
  };
}

/** The entry of an id. Fault: `users/unknown`. */
function entryIn(registry: Registry, id: string): RegistryEntry {
  const found = findEntry(registry, id);
  if (found === null) throw unknown(id);
  return found;
}

/** The fault of an id that the registry does not have. */
export function unknown(id: string): Fault {
  return new Fault('users/unknown', `There is no user ${id}.`);
}

function sameParts(a: Parts, b: Parts): boolean {
  return (['registry', 'looks', 'currentId', 'folders', 'path'] as const).every((part) => a[part] === b[part]);
}
