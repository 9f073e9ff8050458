/** What every build depends on beside its sources. */
const common = [
  'package.json',
  'package-lock.json',
  'vite.programs.ts',
  'vite.lean-docker.ts',
  'vite.lean-store.ts',
  'src-shared',
];

/**
 * What there is to build: the sources that each part is made of (from the checkout's root) and what it becomes (below `out`).
 * @type {readonly { name: string, sources: readonly string[], products: readonly string[] }[]}
 */
export const targets = [
  { name: 'cli', sources: [...common, 'src-main'], products: ['main/cli.cjs', 'main/docker-ssh.cjs'] },
  { name: 'main', sources: [...common, 'src-main'], products: ['main/main.cjs', 'main/docker-ssh.cjs'] },
  { name: 'preload', sources: [...common, 'src-main/electron'], products: ['preload/preload.cjs'] },
  { name: 'page', sources: [...common, 'vite.renderer.config.ts', 'src-renderer', 'assets'], products: ['renderer'] },
];
