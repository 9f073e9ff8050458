import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { writePlainHome } from '../../e2e/stand-ins/homes.ts';
import type { App } from '../../src-main/app.ts';
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
  const floorFile = join(await stage.folder(), 'file');
  let current = 'paula';
  const figures = await compare(
    async () => {
      current = current === 'paula' ? 'charlie' : 'paula';
      const told = newsOf(core, current);
      const took = await timed(() => switchFiles(core, current));
      // A person does not switch again before the window has caught up, either.
      await told;
      return took;
    },
    () => timed(() => writeSynced(floorFile)),
  );
  await core.end();
  return figures;
}

async function switchFiles({ features }: App, userId: string): Promise<void> {
  const asked = { userId, scope: 'machine', services: false, repair: false } as const;
  const report = await features.switching.start(asked, caller);
  if (!report.success) throw new Error(`The switch failed: ${report.error?.message}`);
}

/** Resolves when the watch of the home has seen who is current now. */
function newsOf({ features }: App, userId: string): Promise<void> {
  return new Promise((resolve) => {
    const off = features.home.onChanged(({ currentUser }) => {
      if (currentUser.state !== 'known' || currentUser.id !== userId) return;
      off();
      resolve();
    });
  });
}

/** As much as an env file has, new bytes each time. */
async function writeSynced(path: string): Promise<void> {
  const handle = await open(path, 'w');
  await handle.write(randomBytes(1300));
  await handle.sync();
  await handle.close();
}
