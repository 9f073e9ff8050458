import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CurrentUser } from '../../src-shared/home.ts';
import { cli, createFakeWorld, type FakeWorld, none } from './testing/fake-world.ts';

let world: FakeWorld;
beforeEach(async () => {
  world = await createFakeWorld();
});
afterEach(() => world.end());

const texts = () => Promise.all(Object.values(world.envFiles).map((path) => readFile(path, 'utf8')));

describe('the plan', () => {
  it('has nothing to do where all agrees, and forced restarts what is there', async () => {
    expect(await world.feature.plan(none, cli)).toMatchObject({
      userId: 'paula',
      files: [],
      actions: [],
      warnings: [],
    });
    world.containers = [
      world.container('knowledge', 'paula', 'stopped'),
      { ...world.container('memory'), state: 'absent' },
    ];
    const { actions } = await world.feature.plan({ ...none, forceRestart: true }, cli);
    expect(actions.map((action) => [action.kind, 'runs' in action && action.runs])).toEqual([
      ['restart', true],
      ['create', true],
    ]);
    expect(world.events).toEqual([]);
  });

  it('shows the diff, the containers in their order and why, and changes nothing', async () => {
    await writeFile(world.envFiles.memory, 'API_KEY=hush\nUSER_ID=charlie\n');
    world.containers = [world.container('knowledge'), world.container('memory', 'charlie')];
    world.missingFolders = ['/srv/agno/paula'];
    const plan = await world.feature.plan(none, cli);
    expect(plan.files.map(({ service, path }) => [service, path])).toEqual([['memory', world.envFiles.memory]]);
    expect(plan.files[0]?.diff).toContain('-USER_ID=charlie\n+USER_ID=paula');
    expect(plan.files[0]?.diff).not.toContain('hush');
    expect(plan.actions.map(({ kind }) => kind)).toEqual(['make-folders', 'write-file', 'recreate']);
    expect(plan.actions[2]).toMatchObject({ service: 'memory', container: 'c-memory', runs: true });
    expect(plan.actions.every(({ why }) => why !== '')).toBe(true);
    expect(world.events).toEqual([]);
    expect(await texts()).toEqual(['USER_ID=paula\n', 'API_KEY=hush\nUSER_ID=charlie\n']);
  });

  it('makes a stopped container anew without starting it', async () => {
    world.containers = [world.container('knowledge', 'charlie', 'stopped'), world.container('memory')];
    const plan = await world.feature.plan(none, cli);
    expect(plan.actions).toMatchObject([{ kind: 'recreate', service: 'knowledge', runs: false }]);
    await world.feature.sync({ ...none, planId: plan.id }, cli);
    expect(world.events).toContain('{"knowledge":"as it was"}');
  });

  it('is of the chosen services alone', async () => {
    await writeFile(world.envFiles.knowledge, 'USER_ID=charlie\n');
    await writeFile(world.envFiles.memory, 'USER_ID=charlie\n');
    const { files } = await world.feature.plan({ ...none, services: ['knowledge'] }, cli);
    expect(files.map(({ service }) => service)).toEqual(['knowledge']);
  });

  it('leaves containers as they are while the engine is gone, and says so', async () => {
    await writeFile(world.envFiles.knowledge, 'USER_ID=charlie\n');
    world.engineProblem = 'Docker is gone.';
    world.containers = world.containers.map((one) => ({ ...one, state: 'unknown', mounts: [] }));
    const plan = await world.feature.plan({ ...none, forceRestart: true }, cli);
    expect(plan.actions.map(({ kind }) => kind)).toEqual(['write-file']);
    expect(plan.warnings).toHaveLength(1);
  });

  it.each<[CurrentUser, string]>([
    [{ state: 'unreadable', text: '?', why: 'no id' }, 'home/user-id-unreadable'],
    [{ state: 'known', id: 'default_user', source: 'default' }, 'consistency/no-user'],
    [{ state: 'known', id: 'Paula', source: 'file' }, 'users/id-unsafe'],
  ])('is refused for %j', async (current, code) => {
    world.current = current;
    await expect(world.feature.plan(none, cli)).rejects.toMatchObject({ code });
    await expect(world.feature.sync({ ...none, planId: 'x' }, cli)).rejects.toMatchObject({ code });
    expect((await world.feature.get(undefined, cli)).actions).toEqual([]);
    expect(world.events).toEqual([]);
  });

  it('is refused where an env file cannot be brought in line, but not for the other service', async () => {
    await rm(world.envFiles.memory);
    await writeFile(world.envFiles.knowledge, 'USER_ID=charlie\n');
    await expect(world.feature.plan(none, cli)).rejects.toMatchObject({ code: 'home/file-missing' });
    const { actions, services } = await world.feature.get(undefined, cli);
    expect(actions.map(({ kind }) => kind)).toEqual(['write-file']);
    expect(services[1]?.obstacle?.code).toBe('home/file-missing');
    expect((await world.feature.plan({ ...none, services: ['knowledge'] }, cli)).actions).toHaveLength(1);
  });
});
