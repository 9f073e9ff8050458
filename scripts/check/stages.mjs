import { toolEnvironment, toolNode } from '../bootstrap/paths.mjs';
import { capture } from '../bootstrap/run.mjs';

const tsc = (project) => ['node_modules/typescript/bin/tsc', '-p', `tsconfig.${project}.json`];

/**
 * The static checks: what each is called and the commands it runs, as arguments of the pinned Node.
 * @type {readonly { name: string, commands: readonly (readonly string[])[] }[]}
 */
export const stages = [
  { name: 'types', commands: ['shared', 'main', 'renderer', 'e2e'].map(tsc) },
  { name: 'lint', commands: [['node_modules/@biomejs/biome/bin/biome', 'check', '.']] },
  {
    name: 'layers',
    commands: [
      [
        ...['--import', './scripts/layers/compiler.mjs', 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'],
        ...['--config', '.dependency-cruiser.cjs', 'src-shared', 'src-main', 'src-renderer', 'e2e'],
      ],
    ],
  },
  { name: 'dead-code', commands: [['node_modules/knip/bin/knip.js', '--no-progress']] },
  { name: 'source-rules', commands: [['scripts/check-source-rules.mjs']] },
  { name: 'preload-size', commands: [['scripts/check-preload-size.mjs']] },
];

/**
 * Runs one check, quietly.
 * @returns {Promise<string>} what it said if it found something, else nothing
 */
export async function runStage({ commands }) {
  const results = await Promise.all(commands.map((args) => capture(toolNode(), args, { env: toolEnvironment() })));
  return results
    .map(({ code, output }) => (code === 0 ? '' : output.trim() || `ended with code ${code}`))
    .join('\n')
    .trim();
}
