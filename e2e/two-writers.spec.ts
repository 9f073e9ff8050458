import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../src-shared/errors.ts';
import type { SwitchReport } from '../src-shared/switching.ts';
import type { User } from '../src-shared/users.ts';
import { expect, type RunCommand, test } from './fixtures.ts';
import type { DesktopApp } from './support/desktop-app.ts';
import { envFiles } from './support/home-files.ts';
import { addUsers, appendLines, overwriteUser, saveByRename } from './support/other-writers.ts';
import { addUser, switchFiles } from './support/window-api.ts';

// The app, the command line and programs that know nothing of either write the files of one home at the same time.

/** Whatever happens may only ever be one of these: another one is at work, or wrote, or the file was half written. */
const surfaced = [
  'switching/busy',
  'home/file-changed',
  'switching/already-current',
  'users/registry-unreadable',
  'home/user-id-unreadable',
  // A script overwrote the user who was just added, and the app looked.
  'users/unknown',
];
const busyUsers = ['anna', 'ben'];

test('lines that an editor and a script write while the user is switched are all there in the end', async ({
  desktop,
  home,
  cli,
}) => {
  const [script, edited] = [join(home.folder, envFiles.knowledge), join(home.folder, envFiles.memory)];
  const others = Promise.all([
    appendLines(script, { times: 250, pause: 40 }),
    saveByRename(edited, { times: 250, pause: 60 }),
  ]);
  const reports = await switchUntil(others, desktop, cli);

  const lines = async (path: string, mark: string) =>
    (await readFile(path, 'utf8')).split('\n').filter((line) => line.startsWith(mark));
  const wanted = (mark: string) => Array.from({ length: 250 }, (_none, index) => `${mark} ${index + 1}`);
  expect(await lines(script, '# script')).toEqual(wanted('# script'));
  expect(await lines(edited, '# editor')).toEqual(wanted('# editor'));
  const done = reports.filter(({ success }) => success).length;
  console.log(`${done} switches among 500 lines, ${reports.length - done} of them given up because of another writer`);
  expect(done).toBeGreaterThan(2);
  await expectNothingLeft(home.folder);
});

test('a user whom a script sets is never replaced by a switch that did not know of it', async ({
  desktop,
  home,
  cli,
}) => {
  const seen = overwriteUser(join(home.folder, 'env.userid'), { times: 150, pause: 80 });
  const reports = await switchUntil(seen, desktop, cli);
  const left = new Set(reports.flatMap((report) => (report.success ? [report.previous_user] : [])));
  const replaced = (await seen).flatMap((text, index) => (text.includes('script-') ? [] : [`script-${index + 1}`]));
  expect(replaced.filter((user) => !left.has(user))).toEqual([]);
  console.log(`150 users set by a script, ${replaced.length} of them switched away from, each knowingly`);
  expect(replaced.length).toBeGreaterThan(0);
});

test('users that all of them add are all in the registry', async ({ desktop, home, cli }) => {
  const path = join(home.dataRoot, 'users_registry.json');
  const scripted = addUsers(path, { times: 120, pause: 80 });
  const added: string[] = [];
  const note = (id: string, error: { code: string } | null) => {
    if (error === null) added.push(id);
    // The script may have read a user in the moment before they were taken back because of it, and have written them itself.
    else expect([...surfaced, 'users/already-exists'], id).toContain(error.code);
  };
  await Promise.all([
    whileRunning(scripted, async (turn) => {
      const result = (await desktop.page.evaluate(addUser, `window-${turn}`)) as Result<User>;
      note(`window-${turn}`, result.ok ? null : result.error);
    }),
    whileRunning(scripted, async (turn) => {
      const result = await cli(['users', 'create', `command-${turn}`, '--json']);
      note(`command-${turn}`, result.code === 0 ? null : result.error());
    }),
  ]);

  const ids = (await cli(['users', 'list', '--json'])).json<{ users: readonly User[] }>().users.map(({ id }) => id);
  const python = Array.from({ length: 120 }, (_none, index) => `python-${index + 1}`);
  expect(python.filter((id) => !ids.includes(id))).toEqual([]);
  // What the script read before such a user was added and wrote after it is the script's doing: nobody could keep it.
  const overwritten = added.filter((id) => !ids.includes(id));
  console.log(`${added.length} users added beside 120 of a script, which overwrote ${overwritten.length} of them`);
  expect(added.length - overwritten.length).toBeGreaterThan(2);
  await expectNothingLeft(home.dataRoot);
});

/** Switches to and fro, from the window and by command, as long as others are at work. */
async function switchUntil(others: Promise<unknown>, desktop: DesktopApp, cli: RunCommand): Promise<SwitchReport[]> {
  const reports: SwitchReport[] = [];
  const note = (result: Result<SwitchReport>) => {
    const error = result.ok ? result.value.error : result.error;
    if (error !== undefined) expect(surfaced, error.message).toContain(error.code);
    if (result.ok) reports.push(result.value);
  };
  await Promise.all([
    whileRunning(others, async (turn) =>
      note((await desktop.page.evaluate(switchFiles, busyUsers[turn % 2] ?? '')) as Result<SwitchReport>),
    ),
    whileRunning(others, async (turn) => {
      const user = busyUsers[(turn + 1) % 2] ?? '';
      const result = await cli(['switch', user, '--no-services', '--json']);
      const answer = result.json<SwitchReport | { error: SwitchReport['error'] }>();
      note('steps' in answer ? { ok: true, value: answer } : { ok: false, error: result.error() });
    }),
  ]);
  return reports;
}

async function whileRunning(others: Promise<unknown>, act: (turn: number) => Promise<void>): Promise<void> {
  let running = true;
  const ended = others.finally(() => {
    running = false;
  });
  for (let turn = 1; running; turn += 1) await act(turn);
  await ended;
}

/** Neither drafts nor what waited for a change, and nothing put aside, is left in the folders of a home. */
async function expectNothingLeft(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true });
  expect(names.filter((name) => /\.(draft|staged|kept|lock)$/.test(name) && !name.startsWith('desktop'))).toEqual([]);
}
