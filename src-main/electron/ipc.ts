import { BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron';
import { channelOf } from '../../src-shared/channel.ts';
import type { Contract, FeaturesOf, Unsubscribe } from '../../src-shared/define.ts';
import type { Handler } from '../dispatch.ts';
import type { Log } from '../ports.ts';
import { isOurPage } from './page.ts';

/**
 * Puts the dispatch's table on the wire and sends events to every window of ours. Answers with the off-switch.
 * Only the main frame of one of our windows, showing our own page, is heard; anybody else is refused and logged.
 */
export function serve<C extends Contract>(
  contract: C,
  features: FeaturesOf<C>,
  table: ReadonlyMap<string, Handler>,
  log: Log,
): Unsubscribe {
  const off: Unsubscribe[] = [];
  for (const [channel, handler] of table) {
    ipcMain.handle(channel, (event, input: unknown) => {
      if (!isOurs(event)) {
        log.warn(`refused ${channel} from ${event.senderFrame?.url ?? 'a frame that is gone'}`);
        throw new Error('refused');
      }
      return handler(input, { kind: 'window', windowId: event.sender.id });
    });
    off.push(() => ipcMain.removeHandler(channel));
  }
  for (const [domainName, domain] of Object.entries(contract)) {
    const feature: any = features[domainName];
    for (const [memberName, member] of Object.entries(domain)) {
      if (member.kind !== 'event') continue;
      const channel = channelOf(domainName, memberName);
      off.push(feature[memberName]((payload: unknown) => broadcast(channel, payload)));
    }
  }
  return () => {
    for (const end of off) end();
  };
}

function broadcast(channel: string, payload: unknown): void {
  for (const window of BrowserWindow.getAllWindows()) {
    if (!window.isDestroyed()) window.webContents.send(channel, payload);
  }
}

function isOurs(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  const window = BrowserWindow.fromWebContents(event.sender);
  if (frame === null || window === null) return false;
  return frame === event.sender.mainFrame && isOurPage(frame.url);
}
