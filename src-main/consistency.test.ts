import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeUpstreamHome } from '../e2e/stand-ins/homes.ts';
import { contentOf } from '../e2e/support/home-content.ts';
import type { ConsistencyState } from '../src-shared/consistency.ts';
import type { Caller } from '../src-shared/define.ts';
import { type ServiceName, serviceNames } from '../src-shared/docker.ts';
import { type App, createApp } from './app.ts';
import { systemClock } from './lib/system.ts';

const cli: Caller = { kind: 'cli', windowId: 0 };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const both = { services: [...serviceNames] as ServiceName[], forceRestart: false };
const open: App[] = [];
let folder = '';
let home = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-consistency-'));
  home = join(folder, 'home');
  await writeUpstreamHome(home);
});
afterEach(async () => {
  for (const app of open.splice(0)) await app.end();
  await rm(folder, { recursive: true });
});

/** The app on a home of upstream, of which Charlie is current, where no engine is. */
async function openApp(watch = false): Promise<App> {
  const app = createApp({
    surroundings: {
      env: { PERSAG_HOME: home, DOCKER_HOST: `unix://${join(folder, 'none.sock')}` },
      ...{ homeFolder: folder, platform: 'linux', seedFolder: join(folder, 'none'), version: '1' },
    },
    clock: systemClock,
    log,
    desktop: null,
  });
  open.push(app);
  await app.open({ watch });
  return app;
}

const path = (name: string) => join(home, name);
const env = 'lightrag_server/env.server';
const memoryEnv = 'lightrag_memory_server/env.memory_server';
const verdicts = ({ verdict, services }: ConsistencyState) => [
  verdict,
  ...services.map(({ envFile, compose, container }) => [envFile.verdict, compose.verdict, container.state]),
];

async function edit(name: string, what: RegExp, by: string): Promise<void> {
  const text = await readFile(path(name), 'latin1');
  expect(text).toMatch(what);
  await writeFile(path(name), text.replace(what, by), 'latin1');
}

describe('consistency where no engine is', () => {
  it('is unknown while the files agree: nobody can tell whom the containers serve', async () => {
    const { features } = await openApp();
    const state = await features.consistency.get(undefined, cli);
    const agrees = ['consistent', 'consistent', 'unknown'];
    expect(verdicts(state)).toEqual(['unknown', agrees, agrees]);
    expect(state.engineProblem).toContain('none.sock');
    expect(state.services.every(({ envFile }) => envFile.user === 'charlie')).toBe(true);
  });

  it('differs where a file does, and a sync of the files leaves it unknown, as after a switch of the files', async () => {
    await edit(memoryEnv, /^USER_ID=.*$/m, 'export USER_ID="dana" # caf\xe9\r');
    const { features } = await openApp();
    expect((await features.consistency.get(undefined, cli)).verdict).toBe('inconsistent');
    const before = await readFile(path(memoryEnv), 'latin1');
    const plan = await features.consistency.plan(both, cli);
    expect(await readFile(path(memoryEnv), 'latin1')).toBe(before);
    expect(plan.actions.map(({ kind }) => kind)).toEqual(['write-file']);
    const report = await features.consistency.sync({ ...both, planId: plan.id }, cli);
    expect(report).toMatchObject({ success: true, verdict: 'unknown' });
    expect(report.warnings).toHaveLength(1);
    expect(report.services.memory).toMatchObject({ docker_user_id: 'charlie', consistent: false, verdict: 'unknown' });
    expect(await readFile(path(memoryEnv), 'latin1')).toBe(before.replace('"dana"', '"charlie"'));
    const [kept, ...more] = await readdir(plan.backups);
    expect(more).toEqual([]);
    expect(kept).toMatch(/^lightrag_memory_server_env\.memory_server_\d{8}_\d{6}/);
    expect(await readFile(join(plan.backups, kept ?? ''), 'latin1')).toBe(before);

    await features.users.create({ id: 'dana', type: 'Standard' }, cli);
    const files = { userId: 'dana', scope: 'machine', services: false, repair: false } as const;
    expect(await features.switching.start(files, cli)).toMatchObject({ success: true });
    const state = await features.consistency.get(undefined, cli);
    expect([state.verdict, state.system.user, state.services[0]?.envFile.user]).toEqual(['unknown', 'dana', 'dana']);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['nobody is named', () => rm(path('env.userid')), 'consistency/no-user'],
    ['env.userid cannot be read', () => writeFile(path('env.userid'), 'who?\n'), 'home/user-id-unreadable'],
    ['the id is one of another spelling', () => writeFile(path('env.userid'), 'USER_ID=Charlie\n'), 'users/id-unsafe'],
    ['the id leads elsewhere', () => writeFile(path('env.userid'), 'USER_ID=..\n'), 'users/id-unsafe'],
    ['an env file is gone', () => rm(path(memoryEnv)), 'home/file-missing'],
    [
      'an env file is a folder',
      async () => {
        await rm(path(memoryEnv));
        await mkdir(path(memoryEnv));
      },
      'home/file-unreadable',
    ],
  ])('a sync is refused where %s, and changes nothing', async (_name, make, code) => {
    const { features } = await openApp();
    await edit(env, /^USER_ID=.*$/m, 'USER_ID=dana');
    await make();
    const before = await contentOf(home);
    await expect(features.consistency.plan(both, cli)).rejects.toMatchObject({ code });
    await expect(features.consistency.sync({ ...both, planId: 'x' }, cli)).rejects.toMatchObject({ code });
    // Asked for all the same, it is a state and no error.
    expect((await features.consistency.get(undefined, cli)).verdict).not.toBe('consistent');
    expect(await contentOf(home)).toEqual(before);
  });

  it('sees that a compose file names a user itself, or binds the folders of one', async () => {
    const { features } = await openApp();
    const compose = 'lightrag_server/docker-compose.yml';
    const get = async () => (await features.consistency.get(undefined, cli)).services[0]?.compose;
    const good = await readFile(path(compose), 'utf8');
    await edit(compose, /^( +)env_file:/m, '$1environment:\n$1  - USER_ID=dana\n$1env_file:');
    expect(await get()).toMatchObject({ verdict: 'inconsistent', user: 'dana' });
    const { actions, warnings } = await features.consistency.plan({ ...both, forceRestart: true }, cli);
    expect(actions).toEqual([]);
    expect(warnings.some((warning) => warning.startsWith('Knowledge: '))).toBe(true);
    await writeFile(path(compose), good);
    await edit(compose, /\$\{AGNO_STORAGE_DIR\}/, join(home, 'data', 'agno', 'dana'));
    expect(await get()).toMatchObject({ verdict: 'inconsistent', user: 'charlie' });
    await writeFile(path(compose), good);
    expect(await get()).toMatchObject({ verdict: 'consistent', user: 'charlie', notes: [] });
  });

  it('is told when a file changes', async () => {
    const { features } = await openApp(true);
    const told: ConsistencyState[] = [];
    features.consistency.onChanged((state) => void told.push(state));
    await edit(env, /^USER_ID=.*$/m, 'USER_ID=dana');
    await expect.poll(() => told.at(-1)?.verdict, { timeout: 10_000 }).toBe('inconsistent');
    await edit(env, /^USER_ID=.*$/m, 'USER_ID=charlie');
    await expect.poll(() => told.at(-1)?.verdict, { timeout: 10_000 }).toBe('unknown');
    expect(new Set(told.map((state) => JSON.stringify(state))).size).toBeGreaterThan(1);
  });
});
