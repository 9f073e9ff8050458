import { symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { HomeNotice } from '../src-shared/home.ts';
import { expect, test } from './fixtures.ts';
import { setFaults } from './stand-ins/lightrag/faults.ts';
import { waitFor } from './stand-ins/wait-for.ts';
import { startCommandLine } from './support/command-line.ts';
import type { HomeContainers } from './support/containers.ts';
import { expectNoLeftovers, expectServicesOf } from './support/expect-services.ts';
import { switchedFiles } from './support/home-files.ts';
import { stillRunning } from './support/processes.ts';
import { askToSwitch } from './support/window-api.ts';

interface Status {
  readonly currentUser: string;
  readonly consistent: boolean;
  readonly notices: readonly HomeNotice[];
}

const cutOff = 'A switch from Anna to Ben was cut off';

/** Resolves when the switch has put new containers in the place of the old ones, and waits for them. */
async function untilReplaced(containers: HomeContainers, oldId: string): Promise<void> {
  await waitFor('the new containers', 20_000, async () => {
    const now = await containers.of('memory');
    return now?.running === true && now.id !== oldId;
  });
}

test.describe('a switch whose process is killed', () => {
  test('is taken back by the next window, which says so', async ({ home, services, environment, launch }) => {
    const before = { files: await switchedFiles(home.folder), containers: await services.both() };
    await setFaults(home.dataRoot, 'ben', 'memory', { health: 'never' });
    const command = startCommandLine(['switch', 'ben'], environment);
    const ended = command.ended.catch(() => null);
    await untilReplaced(services, before.containers.memory.id);
    command.signal('SIGKILL');
    await ended;
    expect(await switchedFiles(home.folder)).not.toEqual(before.files);

    const { overview } = await launch();
    // The other service may still have been at it.
    const step = /at the step "(Replace both services|Wait until both services answer)"/;
    await expect(overview.notice(`${cutOff} and is taken back now.`)).toContainText(step);
    await overview.untilAllIsWellFor('Anna');
    expect(await switchedFiles(home.folder)).toEqual(before.files);
    const after = await services.both();
    expect([after.knowledge.id, after.memory.id]).toEqual([
      before.containers.knowledge.id,
      before.containers.memory.id,
    ]);
    await expectServicesOf('anna', services, home);
    await expectNoLeftovers(services);
    await overview.notice(cutOff).getByRole('button', { name: 'Dismiss' }).click();
    await expect(overview.notice(cutOff)).toBeHidden();
  });

  test('with the whole app is taken back by the next command, which says so once', async ({
    home,
    services,
    launch,
    cli,
  }) => {
    const before = { files: await switchedFiles(home.folder), containers: await services.both() };
    await setFaults(home.dataRoot, 'ben', 'memory', { health: 'never' });
    const app = await launch();
    await app.overview.untilAllIsWellFor('Anna');
    const processes = app.processes();
    void app.page.evaluate(askToSwitch, 'ben').catch(() => undefined);
    await untilReplaced(services, before.containers.memory.id);
    app.electron.process().kill('SIGKILL');
    await waitFor('all processes of the app to end', 20_000, () => stillRunning(processes).length === 0);

    const status = (await cli(['status', '--json'])).json<Status>();
    expect(status).toMatchObject({ currentUser: 'anna', consistent: true });
    expect(status.notices.map(({ code }) => code)).toEqual(['switch-recovered']);
    expect(await switchedFiles(home.folder)).toEqual(before.files);
    expect((await services.both()).knowledge.id).toBe(before.containers.knowledge.id);
    await expectServicesOf('anna', services, home);
    await expectNoLeftovers(services);
    expect((await cli(['status', '--json'])).json<Status>().notices).toEqual([]);
  });

  test('while Docker is gone afterwards has its files in order at once, and its services when Docker is back', async ({
    folder,
    home,
    services,
    engineSocket,
    environment,
    launch,
    cli,
  }) => {
    const socket = join(folder, 'docker.sock');
    await symlink(engineSocket, socket);
    const env = { DOCKER_HOST: `unix://${socket}` };
    const before = { files: await switchedFiles(home.folder), containers: await services.both() };
    await setFaults(home.dataRoot, 'ben', 'memory', { health: 'never' });
    const command = startCommandLine(['switch', 'ben'], { ...environment, ...env });
    const ended = command.ended.catch(() => null);
    await untilReplaced(services, before.containers.memory.id);
    command.signal('SIGKILL');
    await ended;
    await unlink(socket);

    const status = (await cli(['status', '--json'], { env })).json<Status>();
    expect(status.currentUser).toBe('anna');
    expect(status.notices.map(({ code }) => code)).toEqual(['switch-pending']);
    expect(await switchedFiles(home.folder)).toEqual(before.files);
    expect((await services.both()).memory.id).not.toBe(before.containers.memory.id);

    const { overview } = await launch({ env });
    await expect(overview.notice(`${cutOff}. The files are in order; both services wait for Docker.`)).toBeVisible();
    await symlink(engineSocket, socket);
    await expect(overview.notice(`${cutOff} and is taken back now.`)).toBeVisible({ timeout: 30_000 });
    await overview.untilAllIsWellFor('Anna');
    expect((await services.both()).memory.id).toBe(before.containers.memory.id);
    await expectServicesOf('anna', services, home);
    await expectNoLeftovers(services);
  });
});

test.describe('two switches by the command line', () => {
  test('are not done at once: the second one is refused, or waits for the first', async ({
    home,
    services: _running,
    containers,
    environment,
    cli,
  }) => {
    await cli(['users', 'create', 'charlie']);
    await setFaults(home.dataRoot, 'ben', 'knowledge', { startDelaySeconds: 3 });
    const first = startCommandLine(['switch', 'ben', '--json'], environment);
    await waitFor('the first one to be at it', 20_000, async () => (await containers.all()).length > 2);
    const refused = await cli(['switch', 'charlie', '--json']);
    expect([refused.code, refused.error().code]).toEqual([5, 'switching/busy']);
    expect(refused.error().message).toContain(`pid ${first.pid}`);
    expect(refused.error().message).toContain('switching to ben');
    const waited = await cli(['switch', 'anna', '--wait', '--timeout', '60', '--json']);
    expect((await first.ended).code).toBe(0);
    expect(waited.code, waited.stdout).toBe(0);
    expect(waited.json()).toMatchObject({ success: true, user_id: 'anna', previous_user: 'ben' });
    await expectServicesOf('anna', containers, home);
    await expectNoLeftovers(containers);
  });
});

test('a dry run tells what a switch would do, and changes nothing', async ({ home, services, cli }) => {
  const before = { files: await switchedFiles(home.folder), containers: await services.both() };
  const plan = (await cli(['switch', 'ben', '--dry-run', '--json'])).json<{
    readonly files: readonly { readonly change: string; readonly diff: string }[];
  }>();
  expect(plan).toMatchObject({
    from: 'anna',
    to: 'ben',
    possible: true,
    findings: [],
    containers: [
      { service: 'knowledge', container: services.names.knowledge, act: 'replace' },
      { service: 'memory', container: services.names.memory, act: 'replace' },
    ],
  });
  expect(plan.files.map(({ change }) => change)).toEqual(['write', 'write', 'write']);
  for (const { diff } of plan.files) expect(diff).toMatch(/-USER_ID=.*\n\+USER_ID=.*ben/);
  expect(await switchedFiles(home.folder)).toEqual(before.files);
  expect(await services.both()).toEqual(before.containers);
});
