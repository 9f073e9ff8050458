import { useAccess } from '../app-stores.ts';
import { useNow } from '../lib/use-now.ts';
import { passphraseOf } from '../stores/access.ts';

/** Why no try at a user's passphrase is taken now, counting down, or null. */
export function useWait(userId: string): string | null {
  const retryAt = useAccess((store) => passphraseOf(store, userId)?.retryAt ?? null);
  // Drawn anew every now and then; the time itself is that of the drawing, or a wait would begin with a second too much.
  useNow(250);
  return waitWords(retryAt, Date.now());
}

/** The words for a time until which no try is taken; null where it has passed. */
export function waitWords(retryAt: string | null, now: number): string | null {
  const left = retryAt === null ? 0 : Math.ceil((Date.parse(retryAt) - now) / 1000);
  if (!(left > 0)) return null;
  const time = left < 100 ? `${left} s` : `${Math.ceil(left / 60)} min`;
  return `Wrong too often. Try again in ${time}`;
}
