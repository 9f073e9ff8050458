import type { Plugin } from 'vite';

/** The libraries of the providers, seen from a program that may need them: two megabytes that most starts never read. */
const librariesFile = './provider-libraries.cjs';

/** Keeps the start quick: what is imported of `src-main/providers/sdk.ts` is a file beside, read with the first question. */
export function lateLibraries(): Plugin {
  return {
    name: 'late-libraries',
    enforce: 'pre',
    resolveId(id, importer) {
      if (id === librariesFile) return { id, external: true };
      // The file itself is a program of its own, which nobody imports.
      return importer !== undefined && /\/sdk\.ts$/.test(id) ? { id: librariesFile, external: true } : null;
    },
  };
}
