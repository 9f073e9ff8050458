import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Api } from '../../src-shared/contract.ts';
import type { Unsubscribe } from '../../src-shared/define.ts';
import type { AppError } from '../../src-shared/errors.ts';
import { unregisteredType } from '../../src-shared/user-id.ts';
import type { User, UsersState } from '../../src-shared/users.ts';
import { follow } from '../lib/follow.ts';
import { settle } from '../lib/settle.ts';
import { compareText, indexOf } from '../lib/user-index.ts';

/** What the form for a new user sends. */
export type NewUserInput = Parameters<Api['users']['create']>[0];

/** The form for a new user: `suggestedId` is what it opens with, `duplicateOf` whom the new one takes after. */
export interface UserForm {
  readonly open: boolean;
  readonly saving: boolean;
  readonly error: AppError | null;
  readonly suggestedId: string;
  readonly duplicateOf: User | null;
}

/** The registry as main knows it, and the form that adds to it. */
export interface UsersStore {
  readonly users: UsersState | null;
  readonly error: AppError | null;
  readonly form: UserForm;
  /** The user added last, until somebody has taken note. */
  readonly added: User | null;
  connect(): Unsubscribe;
  openForm(suggestedId?: string): void;
  /** Opens the form for a user who takes after another one. */
  openDuplicate(from: User): void;
  closeForm(): void;
  /**
   * Adds a user, or duplicates the one the form is about; a refusal stays in the form. Answers with who was added. The
   * list itself changes when main says so.
   */
  create(input: NewUserInput): Promise<User | null>;
  dismissAdded(): void;
}

const closed: UserForm = { open: false, saving: false, error: null, suggestedId: '', duplicateOf: null };

/** Makes the store of the users domain. */
export function createUsersStore(api: Api['users']): StoreApi<UsersStore> {
  return createStore((set, get) => ({
    users: null,
    error: null,
    form: closed,
    added: null,
    connect: () =>
      follow(
        { listen: api.onChanged, ask: api.list },
        (users) => set({ users, error: null }),
        (error) => set({ error }),
      ),
    openForm: (suggestedId = '') => set({ form: { ...closed, open: true, suggestedId }, added: null }),
    openDuplicate: (from) => set({ form: { ...closed, open: true, duplicateOf: from }, added: null }),
    closeForm: () => set({ form: closed }),
    async create(input) {
      const { form } = get();
      if (form.saving) return null;
      set({ form: { ...form, saving: true, error: null } });
      const { id, name } = input;
      const { duplicateOf: from } = form;
      const made =
        from === null
          ? api.create(input)
          : api.duplicate({ from: from.id, id, ...(name === undefined ? {} : { name }) });
      const answer = await settle(made);
      if (answer.ok) set({ form: closed, added: answer.value });
      else set({ form: { ...get().form, saving: false, error: answer.error } });
      return answer.ok ? answer.value : null;
    },
    dismissAdded: () => set({ added: null }),
  }));
}

/** The users there are; none while the registry is unknown or unreadable. */
export function listedUsers(users: UsersState | null): readonly User[] {
  return users?.state === 'ready' ? users.users : none;
}

const none: readonly User[] = [];

/** Whether the registry has a user; the current one is listed without it, too, but cannot be switched to. */
export function isRegistered({ type }: User): boolean {
  return type !== unregisteredType;
}

/** A user by id, in any letter case as upstream looks users up; null where there is none. */
export function findUser(users: UsersState | null, id: string): User | null {
  return indexOf(listedUsers(users)).byId.get(id.toLowerCase()) ?? null;
}

/** What people call a user: the name, or the id where the registry does not know them. */
export function userName(users: UsersState | null, id: string): string {
  return findUser(users, id)?.name ?? id;
}

/** The `count` users most likely wanted: the current one and those who were here last. In the order of names. */
export function likelyUsers(users: readonly User[], count: number): readonly User[] {
  const { byName } = indexOf(users);
  if (users.length <= count) return byName.map(({ user }) => user);
  const now = new Date();
  const weighed = byName.map(({ user }, at) => ({ user, at, seen: user.isCurrent ? '~' : seenInFact(user, now) }));
  const likely = weighed.sort((a, b) => compareText(b.seen, a.seen)).slice(0, count);
  return likely.sort((a, b) => a.at - b.at).map(({ user }) => user);
}

/**
 * When a user was here last, ISO local time, the empty text where never. Upstream dates some visits to another year; the
 * real one is the latest that does not lie in the future.
 */
export function seenInFact({ lastSeen, memoryYear }: User, now: Date): string {
  if (lastSeen === null || memoryYear === null) return lastSeen ?? '';
  const year = (back: number) => `${now.getFullYear() - back}${lastSeen.slice(4)}`;
  return Date.parse(year(0)) <= now.getTime() ? year(0) : year(1);
}
