import * as z from 'zod';
import { call, event, none } from './define.ts';
import type { AppError } from './errors.ts';
import { userIdText } from './user-id-text.ts';

/** The roles of the upstream registry. */
export const userTypes = ['Standard', 'Admin', 'Guest'] as const;
/** A role; upstream accepts any text, so a listed user may have another. */
export type UserType = (typeof userTypes)[number];

/** One person as shown: of the registry, or the current user whom it does not have (`type` is then `unregisteredType`). */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** ISO local time without a zone, as upstream writes it; null where never seen. */
  readonly lastSeen: string | null;
  readonly createdAt: string | null;
  readonly isCurrent: boolean;
  /** Why the id breaks the rule for ids, or null; such a user can be left but not switched to. */
  readonly unsafe: string | null;
}

/** The registry: ready (an absent file is an empty registry), or unreadable and left as it is. */
export type UsersState =
  | { readonly state: 'ready'; readonly registry: string; readonly users: readonly User[] }
  | { readonly state: 'unreadable'; readonly registry: string; readonly error: AppError };

/** What a new user needs. */
export const newUser = z.object({
  id: userIdText,
  // Line breaks and escape sequences would write on the terminal and in menus as they please.
  name: z
    .string()
    .trim()
    .max(200)
    .regex(/^\P{Cc}*$/u, 'must not have line breaks or control characters')
    .optional(),
  type: z.enum(userTypes).default('Standard'),
});
/** What a new user needs, parsed. */
export type NewUser = z.output<typeof newUser>;

/** The users domain. */
export const users = {
  list: call(none).returns<UsersState>(),
  create: call(newUser).returns<User>(),
  onChanged: event<UsersState>(),
};
