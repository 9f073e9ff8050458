import { join } from 'node:path';
import { stepTitles } from '../src-shared/step-titles.ts';
import type { SwitchReport } from '../src-shared/switching.ts';
import { expect, test } from './fixtures.ts';
import { setFaults } from './stand-ins/lightrag/faults.ts';
import { waitFor } from './stand-ins/wait-for.ts';
import { startCommandLine } from './support/command-line.ts';
import { expectNoLeftovers, expectServicesOf } from './support/expect-services.ts';
import { filesOf, switchedFiles } from './support/home-files.ts';

/** The steps of a switch, in their order. */
const stepNames = Object.keys(stepTitles);

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

  test('comes back at Ctrl+C', async ({ home, services, environment }) => {
    const before = { files: await switchedFiles(home.folder), containers: await services.both() };
    await setFaults(home.dataRoot, 'ben', 'memory', { health: 'never' });
    const command = startCommandLine(['switch', 'ben', '--json'], environment);
    await waitFor('the new containers', 15_000, async () => {
      const now = await services.of('memory');
      return now?.running === true && now.id !== before.containers.memory.id;
    });
    command.signal('SIGINT');
    const ended = await command.ended;
    expect(ended.code).toBe(1);
    expect(ended.json<SwitchReport>()).toMatchObject({ success: false, error: { code: 'switching/cancelled' } });
    expect(await switchedFiles(home.folder)).toEqual(before.files);
    await expectServicesOf('anna', services, home);
    expect((await services.both()).knowledge.id).toBe(before.containers.knowledge.id);
    await expectNoLeftovers(services);
  });

  test('that fails leaves stopped services stopped, and none where there was none', async ({
    home,
    containers,
    cli,
  }) => {
    const files = await switchedFiles(home.folder);
    await setFaults(home.dataRoot, 'ben', 'memory', { exitAtStart: 3 });
    expect((await cli(['switch', 'ben'])).code).toBe(1);
    expect(await containers.all()).toEqual([]);
    expect((await cli(['services', 'start'])).code).toBe(0);
    expect((await cli(['services', 'stop'])).code).toBe(0);
    const stopped = await containers.both();
    expect((await cli(['switch', 'ben'])).code).toBe(1);
    const { knowledge, memory } = await containers.both();
    expect([knowledge.id, knowledge.running]).toEqual([stopped.knowledge.id, false]);
    expect([memory.id, memory.running]).toEqual([stopped.memory.id, false]);
    expect(await switchedFiles(home.folder)).toEqual(files);
    await expectNoLeftovers(containers);
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
    await notice.getByRole('button', { name: 'Sync now' }).click();
    await overview.untilAllIsWellFor('Ben');
    await expect(notice).toBeHidden();
    await expectServicesOf('ben', services, home);
    expect((await cli(['status', '--json'])).json<{ consistent: boolean }>().consistent).toBe(true);
  });
});
