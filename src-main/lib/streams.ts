import type { Caller } from '../../src-shared/define.ts';

/** Something that goes on and is read batch by batch. */
export interface BatchSource<Batch> {
  /** Waits for the next batch; null when there will be none. Not asked again before it has answered. */
  next(): Promise<Batch | null>;
  /** Lets go of everything; a waiting `next` answers null. Called once. */
  end(): void;
}

/** The open streams of one domain, each with the window it belongs to. */
export interface Streams<Batch> {
  /** Takes over a source; answers with its number. */
  open(caller: Caller, source: BatchSource<Batch>): number;
  /** The next batch of a stream of that caller; null where it is over, or is nobody's or somebody else's. */
  next(stream: number, caller: Caller): Promise<Batch | null>;
  close(stream: number, caller: Caller): void;
  /** Ends the streams of a window that was closed, has crashed or shows its page anew. */
  endOf(windowId: number): void;
  endAll(): void;
}

/** A window needs one or two of a kind; one that forgets to close them does not pile them up. */
const mostPerWindow = 4;

interface Open<Batch> {
  readonly owner: string;
  readonly source: BatchSource<Batch>;
  asked: Promise<Batch | null> | null;
}

/** Makes an empty set of streams. */
export function createStreams<Batch>(): Streams<Batch> {
  const all = new Map<number, Open<Batch>>();
  let last = 0;

  function end(stream: number): void {
    const open = all.get(stream);
    all.delete(stream);
    open?.source.end();
  }
  function endWhere(isMeant: (owner: string) => boolean): void {
    for (const [stream, { owner }] of [...all]) if (isMeant(owner)) end(stream);
  }
  const mine = (stream: number, caller: Caller) => {
    const open = all.get(stream);
    return open?.owner === ownerOf(caller) ? open : null;
  };

  return {
    open(caller, source) {
      const owner = ownerOf(caller);
      const own = [...all].filter(([, open]) => open.owner === owner);
      for (const [stream] of own.slice(0, Math.max(0, own.length + 1 - mostPerWindow))) end(stream);
      last += 1;
      all.set(last, { owner, source, asked: null });
      return last;
    },
    async next(stream, caller) {
      const open = mine(stream, caller);
      if (open === null) return null;
      // One that asks twice is answered twice with the same: no batch is lost between two who ask.
      open.asked ??= open.source.next().finally(() => {
        open.asked = null;
      });
      const batch = await open.asked;
      if (batch === null) end(stream);
      return all.has(stream) ? batch : null;
    },
    close(stream, caller) {
      if (mine(stream, caller) !== null) end(stream);
    },
    endOf: (windowId) => endWhere((owner) => owner === ownerOf({ kind: 'window', windowId })),
    endAll: () => endWhere(() => true),
  };
}

function ownerOf({ kind, windowId }: Caller): string {
  return `${kind} ${windowId}`;
}
