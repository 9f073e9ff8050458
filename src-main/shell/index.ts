import type { Caller, Feature } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { ShellState, shell } from '../../src-shared/shell.ts';
import { createEmitter } from '../lib/emitter.ts';
import type { Desktop, Log } from '../ports.ts';

/** What the shell needs. */
export interface ShellPorts {
  readonly desktop: Desktop | null;
  readonly version: string;
  readonly log: Log;
  homePath(): string;
  /** The page a service serves for people, null where it publishes no port. */
  webUrl(service: ServiceName): string | null;
}

/** The shell feature, and whom each window acts for: known here, never told by a window. */
export interface ShellFeature extends Feature<typeof shell> {
  /** Null: the window acts for the current user again. */
  setWindowUser(windowId: number, userId: string | null): void;
  /** Tells every window that the app is being closed. */
  announceClosing(): void;
  /** For whom each window acts that does not act for the current user; by window id. */
  windowUsers(): Readonly<Record<number, string>>;
}

/** Makes the shell feature. Without a desktop (command line) everything but `get` is refused with `shell/no-window`. */
export function createShell({ desktop, version, log, homePath, webUrl }: ShellPorts): ShellFeature {
  const changed = createEmitter<ShellState>((cause) => log.error('a listener to the shell failed', cause));
  const windowUsers = new Map<number, string>();
  let closing = false;

  const usersOfWindows = () => Object.fromEntries(windowUsers);

  function state(windowId: number): ShellState {
    return { version, theme: desktop?.theme() ?? 'system', windowUsers: usersOfWindows(), closing, windowId };
  }

  function needed(): Desktop {
    if (desktop === null) throw new Fault('shell/no-window', 'The command line has no window to do this with.');
    return desktop;
  }

  return {
    get: (_input: undefined, caller: Caller) => state(caller.windowId),
    setTheme({ theme }, caller) {
      needed().setTheme(theme);
      changed.emit(state(0));
      return state(caller.windowId);
    },
    async openService({ service, page }) {
      const url = webUrl(service);
      if (url === null) throw new Fault('shell/link-refused', `The ${service} service publishes no port to open.`);
      await needed().openUrl(page === 'docs' ? new URL('/docs', url).href : url);
      return null;
    },
    async openHome() {
      await needed().openFolder(homePath());
      return null;
    },
    chooseFolder: async ({ title }) => needed().chooseFolder(title),
    quit() {
      needed().quit();
      return null;
    },
    onChanged: changed.on,
    announceClosing() {
      closing = true;
      changed.emit(state(0));
    },
    windowUsers: usersOfWindows,
    setWindowUser(windowId, userId) {
      if (userId === null) windowUsers.delete(windowId);
      else windowUsers.set(windowId, userId);
      changed.emit(state(0));
    },
  };
}
