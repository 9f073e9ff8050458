import type { Secrets } from '../ports.ts';

/** Secrets that are gone when the process ends: where there is no store for them. */
export function createMemorySecrets(): Secrets {
  const kept = new Map<string, string>();
  return {
    isLasting: async () => false,
    get: async (name) => kept.get(name) ?? null,
    async set(name, value) {
      kept.set(name, value);
    },
    async remove(name) {
      kept.delete(name);
    },
  };
}
