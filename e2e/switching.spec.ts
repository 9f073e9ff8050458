import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stepTitles } from '../src-shared/step-titles.ts';
import { expect, test } from './fixtures.ts';
import { setFaults } from './stand-ins/lightrag/faults.ts';
import { waitFor } from './stand-ins/wait-for.ts';
import { startCommandLine } from './support/command-line.ts';
import { expectNoLeftovers, expectServicesOf } from './support/expect-services.ts';
import { filesOf, switchedFiles } from './support/home-files.ts';
import { lightRagAt } from './support/lightrag-client.ts';
import { askForSwitch, askToSwitch } from './support/window-api.ts';

/** The steps of a switch, in their order. */
const stepNames = Object.keys(stepTitles);

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
    const { overview, page } = await launch({ env: { PERSAG_SERVICE_TIMEOUT: '4' } });
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
      expect([refused.code, refused.error().code], args.join(' ')).toEqual([5, 'switching/busy']);
      expect(refused.error().message).toContain('switching to ben');
    }
    await overview.untilAllIsWellFor('Ben');
  });

  test('is not begun while the command line is at one', async ({
    home,
    services: _running,
    desktop,
    cli,
    environment,
  }) => {
    const { overview } = desktop;
    await cli(['users', 'create', 'charlie']);
    await overview.untilAllIsWellFor('Anna');
    await setFaults(home.dataRoot, 'ben', 'knowledge', { startDelaySeconds: 3 });
    const command = startCommandLine(['switch', 'ben', '--json'], environment);
    const lock = join(home.folder, 'desktop/operation.lock');
    await waitFor('the command to hold the home', 10_000, () => existsSync(lock));
    await overview.switchTo('Charlie').click();
    const refusal = overview.notice('The switch to Charlie was not begun.');
    await expect(refusal).toContainText(`pid ${command.pid}`);
    await expect(refusal).toContainText('switching to ben');
    expect((await command.ended).code).toBe(0);
    await overview.untilAllIsWellFor('Ben');
  });

  test('that runs when the app is ended is taken back first', async ({ home, services, desktop }) => {
    const { overview } = desktop;
    await overview.untilAllIsWellFor('Anna');
    const before = { files: await switchedFiles(home.folder), containers: await services.both() };
    await setFaults(home.dataRoot, 'ben', 'memory', { health: 'never' });
    await overview.switchTo('Ben').click();
    await expect(overview.running.current).toContainText('Wait until both services answer');
    // The undo waits for the old one to answer again: long enough for a person, and this test, to read what is waited for.
    await setFaults(home.dataRoot, 'anna', 'memory', { startDelaySeconds: 3 });
    const ended = desktop.quit();
    await expect(desktop.page.getByRole('dialog', { name: 'Closing' })).toContainText(
      'The switch to Ben is taken back first',
    );
    await ended;
    expect(await switchedFiles(home.folder)).toEqual(before.files);
    const after = await services.both();
    expect([after.knowledge.id, after.memory.id]).toEqual([
      before.containers.knowledge.id,
      before.containers.memory.id,
    ]);
    await expectServicesOf('anna', services, home);
    await expectNoLeftovers(services);
  });
});
