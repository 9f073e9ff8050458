import * as z from 'zod';
import { passphraseText } from './access.ts';
import { call, event, none } from './define.ts';
import { userIdText } from './user-id-text.ts';

/** Light, dark, or what the system says. */
export const themes = ['system', 'light', 'dark'] as const;
/** A theme choice. */
export type Theme = (typeof themes)[number];

/** What the window is and runs on. */
export interface ShellState {
  readonly version: string;
  readonly theme: Theme;
  /** Whom a window acts for where it is not the current user; keyed by window id. */
  readonly windowUsers: Readonly<Record<number, string>>;
  /** True once the app is being closed: what goes on is brought to an end first. */
  readonly closing: boolean;
  /** The id of the asking window in `get`; 0 in events. */
  readonly windowId: number;
}

/** The shell domain: the window, the tray, the outside. */
export const shell = {
  get: call(none).returns<ShellState>(),
  setTheme: call(z.object({ theme: z.enum(themes) })).returns<ShellState>(),
  /** Opens a page of one of the two services in the browser: the one for people, or the description of its calls. */
  openService: call(
    z.object({ service: z.enum(['knowledge', 'memory']), page: z.enum(['web', 'docs']).default('web') }),
  ).returns<null>(),
  /** Opens the home folder in the file manager. */
  openHome: call(none).returns<null>(),
  /** Lets the person choose a folder; null where they do not. */
  chooseFolder: call(z.object({ title: z.string().min(1).max(100) })).returns<string | null>(),
  /**
   * Opens a window that acts for a user, or brings theirs to the front, which takes no passphrase. Faults:
   * `shell/no-window`, `users/unknown`, `users/id-unsafe`, those of the passphrase.
   */
  openWindowAs: call(z.object({ userId: userIdText, passphrase: passphraseText.optional() })).returns<ShellState>(),
  quit: call(none).returns<null>(),
  onChanged: event<ShellState>(),
};
