import ElectronStore from 'electron-store';
import * as z from 'zod';
import { type Theme, themes } from '../../src-shared/shell.ts';
import type { Log } from '../ports.ts';

/** Where the window was, in device-independent pixels. */
export interface WindowBounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What belongs to the app itself, not to a user of it. */
export interface Preferences {
  theme(): Theme;
  setTheme(theme: Theme): void;
  /** Where a window was the last time: that of a user, or the main one (null). */
  bounds(owner: string | null): WindowBounds | null;
  setBounds(owner: string | null, bounds: WindowBounds): void;
}

const whole = z.number().int();
const theme = z.enum(themes).catch('system');
const bounds = z
  .object({ x: whole, y: whole, width: whole.positive(), height: whole.positive() })
  .nullable()
  .catch(null);
const boundsOfUsers = z.record(z.string(), bounds).catch({});
/** Users beyond these begin where the system puts them; those who were longest away are forgotten. */
const mostUsers = 50;

type Key = 'theme' | 'bounds' | 'boundsOfUsers';

/**
 * Opens the app's own settings in Electron's user data folder. A file that is not JSON starts afresh, and a value that
 * cannot be one counts as not set; what cannot be written is kept for this run only.
 */
export function openPreferences(log: Log): Preferences {
  const store = new ElectronStore<Record<Key, unknown>>({ name: 'window', clearInvalidConfig: true });
  const unsaved = new Map<string, unknown>();

  function keep(key: Key, value: unknown): void {
    try {
      store.set(key, value);
      unsaved.delete(key);
    } catch (cause) {
      unsaved.set(key, value);
      log.warn(`the window's ${key} could not be saved: ${String(cause)}`);
    }
  }

  const read = (key: Key) => (unsaved.has(key) ? unsaved.get(key) : store.get(key));
  const ofUsers = () => boundsOfUsers.parse(read('boundsOfUsers'));
  return {
    theme: () => theme.parse(read('theme')),
    setTheme: (chosen) => keep('theme', chosen),
    bounds: (owner) => (owner === null ? bounds.parse(read('bounds')) : (ofUsers()[owner] ?? null)),
    setBounds(owner, now) {
      if (owner === null) return keep('bounds', now);
      const others = Object.entries(ofUsers()).filter(([id]) => id !== owner);
      keep('boundsOfUsers', Object.fromEntries([...others.slice(1 - mostUsers), [owner, now]]));
    },
  };
}
