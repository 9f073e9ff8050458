import type { BrowserWindow } from 'electron';
import type { Preferences } from './preferences.ts';
import { createSeenWindows } from './seen-windows.ts';
import { openWindow, present } from './windows.ts';

/** What the windows are made of, and whom they tell. */
export interface WindowSetPorts {
  readonly preload: string;
  readonly icon: string;
  readonly preferences: Preferences;
  /** Whether the last window is to be hidden instead of closed: the tray brings it back. */
  hidesTheLast(): boolean;
  /** Told before its page can ask anything. @param owner whom it is opened for; null for the main one */
  onOpened(windowId: number, owner: string | null): void;
  /** Told when a window no longer shows the page it showed: it begins anew, has crashed, or is gone. */
  onLeft(windowId: number): void;
  /** Told when the person has closed the last window and it was hidden instead: nobody has it any more. */
  onHidden(windowId: number): void;
  onGone(windowId: number): void;
  /** Told when the first of the windows can be seen, and when none can any more. */
  onSeen(seen: boolean): void;
}

/** All windows of the app: the main one, and those that were opened for somebody. */
export interface WindowSet {
  /** Brings the main window to the front; opens it where it was closed. */
  presentMain(): BrowserWindow;
  /** Opens a window of a user's own. */
  openFor(userId: string): void;
  /** Brings a window to the front; fine where it is gone. */
  present(windowId: number): void;
}

/** Makes the set; no window is open yet. */
export function createWindowSet(ports: WindowSetPorts): WindowSet {
  const { preferences, preload, icon } = ports;
  const open = new Map<number, BrowserWindow>();
  const { note } = createSeenWindows(ports.onSeen);
  let main: BrowserWindow | null = null;

  function add(owner: string | null): BrowserWindow {
    const window = openWindow({
      preload,
      icon,
      bounds: preferences.bounds(owner) ?? besideThe(newest()),
      keepBounds: (bounds) => preferences.setBounds(owner, bounds),
      hidesOnClose: () => open.size === 1 && ports.hidesTheLast(),
      onHidden(windowId) {
        // Whoever opens the app the next time finds this one, whoever's it was.
        main = window;
        ports.onHidden(windowId);
      },
      onLeft: ports.onLeft,
      onSeen: note,
      onGone(windowId) {
        open.delete(windowId);
        if (main === window) main = null;
        note(windowId, false);
        ports.onGone(windowId);
      },
    });
    const windowId = window.webContents.id;
    open.set(windowId, window);
    ports.onOpened(windowId, owner);
    note(windowId, true);
    return window;
  }

  const newest = () => [...open.values()].at(-1) ?? null;

  return {
    presentMain() {
      if (main === null) main = add(null);
      else present(main);
      return main;
    },
    openFor: (userId) => void add(userId),
    present(windowId) {
      const window = open.get(windowId);
      if (window !== undefined) present(window);
    },
  };
}

/** A little below and right of another window, so that both are seen to be there. */
function besideThe(window: BrowserWindow | null) {
  if (window === null) return null;
  const { x, y, width, height } = window.getNormalBounds();
  return { x: x + 32, y: y + 32, width, height };
}
