import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { writePlainHome } from '../../e2e/stand-ins/homes.ts';
import { compare, type Figures, timed } from './compare.ts';
import { caller, makeCore } from './core.ts';
import type { Stage } from './stage.ts';

/** S3: a switch that leaves the services alone (files, registry, events), against one file written and synced. */
export async function measureFiles(stage: Stage): Promise<Figures> {
  const home = await stage.folder();
  const users = [{ id: 'paula' }, { id: 'charlie' }];
  await writePlainHome(home, { image: 'none', users });
  const core = makeCore(home, `unix://${join(home, 'no-engine.sock')}`);
  await core.open();
  let next = 'charlie';
  const floorFile = join(await stage.folder(), 'file');
  const figures = await compare(
    () =>
      timed(async () => {
        const asked = { userId: next, scope: 'machine', services: false, repair: false } as const;
        const report = await core.features.switching.start(asked, caller);
        if (!report.success) throw new Error(`The switch failed: ${report.error?.message}`);
        next = next === 'charlie' ? 'paula' : 'charlie';
      }),
    () => timed(() => writeSynced(floorFile)),
  );
  await core.end();
  return figures;
}

/** As much as an env file has, new bytes each time. */
async function writeSynced(path: string): Promise<void> {
  const handle = await open(path, 'w');
  await handle.write(randomBytes(1300));
  await handle.sync();
  await handle.close();
}
