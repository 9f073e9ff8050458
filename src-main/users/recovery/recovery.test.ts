import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecoveryChoice, RecoveryPlan } from '../../../src-shared/user-removal.ts';
import { newUser } from '../../../src-shared/users.ts';
import { treeState } from '../../lib/testing/tree-state.ts';
import type { UsersFeature } from '../index.ts';
import { caller, openUsersHome, type UsersHome } from '../testing/users-home.ts';

let home: UsersHome;
let users: UsersFeature;

beforeEach(async () => {
  home = await openUsersHome();
  users = home.open();
});
afterEach(() => home.end());

/** Dana, Eve and Zoe are added by the app, each with folders; then the app ends, which keeps a copy. */
async function addThree(): Promise<void> {
  for (const id of ['dana', 'eve', 'zoe']) {
    const type = id === 'dana' ? 'Admin' : 'Standard';
    await users.create(newUser.parse({ id, name: `${id} of old`, type }), caller);
  }
  await users.end();
  users = home.open();
}

const plan = () => users.planRecovery(undefined, caller);
const recover = ({ id }: RecoveryPlan, choice: string) => users.recover({ planId: id, choice }, caller);
const choiceOf = ({ choices }: RecoveryPlan, kind: RecoveryChoice['kind']): RecoveryChoice => {
  const found = choices.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`no ${kind}`);
  return found;
};
const said = ({ users: all }: RecoveryChoice) => all.map(({ id, origin }) => `${id} ${origin}`);

async function expectRefused(work: () => unknown, code: string): Promise<void> {
  const before = await treeState(home.folder);
  await expect((async () => work())()).rejects.toMatchObject({ code });
  expect(await treeState(home.folder)).toEqual(before);
}

describe('a registry that cannot be read', () => {
  it('is recovered from the newest copy of the app, and kept', async () => {
    await addThree();
    const good = await readFile(home.registry);
    await home.put('\0'.repeat(300));
    const before = await treeState(home.folder);
    const made = await plan();
    expect(await treeState(home.folder)).toEqual(before);
    expect(made).toMatchObject({ state: 'unreadable', trouble: expect.stringContaining('cannot be read') });
    const copy = choiceOf(made, 'copy');
    expect([said(copy), copy.lacks]).toEqual([['dana copy', 'eve copy', 'zoe copy'], []]);
    const report = await recover(made, copy.id);
    expect(report).toMatchObject({ users: 3, keptAs: made.keepsAs });
    expect(await readFile(home.registry)).toEqual(good);
    expect(await readFile(report.keptAs ?? '', 'utf8')).toBe('\0'.repeat(300));
    expect(await users.list(undefined, caller)).toMatchObject({ state: 'ready' });
  });

  it('is rebuilt of what can be read, then of copies, then of folders', async () => {
    await addThree();
    // Dana's entry is whole, Eve's is cut off, Zoe's is only in the copy, Ann is only a folder; Tom of the copy has none.
    const text = await readFile(home.registry, 'utf8');
    await home.put(
      `${text.slice(0, text.indexOf('"email"', text.indexOf('eve of old')))}`.replace('dana of old', 'Dana of now'),
    );
    await mkdir(join(home.dataOf('ann'), 'knowledge'), { recursive: true });
    await mkdir(home.dataOf('no-user'));
    await mkdir(join(home.dataOf('.hidden'), 'knowledge'), { recursive: true });
    await rm(home.dataOf('zoe'), { recursive: true });
    await mkdir(join(home.dataOf('zoe'), 'inputs'), { recursive: true });
    const made = await plan();
    const rebuilt = choiceOf(made, 'rebuild');
    expect(said(rebuilt)).toEqual(['dana salvaged', 'eve salvaged', 'ann folder', 'zoe copy']);
    expect(choiceOf(made, 'copy').lacks).toEqual(['ann', 'no-user']);
    await recover(made, rebuilt.id);
    expect(await home.entries()).toMatchObject([
      { user_id: 'dana', user_name: 'Dana of now', user_type: 'Admin', npc: false },
      { user_id: 'eve', user_name: 'eve of old' },
      { user_id: 'ann', user_name: 'Ann', user_type: 'Standard', cognitive_state: 100 },
      { user_id: 'zoe', user_name: 'zoe of old' },
    ]);
  });

  it('is rebuilt of the folders alone, the current user as Admin, where nothing else is there', async () => {
    await home.put('[]');
    for (const id of ['paula', 'Dana']) await mkdir(join(home.dataOf(id), 'rag_storage'), { recursive: true });
    const made = await plan();
    expect(made.choices.map(({ kind }) => kind)).toEqual(['rebuild']);
    await recover(made, 'rebuild');
    expect(await home.entries()).toMatchObject([
      { user_id: 'Dana', user_type: 'Standard' },
      { user_id: 'paula', user_type: 'Admin' },
    ]);
  });

  it('is recovered from the copies that upstream left beside it, the newest that can be read', async () => {
    const beside = (stamp: string, text: string) => writeFile(`${home.registry}.backup.${stamp}`, text);
    await home.put('');
    await beside('20260101_120000', '{"users": [{"user_id": "old"}]}');
    await beside('20260102_120000', '{"users": [{"user_id": "newer"}]}');
    await beside('20260103_120000', '{"users": [');
    await beside('someday', '{"users": [{"user_id": "x"}]}');
    const made = await plan();
    expect(made.choices.map(({ from }) => from)).toEqual([
      `${home.registry}.backup.20260102_120000`,
      `${home.registry}.backup.20260101_120000`,
    ]);
    expect(made.choices[0]?.lacks).toEqual([]);
  });

  it('is not recovered by a plan that is no longer true, nor by a choice it does not have', async () => {
    await addThree();
    await home.put('x');
    const made = await plan();
    await expectRefused(() => recover(made, 'copy:/etc/passwd'), 'users/unknown-plan');
    await expectRefused(() => users.recover({ planId: 'x', choice: 'rebuild' }, caller), 'users/plan-outdated');
    await home.put('y');
    await expectRefused(() => recover(made, 'rebuild'), 'users/plan-outdated');
    await mkdir(join(home.dataOf('tom'), 'inputs'), { recursive: true });
  });
});

describe('a registry that can be read', () => {
  it('and has everybody has nothing to recover', async () => {
    await addThree();
    expect(await plan()).toMatchObject({ state: 'readable', trouble: null, choices: [] });
  });

  it('but lost people is given back by a copy or rebuilt, as upstream loses them', async () => {
    await addThree();
    await home.putEntries({ user_id: 'paula', user_type: 'Admin' });
    const made = await plan();
    expect(said(choiceOf(made, 'rebuild'))).toEqual(['paula present', 'dana copy', 'eve copy', 'zoe copy']);
    expect(choiceOf(made, 'copy').lacks).toEqual(['paula']);
    await recover(made, 'rebuild');
    expect((await home.entries()).map(({ user_id: id }) => id)).toEqual(['paula', 'dana', 'eve', 'zoe']);
  });

  it('or is missing beside folders with data is rebuilt of them', async () => {
    await mkdir(join(home.dataOf('dana'), 'inputs'), { recursive: true });
    const made = await plan();
    expect(made).toMatchObject({ state: 'missing', keepsAs: null });
    expect(await recover(made, 'rebuild')).toMatchObject({ users: 1, keptAs: null });
  });
});

describe('copies of the registry', () => {
  const copies = () => readdir(join(home.folder, 'backups', 'registry'));

  it('are made before the first change, at the end, and every ten minutes of changes in between', async () => {
    await home.putEntries({ user_id: 'dana' });
    const touch = () => users.touchLastSeen('dana');
    const wait = (minutes: number) => {
      home.now = new Date(home.now.getTime() + minutes * 60_000);
    };
    await touch();
    expect(await copies()).toHaveLength(1);
    wait(9);
    await touch();
    expect(await copies()).toHaveLength(1);
    wait(2);
    await touch();
    expect(await copies()).toHaveLength(2);
    await users.end();
    expect(await copies()).toHaveLength(3);
    await home.open().end();
    expect(await copies()).toHaveLength(3);
  });

  it('are kept by ten, and one a day more', async () => {
    await home.putEntries({ user_id: 'dana' });
    for (let day = 0; day < 20; day += 1) {
      for (let hour = 0; hour < 3; hour += 1) {
        home.now = new Date(2026, 0, 1 + day, hour);
        const once = home.open();
        await once.touchLastSeen('dana');
        await once.end();
      }
    }
    const days = (await copies()).map((name) => name.slice('users_registry_'.length, -'_HHMMSS_mmm.json'.length));
    expect(new Set(days).size).toBe(14);
    expect(days.length).toBe(14 - 4 + 10);
  });

  it('that cannot be made keep no change from its way', async () => {
    await home.putEntries({ user_id: 'dana' });
    await writeFile(join(home.folder, 'backups'), 'in the way');
    await users.touchLastSeen('dana');
    expect((await home.entries())[0]).toHaveProperty('last_seen');
    expect(home.logged).toHaveLength(1);
  });
});
