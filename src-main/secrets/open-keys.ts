/** The keys of one user that a passphrase has opened. */
export interface OpenKeys {
  /** What the user's own passphrase opens; null before it was given. */
  readonly access: Uint8Array | null;
  /** Of safes under a passphrase of the command line's own, by the safe's id. */
  readonly safes: ReadonlyMap<string, Uint8Array>;
}

const none: OpenKeys = { access: null, safes: new Map() };

/** The keys that are open, in memory alone. */
export interface KeyRing {
  of(userId: string): OpenKeys;
  /** Keeps a copy, so that whoever has the key may fill it with zeros. */
  keepAccess(userId: string, key: Uint8Array): void;
  keepSafe(userId: string, safeId: string, key: Uint8Array): void;
  /** Fills the keys of a user with zeros. */
  drop(userId: string): void;
}

/** Makes the ring. */
export function createKeyRing(): KeyRing {
  const rings = new Map<string, { access: Uint8Array | null; readonly safes: Map<string, Uint8Array> }>();

  function ringOf(userId: string) {
    const ring = rings.get(userId) ?? { access: null, safes: new Map<string, Uint8Array>() };
    rings.set(userId, ring);
    return ring;
  }

  return {
    of: (userId) => rings.get(userId) ?? none,
    keepAccess(userId, key) {
      const ring = ringOf(userId);
      ring.access?.fill(0);
      ring.access = Uint8Array.from(key);
    },
    keepSafe: (userId, safeId, key) => void ringOf(userId).safes.set(safeId, Uint8Array.from(key)),
    drop(userId) {
      const ring = rings.get(userId);
      ring?.access?.fill(0);
      for (const key of ring?.safes.values() ?? []) key.fill(0);
      rings.delete(userId);
    },
  };
}
