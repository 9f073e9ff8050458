import { contextBridge, ipcRenderer } from 'electron';
import { channelOf } from '../../src-shared/channel.ts';
import { members } from '../../src-shared/contract-members.ts';

type Bridge = Record<string, Record<string, (argument?: unknown) => unknown>>;

/** The contract as functions: a call invokes its channel, an event listens to it and answers with the off-switch. */
function bridge(): Bridge {
  const api: Bridge = {};
  for (const [domainName, domain] of Object.entries(members)) {
    const offered: Bridge[string] = {};
    for (const [memberName, kind] of Object.entries(domain)) {
      const channel = channelOf(domainName, memberName);
      offered[memberName] = kind === 'call' ? (input) => ipcRenderer.invoke(channel, input) : listen(channel);
    }
    api[domainName] = offered;
  }
  return api;
}

function listen(channel: string) {
  return (listener: unknown) => {
    if (typeof listener !== 'function') throw new TypeError('a listener is a function');
    // The event object stays here: it would hand the page a way to send on its own.
    const forward = (_event: unknown, payload: unknown) => listener(payload);
    ipcRenderer.on(channel, forward);
    return () => void ipcRenderer.removeListener(channel, forward);
  };
}

contextBridge.exposeInMainWorld('persag', bridge());
