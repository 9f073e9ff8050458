import { builtinModules } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { InlineConfig } from 'vite';
import { contractMembers } from './vite.contract-members.ts';
import { lateLibraries } from './vite.late-libraries.ts';
import { leanDocker } from './vite.lean-docker.ts';
import { leanStore } from './vite.lean-store.ts';
import { nativeCalls } from './vite.native-calls.ts';

/** A program that runs in Node, in Electron's main process or as its preload: one entry, one CommonJS file. */
export interface NodeProgram {
  /** Its source, from the checkout's root. */
  readonly entry: string;
  /** The file it becomes, below `out`. */
  readonly file: string;
  readonly minify?: boolean;
  /** Knows the contract's names only; see `vite.contract-members.ts`. */
  readonly namesOnly?: boolean;
  /** First line of the file. */
  readonly banner?: string;
}

/** All programs but the page. */
export const programs: readonly NodeProgram[] = [
  { entry: 'src-main/electron/main.ts', file: 'main/main.cjs' },
  { entry: 'src-main/cli/main.ts', file: 'main/cli.cjs', banner: '#!/usr/bin/env node' },
  { entry: 'src-main/electron/preload.ts', file: 'preload/preload.cjs', minify: true, namesOnly: true },
  { entry: 'node_modules/docker-modem/lib/ssh.js', file: 'main/docker-ssh.cjs' },
  { entry: 'src-main/providers/sdk.ts', file: 'main/provider-libraries.cjs', minify: true },
];

/**
 * How a program is built: its npm packages go into the file, so that the packed app carries no node_modules and a start
 * reads one file instead of hundreds. Only Electron and Node's own modules stay outside.
 */
export function buildOf(program: NodeProgram, out: string): InlineConfig {
  const { entry, file, minify = false, namesOnly = false, banner = '' } = program;
  return {
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [leanDocker(), leanStore(), nativeCalls(), lateLibraries(), ...(namesOnly ? [contractMembers()] : [])],
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: entry,
      outDir: join(out, dirname(file)),
      emptyOutDir: false,
      target: 'node20',
      minify,
      rolldownOptions: {
        external: ['electron', /^node:/, ...builtinModules],
        output: {
          format: 'cjs',
          entryFileNames: basename(file),
          codeSplitting: false,
          dynamicImportInCjs: false,
          banner,
        },
      },
    },
  };
}
