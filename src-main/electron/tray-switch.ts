import type { Api } from '../../src-shared/contract.ts';

/** What a switch that was asked for in the tray's menu needs. */
export interface TraySwitchPorts {
  /** The calls of the contract as the tray may make them. */
  readonly switching: Pick<Api['switching'], 'start'>;
  /** Brings the window to the front and lets it ask for the passphrase of that user. */
  askInWindow(userId: string): Promise<void>;
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
  if (code === 'access/passphrase-needed') await askInWindow(userId);
  else say(`Not switched to ${userId}`, `${message} ${hint}`);
}
