import { Fault } from '../../src-shared/errors.ts';

/** One entry as upstream keeps it; fields this app does not know stay as they are. */
export type RegistryEntry = Readonly<Record<string, unknown>> & { readonly user_id: string };

/** The registry file: `users`, and whatever else another program put beside it. */
export interface Registry {
  readonly users: readonly RegistryEntry[];
  /** The top-level keys other than `users`. */
  readonly rest: Readonly<Record<string, unknown>>;
}

/** The registry of a data root that has none yet. */
export const emptyRegistry: Registry = { users: [], rest: {} };

/**
 * Reads users_registry.json (facts 2.1). A corrupt registry is never taken as an empty one.
 * Fault: `users/registry-unreadable`, saying what is wrong.
 */
export function readRegistry(text: string, path: string): Registry {
  const { users, ...rest } = objectOf(text, path);
  if (!Array.isArray(users)) throw unreadable(path, 'it has no list called "users"');
  const entries = users.map((entry: unknown, index) => {
    if (!isEntry(entry)) throw unreadable(path, `entry ${index + 1} has no "user_id"`);
    return entry;
  });
  return { users: entries, rest };
}

/** The file's text: indent 2 and no last newline, as upstream writes it. */
export function writeRegistry(registry: Registry): string {
  return JSON.stringify({ ...registry.rest, users: registry.users }, null, 2);
}

/** The entry of an id; letter case does not matter, as in upstream's own look-up. */
export function findEntry(registry: Registry, id: string): RegistryEntry | null {
  const wanted = id.toLowerCase();
  return registry.users.find((entry) => entry.user_id.toLowerCase() === wanted) ?? null;
}

/** The registry with one more user, all upstream fields at their defaults (facts 2.2). */
export function addEntry(
  registry: Registry,
  user: { readonly id: string; readonly name: string; readonly type: string },
  now: string,
): Registry {
  const entry: RegistryEntry = {
    user_id: user.id,
    user_name: user.name,
    user_type: user.type,
    created_at: now,
    last_seen: now,
    email: null,
    phone: null,
    address: null,
    birth_date: null,
    delta_year: null,
    cognitive_state: 100,
    gender: 'N/A',
    npc: false,
  };
  return { ...registry, users: [...registry.users, entry] };
}

/** The registry with one user's last visit set; without the user it stays as it is. */
export function touchEntry(registry: Registry, id: string, now: string): Registry {
  const found = findEntry(registry, id);
  const users = registry.users.map((entry) => (entry === found ? { ...entry, last_seen: now } : entry));
  return { ...registry, users };
}

/** Local time without a zone, with microseconds, as Python's isoformat writes it. */
export function localIso(now: Date): string {
  const part = (value: number, width = 2) => String(value).padStart(width, '0');
  const day = [part(now.getFullYear(), 4), part(now.getMonth() + 1), part(now.getDate())].join('-');
  const time = [part(now.getHours()), part(now.getMinutes()), part(now.getSeconds())].join(':');
  return `${day}T${time}.${part(now.getMilliseconds(), 3)}000`;
}

/** The name upstream gives where none was: the id in title case. */
export function titleOf(id: string): string {
  return id.replace(/(^|[^a-z])[a-z]/g, (letters) => letters.toUpperCase());
}

function objectOf(text: string, path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw unreadable(path, `it is not JSON (${cause instanceof Error ? cause.message : String(cause)})`, cause);
  }
  if (!isObject(value)) throw unreadable(path, 'it is not a JSON object');
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEntry(value: unknown): value is RegistryEntry {
  return isObject(value) && typeof value.user_id === 'string' && value.user_id !== '';
}

function unreadable(path: string, why: string, cause?: unknown): Fault {
  return new Fault('users/registry-unreadable', `The user registry ${path} cannot be read: ${why}.`, { cause });
}
