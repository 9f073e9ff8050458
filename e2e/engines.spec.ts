import { createHash } from 'node:crypto';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnginesState } from '../src-shared/engines.ts';
import { expect, test } from './fixtures.ts';
import { EnginePanel } from './pages/engine-panel.ts';

/** Writes a context as `docker context create` does. */
async function writeContext(folder: string, name: string, host: string): Promise<void> {
  const meta = join(folder, 'contexts', 'meta', createHash('sha256').update(name).digest('hex'));
  await mkdir(meta, { recursive: true });
  await writeFile(join(meta, 'meta.json'), JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }));
}

test('engines are listed with reasons; one is chosen while the app runs, kept, missed when it goes, and taken back', async ({
  folder,
  engineSocket,
  launch,
  cli,
}) => {
  const docker = join(folder, 'docker-config');
  const second = join(folder, 'second.sock');
  await symlink(engineSocket, second);
  await writeContext(docker, 'first', `unix://${engineSocket}`);
  await writeContext(docker, 'second', `unix://${second}`);
  await writeContext(docker, 'asleep', `unix://${folder}/asleep.sock`);
  const env = { DOCKER_HOST: '', DOCKER_CONFIG: docker, DOCKER_CONTEXT: 'first' };
  const listed = async () => (await cli(['engine', 'list', '--json'], { env })).json<EnginesState>();
  const inUse = async () => (await listed()).engines.filter((engine) => engine.inUse).map(({ name }) => name);
  expect(await inUse()).toEqual(['first']);

  const app = await launch({ env });
  const engines = new EnginePanel(app.page, app.sidebar);
  await expect(app.sidebar.engine).toHaveAccessibleName(/^Docker \d/);
  await engines.open();
  await expect(engines.row('first')).toContainText('In use');
  await expect(engines.row('asleep')).toContainText('There is no Docker engine at');
  await expect(engines.use('asleep')).toBeHidden();
  await engines.use('second').click();
  await expect(engines.row('second')).toContainText('In use');
  await expect(engines.panel).toContainText('second was chosen here.');
  expect(await inUse()).toEqual(['second']);
  expect((await listed()).choice).toEqual({ kind: 'context', name: 'second' });
  await app.quit();

  const again = await launch({ env });
  await expect(again.sidebar.engine).toHaveAccessibleName(/^Docker \d/);
  const panel = new EnginePanel(again.page, again.sidebar);
  await panel.open();
  await expect(panel.row('second')).toContainText('In use');
  // Another process chooses: the window follows.
  const used = await cli(['engine', 'use', 'first'], { env });
  expect(used.code, used.stderr).toBe(0);
  await expect(panel.row('first')).toContainText('In use');
  const refused = await cli(['engine', 'use', 'asleep', '--json'], { env });
  expect([refused.code, refused.error().code]).toEqual([1, 'docker/not-found']);
  expect((await cli(['engine', 'use', 'nobody', '--json'], { env })).error().code).toBe('engines/unknown');
  await panel.use('second').click();
  await expect(panel.row('second')).toContainText('In use');

  await rm(second);
  await cli(['engine', 'list'], { env });
  await again.page.keyboard.press('Escape');
  await again.overview.knowledge.button('Start').click();
  await expect(again.sidebar.engine).toHaveAccessibleName('Docker not reachable');
  const notice = again.overview.notice('Docker is not reachable.');
  await expect(notice).toContainText('It is the engine that was chosen here: second.');
  await panel.open();
  await panel.automatic.click();
  await expect(again.sidebar.engine).toHaveAccessibleName(/^Docker \d/);
  await expect(notice).toBeHidden();
  expect((await listed()).choice).toBeNull();
});
