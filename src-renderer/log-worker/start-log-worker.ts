import workerUrl from './log-worker.ts?worker&url';
import type { KeeperAnswer, KeeperQuestion, RemoteKeeper } from './messages.ts';

/** As much of the browser's own object as is used; the page's policy wants an address of a script to come from here. */
interface ScriptPolicies {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): {
    createScriptURL(address: string): string;
  };
}

let address: string | null = null;

/** The address of our worker and of nothing else, as the page's policy takes it. */
function workerAddress(): string {
  const policies = (globalThis as { trustedTypes?: ScriptPolicies }).trustedTypes;
  address ??=
    policies?.createPolicy('persag-log-worker', { createScriptURL: () => workerUrl }).createScriptURL('') ?? workerUrl;
  return address;
}

/** Starts a worker that keeps lines, until its `end`. */
export function startLogWorker(): RemoteKeeper {
  const worker = new Worker(workerAddress(), { name: 'logs' });
  const waiting = new Map<number, (value: unknown) => void>();
  let last = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<KeeperAnswer>) => {
    waiting.get(data.id)?.(data.value);
    waiting.delete(data.id);
  });
  const ask =
    (member: KeeperQuestion['member']) =>
    (...input: readonly unknown[]) =>
      new Promise<never>((resolve) => {
        last += 1;
        waiting.set(last, resolve as (value: unknown) => void);
        worker.postMessage({ id: last, member, input } satisfies KeeperQuestion);
      });
  return {
    add: ask('add'),
    filter: ask('filter'),
    rows: ask('rows'),
    placeOf: ask('placeOf'),
    piece: ask('piece'),
    clear: ask('clear'),
    end: () => worker.terminate(),
  };
}
