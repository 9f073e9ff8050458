import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cleanEnvironment } from '../../e2e/support/environment.ts';
import { compare, type Figures, timed } from './compare.ts';
import type { Stage } from './stage.ts';

const run = promisify(execFile);
const commandLine = join(import.meta.dirname, '../../out/main/cli.cjs');

/** S10: `persag status --json` with both services running, from spawn to exit, against a Node that does nothing. */
export async function measureStatus(stage: Stage): Promise<Figures> {
  const { dockerHost, startedHome } = await stage.engine();
  const env = cleanEnvironment({ PERSAG_HOME: await startedHome(), DOCKER_HOST: dockerHost });
  return compare(
    () => timed(() => run(process.execPath, [commandLine, 'status', '--json'], { env })),
    () => timed(() => run(process.execPath, ['-e', '0'], { env })),
  );
}
