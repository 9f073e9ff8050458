import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeUpstreamHome } from '../../../../e2e/stand-ins/homes.ts';
import { treeState } from '../../../lib/testing/tree-state.ts';
import { runInProcess } from '../../testing/run-in-process.ts';
import { addUsers } from '../users.ts';

let home = '';

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'persag-users-cli-'));
  await writeUpstreamHome(home, { current: 'charlie' });
  vi.stubEnv('DOCKER_HOST', `unix://${join(home, 'no-engine.sock')}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(home, { recursive: true });
});

const run = (...args: readonly string[]) => runInProcess(addUsers, ['--home', home, 'users', ...args]);
const json = (...args: readonly string[]) => run(...args, '--json');
const entries = async () =>
  (JSON.parse(await readFile(join(home, 'data/users_registry.json'), 'utf8')) as { users: Record<string, unknown>[] })
    .users;
const state = () => treeState(home, ['desktop']);

describe('persag users', () => {
  it('lists, shows and edits a profile, in words and as JSON', async () => {
    expect((await run('list')).said).toContain('charlie');
    const edited = await json('edit', 'PAULA.SMITH', '--set', 'email=p@example.org', '--set', 'birth-date=1990-05-03');
    expect(edited).toMatchObject({ code: 0 });
    expect(edited.json()).toMatchObject({ dryRun: false, alsoChanged: [], profile: { email: 'p@example.org' } });
    expect((await entries())[1]).toMatchObject({ user_id: 'paula.smith', birth_date: '1990-05-03' });
    expect((await run('show', 'paula.smith')).said).toContain('p@example.org');
    const shown = (await json('show', 'paula.smith')).json();
    expect(shown).toMatchObject({
      id: 'paula.smith',
      birthDate: '1990-05-03',
      missing: ['phone', 'address', 'deltaYear'],
    });
    await run(
      'edit',
      'paula.smith',
      '--unset',
      'email',
      '--set',
      'npc=yes',
      '--set',
      'cognitiveState=5',
      '--color',
      '3',
    );
    expect((await entries())[1]).toMatchObject({ email: null, npc: true, cognitive_state: 5 });
    expect((await json('show', 'paula.smith')).json()).toMatchObject({ color: 3, avatar: null });
  });

  it('changes nothing in a dry run, and judges all the same', async () => {
    const before = await state();
    const edited = await json('edit', 'paula.smith', '--set', 'phone=1234567', '--avatar', '🦊', '--dry-run');
    expect(edited.json()).toMatchObject({ dryRun: true, profile: { phone: '1234567', avatar: '🦊' } });
    expect((await json('edit', 'paula.smith', '--set', 'phone=1', '--dry-run')).json()).toMatchObject({
      error: { code: 'users/field-invalid', details: [expect.stringMatching(/^phone: /)] },
    });
    expect(await json('create', 'dana', '--dry-run')).toMatchObject({ code: 0 });
    expect((await json('create', 'Charlie', '--dry-run')).json()).toMatchObject({
      error: { code: 'users/already-exists' },
    });
    expect(await json('duplicate', 'charlie', 'dana', '--dry-run')).toMatchObject({ code: 0 });
    expect((await json('delete', 'paula.smith', '--dry-run')).json()).toMatchObject({
      folders: 6,
      files: 0,
      obstacles: [],
    });
    expect(await json('recover', '--dry-run')).toMatchObject({ code: 0 });
    expect(await state()).toEqual(before);
  });

  it('duplicates, deletes, brings back and forgets', async () => {
    expect((await json('duplicate', 'charlie', 'dana', '--name', 'Dana D.')).json()).toMatchObject({
      id: 'dana',
      type: 'Admin',
    });
    const deleted = await json('delete', 'DANA', '--confirm', 'dana');
    expect(deleted).toMatchObject({ code: 0 });
    expect((await entries()).map(({ user_id: id }) => id)).toEqual(['charlie', 'paula.smith']);
    const { backup } = deleted.json() as { backup: string };
    expect((await json('deleted')).json()).toMatchObject({ deleted: [{ backup, userId: 'dana', name: 'Dana D.' }] });
    expect((await json('restore', backup, '--as', 'Dana.2')).json()).toMatchObject({ id: 'dana.2', name: 'Dana D.' });
    expect(await json('discard', backup, '--confirm', 'x')).toMatchObject({ code: 1 });
    expect((await json('discard', backup, '--confirm', 'dana')).json()).toEqual({ deleted: [] });
    const registryOnly = await json('delete', 'dana.2', '--registry-only', '--no-backup', '--confirm', 'dana.2');
    expect(registryOnly.json()).toMatchObject({ scope: 'registry', backup: null, files: 0 });
  });

  it('shows the ways to recover, and does the one chosen', async () => {
    const registry = join(home, 'data/users_registry.json');
    const text = await readFile(registry, 'utf8');
    await run('edit', 'charlie', '--set', 'phone=1234567');
    await writeFile(registry, text.slice(0, 400));
    expect((await json('recover')).json()).toMatchObject({
      state: 'unreadable',
      choices: [{ kind: 'copy' }, { kind: 'copy' }, { kind: 'rebuild' }],
    });
    expect((await run('recover')).said).toContain('persag users recover --choice copy');
    expect(await json('recover', '--choice', '/etc/passwd')).toMatchObject({ code: 1 });
    expect((await json('recover', '--choice', 'copy')).json()).toMatchObject({ users: 2 });
    expect((await entries())[0]).toMatchObject({ phone: '1234567' });
  });

  it('keeps an edit on an outdated revision from being stored', async () => {
    const { revision } = (await json('show', 'charlie')).json() as { revision: string };
    await run('edit', 'charlie', '--set', 'phone=1234567');
    const refused = await json('edit', 'charlie', '--set', 'phone=7654321', '--revision', revision);
    expect(refused.json()).toMatchObject({ error: { code: 'users/profile-changed' } });
    expect(await json('edit', 'charlie', '--set', 'address=x', '--revision', revision)).toMatchObject({ code: 0 });
  });

  it.each([
    ['an unknown field', ['edit', 'charlie', '--set', 'shoe=42']],
    ['a field that cannot be changed', ['edit', 'charlie', '--set', 'last_seen=2026']],
    ['no value', ['edit', 'charlie', '--set', 'phone']],
    ['nothing to change', ['edit', 'charlie']],
    ['no colour', ['edit', 'charlie', '--color', '12']],
    ['no avatar', ['edit', 'charlie', '--avatar', '<b>']],
    ['an unknown role', ['create', 'x', '--type', 'Root']],
    ['no id', ['show']],
  ])('takes %s for wrong usage, and changes nothing', async (_what, args) => {
    const before = await state();
    expect(await run(...args)).toMatchObject({ code: 2 });
    expect(await state()).toEqual(before);
  });
});
