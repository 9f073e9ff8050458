/** Which windows can be seen: what is only for eyes is done while there is one. */
export interface SeenWindows {
  note(windowId: number, isSeen: boolean): void;
}

/** Makes it; no window is seen. @param onSeen told when the first one can be seen, and when none can any more */
export function createSeenWindows(onSeen: (seen: boolean) => void): SeenWindows {
  const seen = new Set<number>();
  return {
    note(windowId, isSeen) {
      const before = seen.size > 0;
      if (isSeen) seen.add(windowId);
      else seen.delete(windowId);
      const now = seen.size > 0;
      if (now !== before) onSeen(now);
    },
  };
}
