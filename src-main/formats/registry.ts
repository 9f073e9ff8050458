import { Fault } from '../../src-shared/errors.ts';
import { asciiJson, itemsOf, membersOf, type Span, setMembers } from './json-spans.ts';

/** One entry as upstream keeps it; fields this app does not know stay as they are. */
export type RegistryEntry = Readonly<Record<string, unknown>> & { readonly user_id: string };

/** The registry file: its text, and where each entry stands in it, so that a change touches nothing else. */
export interface Registry {
  readonly users: readonly RegistryEntry[];
  /** Null where there is no file yet. */
  readonly text: string | null;
  /** Of the entries, in their order. */
  readonly spans: readonly Span[];
  /** From the list's bracket to behind its other one. */
  readonly list: Span;
}

/** The registry of a data root that has none yet. */
export const emptyRegistry: Registry = { users: [], text: null, spans: [], list: { start: 0, end: 0 } };

/**
 * Reads users_registry.json (facts 2.1). A corrupt registry is never taken as an empty one.
 * Fault: `users/registry-unreadable`, saying what is wrong.
 */
export function readRegistry(text: string, path: string): Registry {
  const users = usersOf(text, path);
  const top = membersOf(text, text.indexOf('{'));
  const list = top.findLast(({ key }) => key === 'users')?.value ?? { start: 0, end: 0 };
  return { users, text, spans: itemsOf(text, list.start), list };
}

/** The file's text. */
export function registryText({ text }: Registry): string {
  return text ?? newText([]);
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
  const { text, spans, list } = registry;
  const entry = parseEntry(added);
  const last = spans.at(-1);
  if (text === null || last === undefined) return addFirst(registry, entry, added);
  const between = `,${gapOf(registry) || ' '}`;
  const start = last.end + between.length;
  return {
    users: [...registry.users, entry],
    text: text.slice(0, last.end) + between + added + text.slice(last.end),
    spans: [...spans, { start, end: start + added.length }],
    list: { start: list.start, end: list.end + between.length + added.length },
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
  const { at, text, span } = placeOf(registry, entry);
  const shift = by.length - (span.end - span.start);
  const move = ({ start, end }: Span) => ({ start: start + shift, end: end + shift });
  return {
    users: registry.users.with(at, parseEntry(by)),
    text: text.slice(0, span.start) + by + text.slice(span.end),
    spans: registry.spans.map((one, index) =>
      index < at ? one : index === at ? { start: span.start, end: span.end + shift } : move(one),
    ),
    list: { start: registry.list.start, end: registry.list.end + shift },
  };
}

/** The registry without an entry. @param entry one of `users` */
export function removeEntry(registry: Registry, entry: RegistryEntry): Registry {
  const { at, text, span } = placeOf(registry, entry);
  const [before, after] = [registry.spans[at - 1], registry.spans[at + 1]];
  // With the comma before it, or the one behind where it is the first, or all between the brackets.
  const cut = {
    start: before === undefined ? (after === undefined ? registry.list.start + 1 : span.start) : before.end,
    end: before === undefined ? (after?.start ?? registry.list.end - 1) : span.end,
  };
  const shift = cut.end - cut.start;
  const move = ({ start, end }: Span) => ({ start: start - shift, end: end - shift });
  return {
    users: registry.users.toSpliced(at, 1),
    text: text.slice(0, cut.start) + text.slice(cut.end),
    spans: [...registry.spans.slice(0, at), ...registry.spans.slice(at + 1).map(move)],
    list: { start: registry.list.start, end: registry.list.end - shift },
  };
}

/** How an entry stands in the file. @param entry one of `users` */
export function textOfEntry(registry: Registry, entry: RegistryEntry): string {
  const { text, span } = placeOf(registry, entry);
  return text.slice(span.start, span.end);
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
function gapOf({ text, spans, list }: Registry): string {
  const [first] = spans;
  return text === null || first === undefined ? '\n    ' : text.slice(list.start + 1, first.start);
}

function addFirst({ text, list }: Registry, entry: RegistryEntry, added: string): Registry {
  const fresh = newText([added]);
  const whole = text === null ? fresh : `${text.slice(0, list.start)}${fresh.slice(13, -2)}${text.slice(list.end)}`;
  const start = text === null ? fresh.indexOf('[') : list.start;
  const at = whole.indexOf(added, start);
  return {
    users: [entry],
    text: whole,
    spans: [{ start: at, end: at + added.length }],
    list: { start, end: whole.indexOf(']', at + added.length) + 1 },
  };
}

function placeOf({ users, text, spans }: Registry, entry: RegistryEntry) {
  const at = users.indexOf(entry);
  const span = spans[at];
  if (text === null || span === undefined) throw new Error('the entry is not one of this registry');
  return { at, text, span };
}

function parseEntry(text: string): RegistryEntry {
  const entry: unknown = JSON.parse(text);
  if (!isEntry(entry)) throw new Error('this is no entry of a registry');
  return entry;
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

/** The fault of a registry that cannot be read. */
export function unreadable(path: string, why: string, cause?: unknown): Fault {
  return new Fault('users/registry-unreadable', `The user registry ${path} cannot be read: ${why}.`, { cause });
}
