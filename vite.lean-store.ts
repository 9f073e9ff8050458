import type { Plugin } from 'vite';

/** What the settings' package loads for schemas and migrations, neither of which is used here, and what it becomes. */
const unused: Readonly<Record<string, string>> = {
  'ajv/dist/2020.js': 'export const Ajv2020 = undefined;',
  'ajv-formats': 'export default undefined;',
  semver: 'export default undefined;',
};
const prefix = '\0unused:';

/**
 * Keeps the start quick: a validator of JSON schemas and a reader of version numbers, a quarter of the main program, are
 * left out. A store with a schema or migrations would fail at its first use.
 */
export function leanStore(): Plugin {
  return {
    name: 'lean-store',
    enforce: 'pre',
    resolveId(id, importer) {
      return id in unused && importer !== undefined && /[\\/]conf[\\/]/.test(importer) ? prefix + id : null;
    },
    load: (id) => (id.startsWith(prefix) ? unused[id.slice(prefix.length)] : null),
  };
}
