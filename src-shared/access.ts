import * as z from 'zod';
import { call, event, none } from './define.ts';
import type { AppError } from './errors.ts';
import type { Actor } from './roles.ts';
import { userIdText } from './user-id-text.ts';

/** Fewest characters of a new passphrase. */
export const shortestPassphrase = 8;

/** A passphrase as typed, to be compared; never kept, logged or sent on. */
export const passphraseText = z.string().min(1).max(1024);

/** A passphrase that is to be set. */
const newPassphrase = passphraseText
  // Counted as people count, so that an emoji is one character.
  .refine((text) => [...text].length >= shortestPassphrase, `must have at least ${shortestPassphrase} characters`)
  // A line break could not be typed into a field or given in a file.
  .regex(/^\P{Cc}*$/u, 'must not have line breaks or control characters');

/** A passphrase that is set. */
export interface PassphraseState {
  /** ISO time until which no try is taken, after wrong ones; null where one is taken at once. */
  readonly retryAt: string | null;
}

/** Who acts where, what they may do, and who has a passphrase. */
export interface AccessState {
  /** For whom tray and command line act, and every window without a user of its own: the computer's current user. */
  readonly current: Actor;
  /** For whom a window acts where that is another; keyed by window id. */
  readonly windows: Readonly<Record<number, Actor>>;
  /** The id of the asking window in answers; 0 in events. */
  readonly windowId: number;
  /** Why it is not known who acts or in which role. */
  readonly trouble: AppError | null;
  /** True where there is such a trouble, or the registry does not have the current user: then everybody may mend it. */
  readonly broken: boolean;
  /** Who may do everything; the first five by name. */
  readonly admins: readonly { readonly id: string; readonly name: string }[];
  /** The one Admin where there are other users, too: neither demoted nor deleted. Null where there is none or several. */
  readonly lastAdmin: string | null;
  /** By user id, small letters; who is not here has none. */
  readonly passphrases: Readonly<Record<string, PassphraseState>>;
  /** What the tray was asked for, a switch or a window, and needs a passphrase: that window asks for it. */
  readonly asking: {
    readonly windowId: number;
    readonly userId: string;
    readonly what: 'switch' | 'window';
  } | null;
}

const userOnly = z.object({ userId: userIdText });

/**
 * The access domain: roles (spec 2.6) and passphrases (spec 2.7). Faults of what is compared: `access/passphrase-wrong`,
 * `access/passphrase-wait` (too soon after wrong tries), `access/passphrase-unreadable`, `access/no-passphrase`.
 */
export const access = {
  get: call(none).returns<AccessState>(),
  /** Fault: `access/passphrase-exists`. */
  setPassphrase: call(z.object({ userId: userIdText, passphrase: newPassphrase })).returns<AccessState>(),
  changePassphrase: call(
    z.object({ userId: userIdText, old: passphraseText, passphrase: newPassphrase }),
  ).returns<AccessState>(),
  removePassphrase: call(z.object({ userId: userIdText, passphrase: passphraseText })).returns<AccessState>(),
  /** Removes it without knowing it, and with it whatever it protects. */
  forgetPassphrase: call(userOnly).returns<AccessState>(),
  verifyPassphrase: call(z.object({ userId: userIdText, passphrase: passphraseText })).returns<null>(),
  /** The window has asked for the passphrase, or was told not to. */
  endAsking: call(none).returns<AccessState>(),
  onChanged: event<AccessState>(),
};
