import type { Secrets } from '../../ports.ts';

/** Secrets on no disk, for tests of what uses them. */
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
