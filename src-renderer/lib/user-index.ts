import type { User } from '../../src-shared/users.ts';

/** A user with what is looked through when somebody types, made once for each list of users. */
export interface IndexedUser {
  readonly user: User;
  /** Name and id in small letters, on lines of their own so that no match spans two of them. */
  readonly text: string;
}

/** A list of users as it is shown and searched. */
export interface UserIndex {
  /** By name, then by id. */
  readonly byName: readonly IndexedUser[];
  /** By id in small letters: upstream looks users up without letter case. */
  readonly byId: ReadonlyMap<string, User>;
}

// One list is asked by many: the switcher, the chips, the page Users. The list itself is the key, so that a new one from
// main is indexed anew and an old one is forgotten with it.
const indexes = new WeakMap<readonly User[], UserIndex>();

// One collator for all comparisons: ten thousand names sort ten times faster than with localeCompare.
const names = new Intl.Collator();

/** The index of a list of users; made when first asked for. */
export function indexOf(users: readonly User[]): UserIndex {
  let index = indexes.get(users);
  if (index === undefined) {
    index = makeIndex(users);
    indexes.set(users, index);
  }
  return index;
}

/** The users in whose name or id all words of `typed` are, in the order given; all of them where nothing is typed. */
export function findUsers(users: readonly IndexedUser[], typed: string): readonly IndexedUser[] {
  const words = typed.trim().toLowerCase().split(/\s+/);
  // One word is what is typed nearly always, and nothing is quicker for it.
  const [only = '', ...more] = words;
  if (more.length > 0) return users.filter(({ text }) => words.every((word) => text.includes(word)));
  return only === '' ? users : users.filter(({ text }) => text.includes(only));
}

function makeIndex(users: readonly User[]): UserIndex {
  const byId = new Map(users.map((user) => [user.id.toLowerCase(), user]));
  const byName = users.map((user) => ({ user, text: `${user.name}\n${user.id}`.toLowerCase() }));
  byName.sort((a, b) => names.compare(a.user.name, b.user.name) || compareText(a.user.id, b.user.id));
  return { byName, byId };
}

/** Compares as computers do: by the characters' numbers. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
