/** What every build depends on beside its sources. */
const common = [
  'package.json',
  'package-lock.json',
  'vite.programs.ts',
  'vite.contract-members.ts',
  'vite.late-libraries.ts',
  'vite.lean-docker.ts',
  'vite.lean-store.ts',
  'vite.native-calls.ts',
  'src-shared',
];

/** What lies beside both programs and is loaded when it is needed. */
const besides = ['main/docker-ssh.cjs', 'main/koffi.node', 'main/provider-libraries.cjs'];

/**
 * What there is to build: the sources that each part is made of (from the checkout's root) and what it becomes (below `out`).
 * @type {readonly { name: string, sources: readonly string[], products: readonly string[] }[]}
 */
export const targets = [
  { name: 'cli', sources: [...common, 'src-main'], products: ['main/cli.cjs', ...besides] },
  { name: 'main', sources: [...common, 'src-main'], products: ['main/main.cjs', ...besides] },
  { name: 'preload', sources: [...common, 'src-main/electron'], products: ['preload/preload.cjs'] },
  { name: 'page', sources: [...common, 'vite.renderer.config.ts', 'src-renderer', 'assets'], products: ['renderer'] },
];
