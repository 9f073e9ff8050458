import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SwitchReport } from '../src-shared/switching.ts';
import { expect, test } from './fixtures.ts';
import type { TestHome } from './stand-ins/homes.ts';
import { setFaults } from './stand-ins/lightrag/faults.ts';
import { startTrayHost, type TrayHost } from './stand-ins/tray-host.ts';
import { flatten } from './stand-ins/tray-layout.ts';
import type { HomeContainers } from './support/containers.ts';
import { filesOf, switchedFiles } from './support/home-files.ts';
import { lightRagAt } from './support/lightrag-client.ts';
import { askForSwitch, askToSwitch } from './support/window-api.ts';

const stepNames = ['check', 'backup', 'files', 'replace', 'answer', 'mounts', 'record', 'commit'];

/** Both containers run, mount the user's folders, were told the user's name, and answer. */
async function expectServicesOf(user: string, containers: HomeContainers, home: TestHome): Promise<void> {
  const folder = join(home.dataRoot, 'agno', user);
  const { knowledge, memory } = await containers.both();
  expect(knowledge.mounts).toMatchObject({
    '/app/data/rag_storage': join(folder, 'rag_storage'),
    '/app/data/inputs': join(folder, 'inputs'),
  });
  expect(memory.mounts).toMatchObject({
    '/app/data/rag_storage': join(folder, 'memory_rag_storage'),
    '/app/data/inputs': join(folder, 'memory_inputs'),
  });
  for (const container of [knowledge, memory]) {
    expect(container.running).toBe(true);
    expect(container.environment).toContain(`USER_ID=${user}`);
  }
  for (const port of [home.knowledgePort, home.memoryPort]) {
    expect(await lightRagAt(port).health()).toMatchObject({ status: 'healthy' });
  }
}

/** Nothing is left of a switch but the two containers. */
async function expectNoLeftovers(containers: HomeContainers): Promise<void> {
  expect(await containers.all()).toEqual(Object.values(containers.names).sort());
}

test.describe('a switch by the window', () => {
  test('moves files, containers and answers to the other user, and shows each step', async ({
    home,
    services,
    desktop,
  }) => {
    const { overview } = desktop;
    await overview.untilAllIsWellFor('Anna');
    const before = { files: await switchedFiles(home.folder), containers: await services.both() };
    const [knowledge, memory] = [lightRagAt(home.knowledgePort), lightRagAt(home.memoryPort)];
    await knowledge.insert('The lighthouse of Anna stands on Texel.', 'lighthouse.txt');
    await memory.insert('Anna likes lighthouses.', 'anna-likes.txt');
    // Slow enough for a person, and this test, to see the step.
    await setFaults(home.dataRoot, 'ben', 'knowledge', { startDelaySeconds: 2 });

    await overview.switchTo('Ben').click();
    await expect(overview.running.steps).toHaveCount(stepNames.length);
    await expect(overview.running.current).toContainText('Wait until both services answer');
    await expect(overview.headline).toHaveText('Switching to Ben.');
    await expect(overview.running.steps.nth(0)).toContainText('done');
    await expect(overview.running.steps.nth(7)).toContainText('waiting');
    await overview.untilAllIsWellFor('Ben');
    const report = overview.notice(/^Switched from Anna to Ben in [\d.]+ s/);
    await expect(report).toBeVisible();
    await report.getByText('Steps').click();
    await expect(report.getByRole('listitem').filter({ hasText: 'done' })).toHaveCount(stepNames.length);

    expect(await switchedFiles(home.folder)).toEqual(filesOf('ben', before.files));
    await expectServicesOf('ben', services, home);
    await expectNoLeftovers(services);
    expect((await services.both()).knowledge.id).not.toBe(before.containers.knowledge.id);
    for (const service of [knowledge, memory]) {
      expect(await service.documents()).toEqual([]);
      expect((await service.ask('Where is the lighthouse of Anna?')).sources).toEqual([]);
    }

    await overview.switchTo('Anna').click();
    await overview.untilAllIsWellFor('Anna');
    expect((await knowledge.ask('Where is the lighthouse of Anna?')).response).toContain('Texel');
    expect(await memory.documents()).toEqual(['anna-likes.txt']);
    expect(await switchedFiles(home.folder)).toEqual(before.files);
  });

  test('can be cancelled, and everything comes back', async ({ home, services, desktop }) => {
    const { overview } = desktop;
    await overview.untilAllIsWellFor('Anna');
    const before = { files: await switchedFiles(home.folder), containers: await services.both() };
    await setFaults(home.dataRoot, 'ben', 'memory', { health: 'never' });

    await overview.switchTo('Ben').click();
    await expect(overview.running.current).toContainText('Wait until both services answer');
    await overview.running.cancel.click();
    await expect(overview.notice('The switch to Ben was cancelled.')).toContainText('Everything came back');
    await overview.untilAllIsWellFor('Anna');
    expect(await switchedFiles(home.folder)).toEqual(before.files);
    const after = await services.both();
    expect([after.knowledge.id, after.memory.id]).toEqual([
      before.containers.knowledge.id,
      before.containers.memory.id,
    ]);
    await expectServicesOf('anna', services, home);
    await expectNoLeftovers(services);
  });

  test('that fails comes back to the former containers and bytes, and says why', async ({ home, services, launch }) => {
    const { overview, page } = await launch({ env: { PERSAG_SERVICE_TIMEOUT: '2' } });
    await overview.untilAllIsWellFor('Anna');
    await lightRagAt(home.knowledgePort).insert('Anna keeps bees.', 'bees.txt');
    const registry = join(home.dataRoot, 'users_registry.json');
    const before = {
      files: await switchedFiles(home.folder),
      containers: await services.both(),
      registry: await readFile(registry, 'utf8'),
    };
    await setFaults(home.dataRoot, 'ben', 'knowledge', { health: 'never' });

    await overview.switchTo('Ben').click();
    const failure = overview.notice('The switch to Ben failed.');
    await expect(failure).toContainText(`Knowledge did not answer at http://127.0.0.1:${home.knowledgePort}/health`);
    await expect(failure).toContainText('PERSAG_SERVICE_TIMEOUT');
    await expect(failure).toContainText('Anna is current again. Everything came back as it was before.');
    await expect(failure.getByRole('button', { name: 'Copy details' })).toBeVisible();
    await overview.untilAllIsWellFor('Anna');

    const state = await page.evaluate(askForSwitch);
    const report = state.ok && state.value.state === 'idle' ? state.value.last?.report : undefined;
    expect(report?.error?.code).toBe('docker/never-healthy');
    expect(report?.steps.map(({ name, state: how }) => `${name} ${how}`)).toEqual([
      'check done',
      'backup done',
      'files undone',
      'replace undone',
      'answer failed',
      'mounts waiting',
      'record waiting',
      'commit waiting',
    ]);
    expect(await switchedFiles(home.folder)).toEqual(before.files);
    expect(await readFile(registry, 'utf8')).toBe(before.registry);
    const after = await services.both();
    expect([after.knowledge.id, after.memory.id]).toEqual([
      before.containers.knowledge.id,
      before.containers.memory.id,
    ]);
    await expectServicesOf('anna', services, home);
    await expectNoLeftovers(services);
    expect(await lightRagAt(home.knowledgePort).documents()).toEqual(['bees.txt']);
  });

  test('only in this window leaves the computer as it is', async ({ home, services, desktop }) => {
    const { overview, sidebar } = desktop;
    await overview.untilAllIsWellFor('Anna');
    const before = { files: await switchedFiles(home.folder), containers: await services.both() };
    await sidebar.onlyInThisWindow('Ben');
    const notice = overview.notice('This window acts for Ben. Anna is current on this computer.');
    await expect(notice).toBeVisible();
    await expect(sidebar.switcher).toHaveAccessibleName('Ben, Only this window. Switch user');
    expect(await switchedFiles(home.folder)).toEqual(before.files);
    expect(await services.both()).toEqual(before.containers);
    await notice.getByRole('button', { name: 'Back to Anna' }).click();
    await expect(notice).toBeHidden();
    await expect(sidebar.switcher).toHaveAccessibleName('Anna, Current user. Switch user');
  });

  test('keeps a second one away, and names what runs', async ({ home, services: _running, desktop, cli }) => {
    const { overview, page } = desktop;
    await cli(['users', 'create', 'charlie']);
    await overview.untilAllIsWellFor('Anna');
    await setFaults(home.dataRoot, 'ben', 'knowledge', { startDelaySeconds: 2 });
    await overview.switchTo('Ben').click();
    await expect(overview.running.current).toBeVisible();

    await expect(overview.switchTo('Charlie')).toHaveAttribute('aria-disabled', 'true');
    const second = await page.evaluate(askToSwitch, 'charlie');
    expect(second).toMatchObject({ ok: false, error: { code: 'switching/busy' } });
    expect(second.ok ? '' : second.error.message).toContain('ben');
    for (const args of [
      ['switch', 'charlie'],
      ['services', 'restart'],
    ]) {
      const refused = await cli([...args, '--json']);
      expect([refused.code, refused.error().code], args.join(' ')).toEqual([1, 'switching/busy']);
      expect(refused.error().message).toContain('switching to ben');
    }
    await overview.untilAllIsWellFor('Ben');
  });
});

test.describe('a switch by the tray', () => {
  let tray: TrayHost;

  test.beforeEach(async () => {
    tray = await startTrayHost();
  });
  test.afterEach(() => tray.stop());

  const radios = async () => flatten(await tray.items()).filter(({ toggle }) => toggle === 'radio');
  const checked = async () => (await radios()).filter(({ checked: is }) => is).map(({ label }) => label);

  const firstLabel = async () => (await tray.items())[0]?.label;

  test('moves everything, and menu and window follow', async ({ home, services, desktop }) => {
    await tray.registered();
    await desktop.overview.untilAllIsWellFor('Anna');
    await expect.poll(async () => (await radios()).map(({ label }) => label)).toEqual(['Anna', 'Ben']);
    await expect.poll(checked).toEqual(['Anna']);
    await tray.click('Ben');
    await expect.poll(firstLabel).toBe('Switching to Ben');
    await desktop.overview.untilAllIsWellFor('Ben');
    await expect.poll(checked).toEqual(['Ben']);
    await expectServicesOf('ben', services, home);
    await expect.poll(async () => (await tray.properties()).tooltip).toContain('Ben is current');
  });

  test('needs no open window', async ({ home, services, desktop }) => {
    await tray.registered();
    await desktop.overview.untilAllIsWellFor('Anna');
    const isShown = () =>
      desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() ?? false);
    await desktop.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(isShown).toBe(false);
    await tray.click('Ben');
    await expect.poll(firstLabel, { timeout: 30_000 }).toBe('Ben is current');
    expect(await checked()).toEqual(['Ben']);
    await expectServicesOf('ben', services, home);
    await tray.click('Open Persag Desktop');
    await expect.poll(isShown).toBe(true);
    await desktop.overview.untilAllIsWellFor('Ben');
  });
});

test.describe('a switch by the command line', () => {
  test('is followed by the open window, and reports what it did', async ({ home, services, desktop, cli }) => {
    await desktop.overview.untilAllIsWellFor('Anna');
    const ended = await cli(['switch', 'BEN', '--json']);
    expect(ended.code, ended.stdout + ended.stderr).toBe(0);
    const report = ended.json<SwitchReport>();
    expect(Object.keys(report).sort()).toEqual(
      [
        'success',
        'user_id',
        'previous_user',
        'actions_performed',
        'warnings',
        'lightrag_status',
        'config_refresh',
        'steps',
      ].sort(),
    );
    expect(report).toMatchObject({ success: true, user_id: 'ben', previous_user: 'anna', warnings: [] });
    expect(report.steps.map(({ name, state }) => `${name} ${state}`)).toEqual(stepNames.map((name) => `${name} done`));
    expect(report.lightrag_status).toMatchObject({ knowledge: { state: 'ok' }, memory: { state: 'ok' } });
    expect(report.config_refresh).toMatchObject({
      USER_ID: 'ben',
      AGNO_STORAGE_DIR: join(home.dataRoot, 'agno', 'ben'),
    });
    expect(report.actions_performed.length).toBeGreaterThan(0);
    await expectServicesOf('ben', services, home);
    await desktop.overview.untilAllIsWellFor('Ben');
    await expect(desktop.overview.switchTo('Anna')).toBeEnabled();
  });

  test('is refused where there is nothing to switch to', async ({ home, cli }) => {
    const before = await switchedFiles(home.folder);
    for (const [id, code] of [
      ['anna', 'switching/already-current'],
      ['ANNA', 'switching/already-current'],
      ['nobody', 'users/unknown'],
      ['..', 'users/id-unsafe'],
    ] as const) {
      const refused = await cli(['switch', id, '--json']);
      expect([refused.code, refused.error().code], id).toEqual([1, code]);
      expect(refused.error().hint, id).not.toBe('');
    }
    expect(await switchedFiles(home.folder)).toEqual(before);
  });

  test('comes back where a new container ends at once', async ({ home, services, cli }) => {
    const before = { files: await switchedFiles(home.folder), containers: await services.both() };
    await setFaults(home.dataRoot, 'ben', 'memory', { exitAtStart: 3 });
    const ended = await cli(['switch', 'ben', '--json']);
    expect(ended.code).toBe(1);
    const report = ended.json<SwitchReport>();
    expect(report).toMatchObject({ success: false, error: { code: 'docker/container-exited' } });
    expect(report.error?.message).toMatch(/^Memory ended with exit code 3/);
    expect(report.error?.details?.join('\n')).toContain('Told to exit at start with code 3');
    expect(await switchedFiles(home.folder)).toEqual(before.files);
    const after = await services.both();
    expect([after.knowledge.id, after.memory.id]).toEqual([
      before.containers.knowledge.id,
      before.containers.memory.id,
    ]);
    await expectServicesOf('anna', services, home);
    await expectNoLeftovers(services);
  });

  test('of the files alone leaves the services, and says so until they follow', async ({
    home,
    services,
    desktop,
    cli,
  }) => {
    const { overview } = desktop;
    await overview.untilAllIsWellFor('Anna');
    const before = { files: await switchedFiles(home.folder), containers: await services.both() };
    const report = (await cli(['switch', 'ben', '--no-services', '--json'])).json<SwitchReport>();
    expect(report.success).toBe(true);
    expect(report.warnings.join(' ')).toContain('The services were not changed');
    expect(await switchedFiles(home.folder)).toEqual(filesOf('ben', before.files));
    expect(await services.both()).toEqual(before.containers);
    const status = (await cli(['status', '--json'])).json<{ consistent: boolean; currentUser: string }>();
    expect(status).toMatchObject({ consistent: false, currentUser: 'ben' });

    const notice = overview.notice('Knowledge and Memory still serve Anna.');
    await expect(notice).toBeVisible();
    for (const service of overview.services) {
      await expect(service.lamp('mounts')).toHaveAccessibleName(/Still Anna$/);
    }
    await notice.getByRole('button', { name: 'Recreate both' }).click();
    await overview.untilAllIsWellFor('Ben');
    await expect(notice).toBeHidden();
    await expectServicesOf('ben', services, home);
    expect((await cli(['status', '--json'])).json<{ consistent: boolean }>().consistent).toBe(true);
  });
});
