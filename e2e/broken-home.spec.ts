import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Service } from '../src-shared/docker.ts';
import type { ErrorCode } from '../src-shared/errors.ts';
import type { HomeNotice } from '../src-shared/home.ts';
import { expect, test } from './fixtures.ts';
import { waitFor } from './stand-ins/wait-for.ts';
import { editFile } from './support/edit-file.ts';
import { contentOf } from './support/home-content.ts';
import { composeFiles, envFiles, switchedFiles } from './support/home-files.ts';
import { stillRunning } from './support/processes.ts';

interface Status {
  readonly currentUser: string | null;
  readonly notices: readonly HomeNotice[];
  readonly services: readonly Service[];
}

/** Texts of env.userid that name nobody. */
const unreadable: Readonly<Record<string, string>> = {
  empty: '',
  'blank lines only': '\n \n\t\n',
  'a comment only': '# USER_ID=anna\n',
  'an empty value': 'USER_ID=""\n',
  'no assignment': 'anna\n',
  'an open quote': 'USER_ID="anna\n',
  'no text at all': '\u0000\u0001\uFFFD\u0002',
};

/** One way to break the files of a service. */
interface BrokenFiles {
  readonly what: string;
  readonly code: ErrorCode;
  /** What the message has to name. */
  readonly names: string;
  break(home: string): Promise<void>;
}

const brokenFiles: readonly BrokenFiles[] = [
  {
    what: 'no compose file',
    code: 'compose/missing',
    names: composeFiles.memory,
    break: (home) => rm(join(home, composeFiles.memory)),
  },
  {
    what: 'a compose file that is not YAML',
    code: 'compose/not-yaml',
    names: composeFiles.memory,
    break: (home) => writeFile(join(home, composeFiles.memory), 'services:\n  lightrag: [unclosed\n'),
  },
  {
    what: 'a key that the app does not know',
    code: 'compose/unsupported-key',
    names: 'privileged',
    break: (home) => editFile(join(home, composeFiles.memory), /^( *)restart:/m, '$1privileged: true\n$1restart:'),
  },
  {
    what: 'a port that is none',
    code: 'compose/invalid-value',
    names: '99999',
    break: (home) => editFile(join(home, composeFiles.memory), /"127\.0\.0\.1:\d+:9621"/, '"127.0.0.1:99999:9621"'),
  },
  {
    what: 'no env file',
    code: 'home/file-missing',
    names: envFiles.memory,
    break: (home) => rm(join(home, envFiles.memory)),
  },
];

test.describe('env.userid that names nobody', () => {
  for (const [what, text] of Object.entries(unreadable)) {
    test(`(${what}) is told by the command line, left as it is, and repaired on purpose`, async ({ home, cli }) => {
      const path = join(home.folder, 'env.userid');
      await writeFile(path, text);
      const before = await contentOf(home.folder);
      const status = await cli(['status', '--json']);
      expect(status.code).toBe(0);
      expect(status.json<Status>().currentUser).toBeNull();
      expect(status.json<Status>().notices.map(({ code }) => code)).toEqual(['user-id-unreadable']);
      const refused = await cli(['switch', 'ben', '--no-services', '--json']);
      expect([refused.code, refused.error().code]).toEqual([1, 'home/user-id-unreadable']);
      expect(refused.error().hint).toContain('--repair');
      expect(await contentOf(home.folder)).toEqual(before);

      const repaired = await cli(['switch', 'ben', '--no-services', '--repair', '--json']);
      expect(repaired.code, repaired.stdout).toBe(0);
      expect(await readFile(path, 'utf8')).toBe('USER_ID="ben"\n');
      expect(await backedUp(home.folder)).toContain(text);
    });
  }

  test('is shown in the window with its text, and repaired by a choice', async ({ home, services, desktop }) => {
    const { overview } = desktop;
    await overview.untilAllIsWellFor('Anna');
    const text = 'the user is probably anna?\n';
    await writeFile(join(home.folder, 'env.userid'), text);
    await expect(overview.headline).toHaveText('It is not known who is current.');
    await expect(overview.notice('env.userid cannot be read.')).toContainText(text.trim());
    await expect(overview.button('Make Anna current')).toBeVisible();
    await overview.button('Make Ben current').click();
    await overview.untilAllIsWellFor('Ben');
    await expect(overview.notice('env.userid cannot be read.')).toBeHidden();
    expect(await switchedFiles(home.folder)).toMatchObject({ 'env.userid': 'USER_ID="ben"\n' });
    expect(await backedUp(home.folder)).toContain(text);
    expect((await services.both()).memory.environment).toContain('USER_ID=ben');
  });

  test('is shown in the window also where it is empty', async ({ home, launch }) => {
    await writeFile(join(home.folder, 'env.userid'), '');
    const { overview } = await launch();
    await expect(overview.notice('env.userid cannot be read.')).toContainText('The file has no text.');
    await expect(overview.button('Make Anna current')).toBeVisible();
  });

  test('because it is a folder is told, and nothing is changed', async ({ home, cli }) => {
    const path = join(home.folder, 'env.userid');
    await rm(path);
    await mkdir(path);
    const before = await contentOf(home.folder);
    for (const options of [[], ['--repair']]) {
      const refused = await cli(['switch', 'ben', '--no-services', ...options, '--json']);
      expect(refused.code).toBe(1);
      expect(refused.error().code).toMatch(/^home\//);
      expect(refused.error().hint).not.toBe('');
    }
    expect(await contentOf(home.folder)).toEqual(before);
  });
});

test.describe('the files of a service', () => {
  for (const { what, code, names, break: breakFiles } of brokenFiles) {
    test(`with ${what} are told by the command line, and nothing is changed`, async ({ home, containers, cli }) => {
      await breakFiles(home.folder);
      const before = await contentOf(home.folder);
      const status = await cli(['status', '--json']);
      expect(status.code).toBe(0);
      const [knowledge, memory] = status.json<Status>().services;
      expect([knowledge?.error, memory?.error?.code]).toEqual([null, code]);
      expect(memory?.error?.message).toContain(names);
      for (const args of [
        ['services', 'start', 'memory'],
        ['services', 'recreate'],
        ['switch', 'ben'],
      ]) {
        const refused = await cli([...args, '--json']);
        const error = refused.error();
        expect([refused.code, error.code], args.join(' ')).toEqual([1, code]);
        expect(error.message).toContain(names);
        expect(error.hint).not.toBe('');
      }
      expect(await contentOf(home.folder)).toEqual(before);
      expect(await containers.of('memory')).toBeNull();
    });
  }

  test('are told in the window while the other service goes on, and used as soon as they are mended', async ({
    home,
    services,
    desktop,
  }) => {
    const { overview } = desktop;
    await overview.untilAllIsWellFor('Anna');
    const path = join(home.folder, composeFiles.memory);
    const good = await readFile(path, 'utf8');
    const notice = overview.notice('The files of Memory cannot be used.');
    await editFile(path, /^( *)restart:/m, '$1privileged: true\n$1restart:');
    await expect(notice).toContainText('privileged');
    await writeFile(path, 'services: [unclosed\n');
    await expect(notice).toContainText(`${path}, line 2: Flow sequence`);
    await rm(path);
    await expect(notice).toContainText(`${path} is missing.`);
    await expect(overview.knowledge.lamp('http')).toHaveAccessibleName(/Answers in/);
    expect((await services.both()).memory.running).toBe(true);
    await writeFile(path, good);
    await expect(notice).toBeHidden();
    await overview.untilAllIsWellFor('Anna');
  });
});

test.describe('a start that cannot go on', () => {
  test('because the home is a file is told in the window, which tries again', async ({ folder, launch, cli }) => {
    const path = join(folder, 'no-folder');
    await writeFile(path, 'a file');
    const env = { PERSAG_HOME: path, XDG_CONFIG_HOME: folder };
    const refused = await cli(['status', '--json'], { env });
    expect([refused.code, refused.error().code]).toEqual([1, 'home/file-unreadable']);
    const { overview } = await launch({ env });
    await expect(overview.headline).toHaveText('The home folder cannot be used.');
    await expect(overview.notice(path)).toContainText(refused.error().message);
    expect(await readFile(path, 'utf8')).toBe('a file');
    await rm(path);
    await overview.button('Try again').click();
    await expect(overview.headline).toHaveText('No users yet.');
  });

  test('because a limit is none is told in the window, which can still be left', async ({ launch }) => {
    const { overview, sidebar, processes } = await launch({ env: { PERSAG_SERVICE_TIMEOUT: 'soon' } });
    await expect(overview.headline).toHaveText('Persag Desktop cannot begin.');
    await expect(overview.notice('PERSAG_SERVICE_TIMEOUT is "soon"')).toBeVisible();
    const running = processes();
    await sidebar.quit.click();
    await waitFor('all processes of the app to end', 15_000, () => stillRunning(running).length === 0);
  });
});

test('a current user whose id leads out of the data folder can be left, and no service is made for them', async ({
  home,
  containers,
  cli,
}) => {
  await writeFile(join(home.folder, 'env.userid'), 'USER_ID="../../etc"\n');
  const before = await contentOf(home.folder);
  const status = (await cli(['status', '--json'])).json<Status>();
  expect(status.currentUser).toBe('../../etc');
  for (const act of ['start', 'recreate']) {
    const refused = await cli(['services', act, '--json']);
    expect([refused.code, refused.error().code], act).toEqual([1, 'users/id-unsafe']);
  }
  expect(await contentOf(home.folder)).toEqual(before);
  expect(await containers.all()).toEqual([]);
  const left = await cli(['switch', 'ben', '--no-services', '--json']);
  expect(left.code, left.stdout).toBe(0);
});

test('a user whose folder leads elsewhere is not switched to', async ({ folder, home, cli }) => {
  const outside = join(folder, 'outside');
  await mkdir(outside);
  await rm(join(home.dataRoot, 'agno/ben'), { recursive: true });
  await symlink(outside, join(home.dataRoot, 'agno/ben'));
  const before = await switchedFiles(home.folder);
  const refused = await cli(['switch', 'ben', '--json']);
  expect([refused.code, refused.error().code]).toEqual([1, 'users/folder-outside']);
  expect(await switchedFiles(home.folder)).toEqual(before);
  expect(await readdir(outside)).toEqual([]);
});

/** The texts of all backups of env.userid. */
async function backedUp(home: string): Promise<readonly string[]> {
  const folder = join(home, 'backups');
  const names = await readdir(folder, { recursive: true });
  return Promise.all(
    names.filter((name) => name.includes('env.userid')).map((name) => readFile(join(folder, name), 'utf8')),
  );
}
