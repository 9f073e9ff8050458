import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeUpstreamHome } from '../../e2e/stand-ins/homes.ts';
import { type Api, contract } from '../../src-shared/contract.ts';
import type { Result } from '../../src-shared/errors.ts';
import { type App, createApp } from '../app.ts';
import { connect } from '../dispatch.ts';
import { treeState } from '../lib/testing/tree-state.ts';
import { addUsers } from './commands/users.ts';
import { type ContainerList, startContainerList } from './testing/container-list.ts';
import { runInProcess } from './testing/run-in-process.ts';

// Every refusal of the product's section on users, by the two doors there are: the calls that windows make, through the
// dispatch, and the command line. Each leaves the whole home as it was, to the byte.

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const seedFolder = join(import.meta.dirname, '../../assets/seed');
let home = '';
let engines = '';
let engine: ContainerList;
let app: App;
let api: Api;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'persag-refusals-'));
  const users = [
    { id: 'charlie', type: 'Admin' as const },
    { id: 'paula.smith' },
    { id: 'Dana', type: 'Admin' as const },
  ];
  await writeUpstreamHome(home, { current: 'charlie', users });
  await writeFile(join(home, 'data/agno/paula.smith/knowledge/a.txt'), 'hers');
  // As in every home that was in use: the lock is kept there.
  await mkdir(join(home, 'desktop'));
  engines = await mkdtemp(join(tmpdir(), 'persag-engine-'));
  engine = await startContainerList(join(engines, 'docker.sock'));
  vi.stubEnv('DOCKER_HOST', engine.dockerHost);
  vi.stubEnv('PERSAG_HOME', home);
  await openApp();
});
afterEach(async () => {
  await app.end();
  await engine.end();
  vi.unstubAllEnvs();
  for (const folder of [home, engines]) await rm(folder, { recursive: true });
});

async function openApp(): Promise<void> {
  const surroundings = { env: process.env, homeFolder: home, platform: process.platform, seedFolder, version: '1' };
  app = createApp({
    surroundings,
    clock: { now: () => new Date(), tick: () => performance.now() },
    log,
    desktop: null,
  });
  await app.open({ watch: false });
  api = connect(contract, app.features, app.calls, { kind: 'window', windowId: 1 });
}

/** Everything in the home but the log, which tells of refusals too; hashed: what differs is to be read, not a file in whole. */
async function stateOfHome(): Promise<readonly string[]> {
  const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);
  const kept = Object.entries(await treeState(home)).filter(([path]) => !path.startsWith('desktop/activity'));
  return kept.map(([path, what]) => `${path} ${hash(what)}`);
}

/** Refused by both doors with the same code, a hint, and nothing changed. */
async function expectRefused(
  code: string,
  call: () => Promise<Result<unknown>>,
  command: readonly string[] | null,
): Promise<void> {
  const before = await stateOfHome();
  const result = await call();
  expect(result).toMatchObject({ ok: false, error: { code, hint: expect.stringMatching(/\w/) } });
  expect(await stateOfHome()).toEqual(before);
  if (command === null) return;
  const ran = await runInProcess(addUsers, ['--home', home, '--json', 'users', ...command]);
  expect(ran.json()).toMatchObject({ error: { code, hint: expect.stringMatching(/\w/) } });
  expect(ran.code).toBe(1);
  expect(await stateOfHome()).toEqual(before);
}

async function planned(id: string, scope: 'everything' | 'registry' = 'everything'): Promise<string> {
  const plan = await api.users.planDelete({ id, scope });
  if (!plan.ok) throw new Error(plan.error.message);
  return plan.value.id;
}
const remove = async (id: string, confirm: string, scope?: 'registry') =>
  api.users.delete({ planId: await planned(id, scope), confirm });
async function revisionOf(id: string): Promise<string> {
  const profile = await api.users.get({ id });
  if (!profile.ok) throw new Error(profile.error.message);
  return profile.value.revision;
}

describe('an id', () => {
  it.each([
    '',
    '..',
    'a/b',
    'con',
    'a..b',
    '.hidden',
    'ends.',
    'blank inside',
    'ä',
    'x'.repeat(64),
    '../../x',
    'C:\\x',
    '-x',
  ])('that breaks the rule, such as %j, is refused for a new user, a duplicate and one brought back', async (id) => {
    // Behind `--`, or the command line would take it for an option.
    await expectRefused('users/id-unsafe', () => api.users.create({ id }), ['create', '--', id]);
    await expectRefused('users/id-unsafe', () => api.users.duplicate({ from: 'charlie', id }), [
      'duplicate',
      'charlie',
      '--',
      id,
    ]);
  });
  it.each(['charlie', 'CHARLIE', 'dana', ' Paula.Smith '])('that is taken, such as %j, is refused', async (id) => {
    await expectRefused('users/already-exists', () => api.users.create({ id }), ['create', id]);
    await expectRefused('users/already-exists', () => api.users.duplicate({ from: 'Dana', id }), [
      'duplicate',
      'Dana',
      id,
    ]);
  });
  it('that is nobody’s is refused wherever somebody is needed', async () => {
    const [id, code] = ['nobody', 'users/unknown'] as const;
    await expectRefused(code, () => api.users.get({ id }), ['show', id]);
    await expectRefused(code, () => api.users.update({ id, revision: 'x', changes: { phone: '1234567' } }), [
      ...['edit', id, '--set', 'phone=1234567'],
    ]);
    await expectRefused(code, () => api.users.setLook({ id, color: 1, avatar: null }), ['edit', id, '--color', '1']);
    await expectRefused(code, () => api.users.duplicate({ from: id, id: 'eve' }), ['duplicate', id, 'eve']);
    await expectRefused(code, () => api.users.planDelete({ id }), ['delete', id, '--confirm', id]);
  });
});

describe('a field', () => {
  it.each<[string, string | number | boolean, string]>([
    ['email', 'nobody', 'email=nobody'],
    ['phone', '123456', 'phone=123456'],
    ['address', 'x'.repeat(1001), `address=${'x'.repeat(1001)}`],
    ['birthDate', '2999-01-01', 'birth_date=2999-01-01'],
    ['birthDate', '2025-02-29', 'birth-date=2025-02-29'],
    ['deltaYear', 151, 'delta_year=151'],
    ['cognitiveState', 101, 'cognitive_state=101'],
    ['cognitiveState', 'true', 'cognitive_state=true'],
    ['gender', 'x', 'gender=x'],
    ['npc', 'maybe', 'npc=maybe'],
    ['type', 'Root', 'type=Root'],
    ['name', 'a\u001b[2J', 'name=a\u001b[2J'],
  ])('%s that breaks its rule is refused by name beside good ones', async (field, value, typed) => {
    const revision = await revisionOf('Dana');
    const details = [expect.stringMatching(new RegExp(`^${field}: `))];
    const changes = { address: 'fine', [field]: value };
    const result = await api.users.update({ id: 'dana', revision, changes });
    expect(result).toMatchObject({ ok: false, error: { code: 'users/field-invalid', details } });
    const command = ['edit', 'dana', '--set', 'address=fine', '--set', typed];
    await expectRefused('users/field-invalid', () => api.users.update({ id: 'dana', revision, changes }), command);
  });
  it('that nobody may change is refused', async () => {
    const revision = await revisionOf('dana');
    for (const field of ['id', 'user_id', 'createdAt', 'lastSeen', 'hobby']) {
      const changes: Record<string, string> = { [field]: 'x' };
      await expectRefused('input/invalid', () => api.users.update({ id: 'dana', revision, changes }), null);
    }
  });
  it('that was changed since is refused', async () => {
    const revision = await revisionOf('dana');
    await api.users.update({ id: 'dana', revision, changes: { phone: '1234567' } });
    const again = () => api.users.update({ id: 'dana', revision, changes: { phone: '7654321' } });
    const command = ['edit', 'dana', '--set', 'phone=7654321', '--revision', revision];
    await expectRefused('users/profile-changed', again, command);
  });
});

describe('deleting', () => {
  it.each(['charlie', 'CHARLIE', ' Charlie '])('the current user, spelled %j, is refused, data or not', async (id) => {
    await expectRefused('users/is-current', () => remove(id, 'charlie'), ['delete', id, '--confirm', 'charlie']);
    await expectRefused('users/is-current', () => remove(id, 'charlie', 'registry'), [
      ...['delete', id, '--registry-only', '--no-backup', '--confirm', 'charlie'],
    ]);
  });
  it('a user who is current in capitals is refused', async () => {
    await writeFile(join(home, 'env.userid'), 'USER_ID="DANA"\n');
    await expectRefused('users/is-current', () => remove('dana', 'Dana'), ['delete', 'dana', '--confirm', 'Dana']);
  });
  it('anybody is refused while env.userid cannot be read', async () => {
    await writeFile(join(home, 'env.userid'), '?');
    const code = 'home/user-id-unreadable';
    await expectRefused(code, () => remove('dana', 'Dana'), ['delete', 'dana', '--confirm', 'Dana']);
  });
  it.each([true, false])('is refused while a container of ours has the data, running: %j', async (running) => {
    engine.containers = [{ id: 'c1', source: join(home, 'data/agno/paula.smith/rag_storage'), running }];
    const command = ['delete', 'paula.smith', '--confirm', 'paula.smith'];
    await expectRefused('users/data-in-use', () => remove('paula.smith', 'paula.smith'), command);
  });
  it('is refused while the engine cannot be asked', async () => {
    await engine.end();
    await writeFile(join(engines, 'docker.sock'), 'no socket');
    await app.end();
    await openApp();
    const command = ['delete', 'paula.smith', '--confirm', 'paula.smith'];
    await expectRefused('docker/unreachable', () => remove('paula.smith', 'paula.smith'), command);
  });
  it('is refused without the id typed', async () => {
    for (const confirm of ['', 'Paula.Smith', 'yes']) {
      const command = ['delete', 'paula.smith', '--confirm', confirm];
      await expectRefused('users/not-confirmed', () => remove('paula.smith', confirm), command);
    }
    await expectRefused('users/not-confirmed', () => remove('paula.smith', ''), ['delete', 'paula.smith']);
  });
  it('is refused without a plan, and by one that is no longer true', async () => {
    await expectRefused('users/unknown-plan', () => api.users.delete({ planId: 'x', confirm: 'Dana' }), null);
    const planId = await planned('dana');
    await writeFile(join(home, 'data/agno/Dana/inputs/new.txt'), 'x');
    await expectRefused('users/plan-outdated', () => api.users.delete({ planId, confirm: 'Dana' }), null);
  });
  it('is refused where the folder is a link, whatever it leads to', async () => {
    await rm(join(home, 'data/agno/Dana'), { recursive: true });
    await symlink(join(home, 'data/agno/charlie'), join(home, 'data/agno/Dana'));
    await expectRefused('users/folder-outside', () => remove('dana', 'Dana'), ['delete', 'dana', '--confirm', 'Dana']);
  });
});

describe('bringing back', () => {
  it('is refused without a backup, from a damaged one, and over somebody else', async () => {
    const unknown = () => api.users.restoreDeleted({ backup: 'x' });
    await expectRefused('users/backup-unknown', unknown, ['restore', 'x']);
    const discard = () => api.users.discardDeleted({ backup: '..', confirm: '..' });
    await expectRefused('users/backup-unknown', discard, ['discard', '..', '--confirm', '..']);

    const deleted = await remove('paula.smith', 'paula.smith');
    const backup = deleted.ok ? (deleted.value.backup ?? '') : '';
    const restore = (id?: string) => api.users.restoreDeleted(id === undefined ? { backup } : { backup, id });
    const as = (id: string) => ['restore', backup, '--as', id];
    await expectRefused('users/id-unsafe', () => restore('a..b'), as('a..b'));
    await expectRefused('users/already-exists', () => restore('dana'), as('dana'));
    await mkdir(join(home, 'data/agno/Eve'));
    await expectRefused('users/folder-taken', () => restore('eve'), as('eve'));
    const wrong = () => api.users.discardDeleted({ backup, confirm: 'paula' });
    await expectRefused('users/not-confirmed', wrong, ['discard', backup, '--confirm', 'paula']);
    await writeFile(join(home, 'backups/deleted-users', backup, 'files/knowledge/a.txt'), 'hirs');
    await expectRefused('users/backup-damaged', () => restore(), ['restore', backup]);
  });
});

describe('a registry', () => {
  it.each([
    ['is empty', ''],
    ['is cut off', '{"users": [{"user_id": "charlie"'],
    ['is binary', Buffer.from([0, 255, 1, 254])],
    ['is a list', '[]'],
    ['is deep', `{"users":${'['.repeat(100_000)}`],
    ['has an entry without an id', '{"users": [{}]}'],
  ])('that %s is left as it is, whatever is asked', async (_what, text) => {
    await writeFile(join(home, 'data/users_registry.json'), text);
    const code = 'users/registry-unreadable';
    expect(await api.users.list()).toMatchObject({ ok: true, value: { state: 'unreadable', error: { code } } });
    await expectRefused(code, () => api.users.create({ id: 'eve' }), ['create', 'eve']);
    await expectRefused(code, () => api.users.get({ id: 'dana' }), ['list']);
    const update = () => api.users.update({ id: 'dana', revision: 'x', changes: { phone: '' } });
    await expectRefused(code, update, ['edit', 'dana', '--unset', 'phone']);
    await expectRefused(code, () => api.users.duplicate({ from: 'dana', id: 'eve' }), ['duplicate', 'dana', 'eve']);
    await expectRefused(code, () => api.users.planDelete({ id: 'dana' }), ['delete', 'dana', '--confirm', 'Dana']);
  });

  it('that is larger than any, or no file at all, is told of and left as it is', async () => {
    const path = join(home, 'data/users_registry.json');
    const code = 'home/file-unreadable';
    await truncate(path, 51 * 1024 * 1024);
    await expectRefused(code, () => api.users.create({ id: 'eve' }), ['create', 'eve']);
    await expectRefused(code, () => api.users.planRecovery(), ['recover']);
    await rm(path);
    await mkdir(path);
    await expectRefused(code, () => api.users.create({ id: 'eve' }), ['list']);
  });

  it('with fields that a newer upstream may have keeps them all', async () => {
    const path = join(home, 'data/users_registry.json');
    const newer = '{"version": 9, "users": [{"user_id": "charlie", "roles": ["a"]}, {"user_id": "Dana"}], "x": 1e400}';
    await writeFile(path, newer);
    const revision = await revisionOf('dana');
    expect(await api.users.update({ id: 'dana', revision, changes: { phone: '1234567' } })).toMatchObject({ ok: true });
    expect(await readFile(path, 'utf8')).toBe(newer.replace('"Dana"', '"Dana", "phone": "1234567"'));
  });

  it('that is a link is read and not written', async () => {
    const path = join(home, 'data/users_registry.json');
    await writeFile(join(home, 'elsewhere.json'), await readFile(path));
    await rm(path);
    await symlink(join(home, 'elsewhere.json'), path);
    await expectRefused('home/unwritable', () => api.users.create({ id: 'eve' }), ['create', 'eve']);
  });

  it('is recovered by no plan that is not true, and by no choice that is not in it', async () => {
    const path = join(home, 'data/users_registry.json');
    await writeFile(path, 'x');
    const plan = await api.users.planRecovery();
    const planId = plan.ok ? plan.value.id : '';
    const choose = (choice: string) => () => api.users.recover({ planId, choice });
    await expectRefused('users/unknown-plan', choose('/etc/passwd'), ['recover', '--choice', '/etc/passwd']);
    await writeFile(path, 'y');
    await expectRefused('users/plan-outdated', choose('rebuild'), null);
  });
});
