import { Fault } from '../../src-shared/errors.ts';
import { asciiJson, itemsOf, membersOf, type Span, setMembers } from './json-spans.ts';

/** One entry as upstream keeps it; fields this app does not know stay as they are. */
export type RegistryEntry = Readonly<Record<string, unknown>> & { readonly user_id: string };

/**
 * The registry file: its bytes, and where each entry stands in them, so that a change touches nothing else. In bytes and
 * not in text, because with ten thousand users making one of the other takes longer than writing it.
 */
export interface Registry {
  readonly users: readonly RegistryEntry[];
  /** Null where there is no file yet. */
  readonly bytes: Uint8Array | null;
  /** Where the entries begin and end, in their order. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** From the list's bracket to behind its other one. */
  readonly list: Span;
}

const none = new Uint32Array();

/** The registry of a data root that has none yet. */
export const emptyRegistry: Registry = { users: [], bytes: null, starts: none, ends: none, list: { start: 0, end: 0 } };

/**
 * Reads users_registry.json (facts 2.1). A corrupt registry is never taken as an empty one.
 * Fault: `users/registry-unreadable`, saying what is wrong.
 */
export function readRegistry(bytes: Uint8Array, path: string): Registry {
  const users = usersOf(textOf(bytes, path), path);
  // A character a byte: what makes up JSON is ASCII, and so the places in this are places in the bytes.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const top = membersOf(text, text.indexOf('{'));
  const list = top.findLast(({ key }) => key === 'users')?.value ?? { start: 0, end: 0 };
  const items = itemsOf(text, list.start);
  const places = (of: keyof Span) => Uint32Array.from(items, (item) => item[of]);
  return { users, bytes, starts: places('start'), ends: places('end'), list };
}

/** The file's bytes. */
export function registryBytes({ bytes }: Registry): Uint8Array {
  return bytes ?? Buffer.from(newText([]));
}

/** The entry of an id: as it is written, else whatever the letter case, as upstream's own look-up does. */
export function findEntry({ users }: Registry, id: string): RegistryEntry | null {
  const exact = users.find((entry) => entry.user_id === id);
  if (exact !== undefined) return exact;
  const wanted = id.toLowerCase();
  return users.find((entry) => entry.user_id.toLowerCase() === wanted) ?? null;
}

/** A new entry, all upstream fields at their defaults (facts 2.2). @param now local ISO time */
export function newEntry(
  user: { readonly id: string; readonly name: string; readonly type: string },
  now: string,
): RegistryEntry {
  return {
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
}

/** The registry with one more entry at its end, in the style of the others. */
export function addEntry(registry: Registry, entry: RegistryEntry): Registry {
  return addEntryText(registry, entryText(registry, entry));
}

/** The same for an entry that is text already, such as that of a backup, which stays to the letter. */
export function addEntryText(registry: Registry, added: string): Registry {
  const { bytes, starts, ends, list } = registry;
  const entry = parseEntry(added);
  const last = ends.at(-1);
  if (bytes === null || last === undefined) return addFirst(registry, added);
  const between = `,${gapOf(registry) || ' '}`;
  const put = Buffer.from(between + added);
  return {
    users: [...registry.users, entry],
    bytes: spliced(bytes, last, last, put),
    starts: appended(starts, last + between.length),
    ends: appended(ends, last + put.length),
    list: { start: list.start, end: list.end + put.length },
  };
}

/** The registry with some fields of an entry set; nothing else of its text changes. @param entry one of `users` */
export function changeEntry(
  registry: Registry,
  entry: RegistryEntry,
  changes: Readonly<Record<string, unknown>>,
): Registry {
  return replaceEntry(registry, entry, setMembers(textOfEntry(registry, entry), changes));
}

/** The registry with another text in the place of an entry. @param entry one of `users` */
export function replaceEntry(registry: Registry, entry: RegistryEntry, by: string): Registry {
  const { at, bytes, start, end } = placeOf(registry, entry);
  const put = Buffer.from(by);
  const shift = put.length - (end - start);
  return {
    users: registry.users.with(at, parseEntry(by)),
    bytes: spliced(bytes, start, end, put),
    starts: shifted(registry.starts, at + 1, shift),
    ends: shifted(registry.ends, at, shift),
    list: { start: registry.list.start, end: registry.list.end + shift },
  };
}

/** The registry without an entry. @param entry one of `users` */
export function removeEntry(registry: Registry, entry: RegistryEntry): Registry {
  const { at, bytes, start, end } = placeOf(registry, entry);
  const { starts, ends, list } = registry;
  const [before, after] = [at === 0 ? undefined : ends[at - 1], starts[at + 1]];
  // With the comma before it, or the one behind where it is the first, or all between the brackets.
  const from = before ?? (after === undefined ? list.start + 1 : start);
  const to = before === undefined ? (after ?? list.end - 1) : end;
  const without = (places: Uint32Array) => places.filter((_place, index) => index !== at);
  return {
    users: registry.users.toSpliced(at, 1),
    bytes: spliced(bytes, from, to, new Uint8Array()),
    starts: shifted(without(starts), at, from - to),
    ends: shifted(without(ends), at, from - to),
    list: { start: list.start, end: list.end + from - to },
  };
}

/** How an entry stands in the file. @param entry one of `users` */
export function textOfEntry(registry: Registry, entry: RegistryEntry): string {
  const { bytes, start, end } = placeOf(registry, entry);
  return new TextDecoder().decode(bytes.subarray(start, end));
}

/** An entry as text, in the style of the registry's others. */
export function entryText(registry: Registry, entry: RegistryEntry): string {
  const gap = gapOf(registry);
  if (!gap.includes('\n')) return asciiJson(entry);
  return asciiJson(entry, 2).replaceAll('\n', `\n${gap.slice(gap.lastIndexOf('\n') + 1)}`);
}

/** Whether a parsed thing can be an entry. */
export function isEntry(value: unknown): value is RegistryEntry {
  return isObject(value) && typeof value.user_id === 'string' && value.user_id !== '';
}

/** Upstream's own style: indent 2, no last newline. */
function newText(entries: readonly string[]): string {
  if (entries.length === 0) return '{\n  "users": []\n}';
  return `{\n  "users": [\n    ${entries.join(',\n    ')}\n  ]\n}`;
}

/** What stands before the first entry; upstream's own style where there is none. */
function gapOf({ bytes, starts, list }: Registry): string {
  const [first] = starts;
  if (bytes === null || first === undefined) return '\n    ';
  return new TextDecoder().decode(bytes.subarray(list.start + 1, first));
}

function addFirst({ bytes, list }: Registry, added: string): Registry {
  const fresh = newText([added]);
  const inside = fresh.slice(fresh.indexOf('['), fresh.lastIndexOf(']') + 1);
  const whole = bytes === null ? Buffer.from(fresh) : spliced(bytes, list.start, list.end, Buffer.from(inside));
  return readRegistry(whole, '');
}

function placeOf({ users, bytes, starts, ends }: Registry, entry: RegistryEntry) {
  const at = users.indexOf(entry);
  const [start, end] = [starts[at], ends[at]];
  if (bytes === null || start === undefined || end === undefined) {
    throw new Error('the entry is not one of this registry');
  }
  return { at, bytes, start, end };
}

/** Bytes with those from `start` to `end` replaced. */
function spliced(bytes: Uint8Array, start: number, end: number, put: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(end)]);
}

/** Places with those from an index on moved. */
function shifted(places: Uint32Array, from: number, by: number): Uint32Array {
  return places.map((place, index) => (index < from ? place : place + by));
}

function appended(places: Uint32Array, place: number): Uint32Array {
  const longer = new Uint32Array(places.length + 1);
  longer.set(places);
  longer[places.length] = place;
  return longer;
}

function parseEntry(text: string): RegistryEntry {
  const entry: unknown = JSON.parse(text);
  if (!isEntry(entry)) throw new Error('this is no entry of a registry');
  return entry;
}

function textOf(bytes: Uint8Array, path: string): string {
  try {
    // Strict: what cannot be read could not be written back as it was either.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw unreadable(path, 'it is not UTF-8', cause);
  }
}

function usersOf(text: string, path: string): readonly RegistryEntry[] {
  const { users } = objectOf(text, path);
  if (!Array.isArray(users)) throw unreadable(path, 'it has no list called "users"');
  return users.map((entry: unknown, index) => {
    if (!isEntry(entry)) throw unreadable(path, `entry ${index + 1} has no "user_id"`);
    return entry;
  });
}

function objectOf(text: string, path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const why = text.trim() === '' ? 'it is empty' : `it is not JSON (${reason(cause)})`;
    throw unreadable(path, why, cause);
  }
  if (!isObject(value)) throw unreadable(path, 'it is not a JSON object');
  return value;
}

/** V8 quotes a part of the text, which may be anybody's address: the place in it is enough. */
function reason(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  const [place] = /(at )?position \d+( \(line \d+ column \d+\))?/.exec(message) ?? [];
  if (place !== undefined) return place;
  return /unexpected end/i.test(message) ? 'it ends too early' : 'it cannot be understood';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(path: string, why: string, cause?: unknown): Fault {
  return new Fault('users/registry-unreadable', `The user registry ${path} cannot be read: ${why}.`, { cause });
}
