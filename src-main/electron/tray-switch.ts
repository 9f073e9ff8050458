import type { Api } from '../../src-shared/contract.ts';

/** What a switch that was asked for in the tray's menu needs. */
export interface TraySwitchPorts {
  /** The calls of the contract as the tray may make them. */
  readonly switching: Pick<Api['switching'], 'start'>;
  /** Brings the window to the front and lets it ask for the passphrase of that user, and for what it is. */
  askInWindow(userId: string, what: 'switch' | 'window'): Promise<void>;
  /** Says something in a notification. */
  say(title: string, body: string): void;
}

/** Switches to a user by the tray. A passphrase cannot be typed into a menu, so the window asks for it and goes on. */
export async function switchByTray({ switching, askInWindow, say }: TraySwitchPorts, userId: string): Promise<void> {
  const answer = await switching.start({ userId });
  if (answer.ok) {
    const { success, error } = answer.value;
    if (success) say('Switched', `${userId} is current.`);
    else say(`Not switched to ${userId}`, error?.message ?? '');
    return;
  }
  const { code, message, hint } = answer.error;
  if (code === 'access/passphrase-needed') await askInWindow(userId, 'switch');
  else say(`Not switched to ${userId}`, `${message} ${hint}`);
}

/** What a window that was asked for in the tray's menu needs. */
export interface TrayWindowPorts extends Omit<TraySwitchPorts, 'switching'> {
  /** The calls of the contract as the tray may make them. */
  readonly shell: Pick<Api['shell'], 'openWindowAs'>;
}

/** Opens a window for a user by the tray, or brings theirs to the front; their passphrase is asked for in the main one. */
export async function openWindowByTray({ shell, askInWindow, say }: TrayWindowPorts, userId: string): Promise<void> {
  const answer = await shell.openWindowAs({ userId });
  if (answer.ok) return;
  const { code, message, hint } = answer.error;
  if (code === 'access/passphrase-needed') await askInWindow(userId, 'window');
  else say(`No window for ${userId}`, `${message} ${hint}`);
}
