import type { Plugin } from 'vite';

/** The compiled part of `koffi`, which the build puts beside the program (`scripts/build/compiled-part.mjs`). */
const compiled = './koffi.node';
const loader = '\0native-calls';

/**
 * Lets a bundle make calls of the system that Node does not offer: what `koffi` would look for in node_modules, which the
 * packed app does not carry, is loaded from beside the program.
 */
export function nativeCalls(): Plugin {
  return {
    name: 'native-calls',
    enforce: 'pre',
    resolveId(id) {
      if (id === compiled) return { id, external: true };
      return id === 'koffi' ? loader : null;
    },
    load: (id) => (id === loader ? `module.exports = { default: require('${compiled}') };` : null),
  };
}
