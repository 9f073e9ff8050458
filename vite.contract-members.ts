import { fileURLToPath } from 'node:url';
import { normalizePath, type Plugin } from 'vite';

const source = new URL('./src-shared/contract-members.ts', import.meta.url);

/**
 * Puts the table of the contract's members, as it is at the time of the build, in the place of the module that makes it:
 * the preload is read for every window before its page may start, and parses nothing.
 */
export function contractMembers(): Plugin {
  const id = normalizePath(fileURLToPath(source));
  return {
    name: 'contract-members',
    enforce: 'pre',
    async load(asked) {
      if (asked !== id) return null;
      const { members } = await import(source.href);
      return `export const members = ${JSON.stringify(members)};`;
    },
  };
}
