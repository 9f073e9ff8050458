import type { Entry } from './entries.ts';

/** Secrets that are on no disk: gone when the app ends. */
export interface MemoryEntries {
  of(userId: string): ReadonlyMap<string, Entry>;
  /** Takes the named ones out, and puts others in. */
  change(userId: string, out: Iterable<string>, entries: Iterable<readonly [string, Entry]>): void;
  forget(userId: string): void;
}

/** Makes them. */
export function createMemoryEntries(): MemoryEntries {
  const all = new Map<string, ReadonlyMap<string, Entry>>();
  const of = (userId: string): ReadonlyMap<string, Entry> => all.get(userId) ?? new Map();
  return {
    of,
    change(userId, out, entries) {
      const gone = new Set(out);
      const kept = [...of(userId)].filter(([name]) => !gone.has(name));
      const now = new Map([...kept, ...entries]);
      if (now.size === 0) all.delete(userId);
      else all.set(userId, now);
    },
    forget: (userId) => void all.delete(userId),
  };
}
