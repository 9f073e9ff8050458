import type { Caller, Feature, Unsubscribe } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { ShellState, shell } from '../../src-shared/shell.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { Desktop, Log } from '../ports.ts';
import { createWindowUsers } from './window-users.ts';

/** What the shell needs. */
export interface ShellPorts {
  readonly desktop: Desktop | null;
  readonly version: string;
  readonly log: Log;
  homePath(): string;
  /** The page a service serves for people, null where it publishes no port. */
  webUrl(service: ServiceName): string | null;
  /** Null where it cannot be known. */
  currentUserId(): Promise<string | null>;
  /** Faults: `users/unknown`, `users/id-unsafe`. */
  requireUser(userId: string): Promise<void>;
  /** Faults: those of a passphrase that is needed and was not given, or was not right. */
  requirePassphrase(userId: string, passphrase: string | undefined): Promise<void>;
}

/** The shell feature, and whom each window acts for: known here, never told by a window. */
export interface ShellFeature extends Feature<typeof shell> {
  /** A window is open and acts for that user, or for whoever is current (null), until `setWindowUser` says otherwise. */
  noteWindow(windowId: number, userId: string | null): void;
  /** A window is gone, and whoever it acted for with it. */
  forgetWindow(windowId: number): void;
  /** Null: the window acts for the current user again. */
  setWindowUser(windowId: number, userId: string | null): void;
  /** Tells who is current, whenever that may have changed and no switch is under way; null while it is not known. */
  noteCurrentUser(userId: string | null): void;
  /**
   * Told of a user for whom no window acts any more: their last one was closed or acts for somebody else, or somebody
   * else has become current. What is held for them can go.
   */
  onUserLeft(listener: (userId: string) => void): Unsubscribe;
  /** Tells every window that the app is being closed. */
  announceClosing(): void;
  /** For whom each window acts that does not act for the current user; by window id. */
  windowUsers(): Readonly<Record<number, string>>;
}

/** Makes the shell feature. Without a desktop (command line) everything but `get` is refused with `shell/no-window`. */
export function createShell(ports: ShellPorts): ShellFeature {
  const { desktop, version, log } = ports;
  const changed = createEmitter<ShellState>((cause) => log.error('a listener to the shell failed', cause));
  const windows = createWindowUsers(log);
  let closing = false;

  function state(windowId: number): ShellState {
    return { version, theme: desktop?.theme() ?? 'system', windowUsers: windows.own(), closing, windowId };
  }

  function needed(): Desktop {
    if (desktop === null) throw new Fault('shell/no-window', 'The command line has no window to do this with.');
    return desktop;
  }

  function tell(windowId: number): ShellState {
    changed.emit(state(0));
    return state(windowId);
  }

  async function openWindowAs(userId: string, passphrase: string | undefined): Promise<void> {
    const { openWindow, presentWindow } = needed();
    const current = await ports.currentUserId();
    let there = windows.windowOf(userId, current);
    if (there === null) {
      await ports.requireUser(userId);
      await ports.requirePassphrase(userId, passphrase);
      const now = await ports.currentUserId();
      // Asked for twice, it may have been opened meanwhile.
      there = windows.windowOf(userId, now);
    }
    if (there !== null) return presentWindow(there);
    openWindow(userId);
  }

  return {
    get: (_input: undefined, caller: Caller) => state(caller.windowId),
    setTheme({ theme }, caller) {
      needed().setTheme(theme);
      return tell(caller.windowId);
    },
    async openService({ service, page }) {
      const url = ports.webUrl(service);
      if (url === null) throw new Fault('shell/link-refused', `The ${service} service publishes no port to open.`);
      await needed().openUrl(page === 'docs' ? new URL('/docs', url).href : url);
      return null;
    },
    async openHome() {
      await needed().openFolder(ports.homePath());
      return null;
    },
    chooseFolder: async ({ title }) => needed().chooseFolder(title),
    async openWindowAs({ userId, passphrase }, caller) {
      await openWindowAs(userId, passphrase);
      return state(caller.windowId);
    },
    quit() {
      needed().quit();
      return null;
    },
    onChanged: changed.on,
    noteWindow(windowId, userId) {
      windows.open(windowId, userId);
      tell(0);
    },
    forgetWindow(windowId) {
      windows.close(windowId);
      tell(0);
    },
    setWindowUser(windowId, userId) {
      windows.point(windowId, userId);
      tell(0);
    },
    noteCurrentUser: windows.noteCurrent,
    onUserLeft: windows.onLeft,
    announceClosing() {
      closing = true;
      tell(0);
    },
    windowUsers: windows.own,
  };
}
