import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli, createFakeWorld, type FakeWorld, none } from './testing/fake-world.ts';

let world: FakeWorld;
beforeEach(async () => {
  world = await createFakeWorld();
});
afterEach(() => world.end());

const texts = () => Promise.all(Object.values(world.envFiles).map((path) => readFile(path, 'utf8')));

describe('a sync', () => {
  it('backs up, writes, replaces and waits, of the services that need it alone, and reports', async () => {
    await writeFile(world.envFiles.memory, 'USER_ID=charlie\n');
    world.containers = [world.container('knowledge'), world.container('memory', 'charlie')];
    const report = await world.syncNow();
    expect(world.events).toEqual([
      'hold for memory',
      'settle',
      'preflight memory',
      'back up m_env.memory_server',
      'folders of paula',
      'write 1',
      '{"memory":"running"}',
      ...['run', 'answered', 'mounts', 'commit', 'let go'],
    ]);
    expect(report).toMatchObject({ success: true, system_user_id: 'paula', verdict: 'consistent', warnings: [] });
    expect(report.services.memory).toMatchObject({
      env_file_path: world.envFiles.memory,
      docker_user_id: 'paula',
      system_user_id: 'paula',
      consistent: true,
      container_running: true,
      actions_performed: [`Wrote ${world.envFiles.memory}`, 'Replaced c-memory'],
    });
    expect(report.services.knowledge).toMatchObject({ consistent: true, actions_performed: [] });
    expect(report.steps.map(({ state }) => state)).toEqual(Array(7).fill('done'));
    expect(world.states.some(({ running }) => running !== null)).toBe(true);
    expect(world.states.at(-1)).toMatchObject({
      verdict: 'consistent',
      running: null,
      last: { report: { success: true } },
    });
  });

  it('does nothing where there is nothing to do', async () => {
    expect(await world.syncNow()).toMatchObject({ success: true, verdict: 'consistent', steps: [] });
    expect(world.events).toEqual(['hold for ', 'settle', 'let go']);
  });

  it.each(['preflight', 'back up', 'folders', 'write', 'run', 'answered', 'mounts'])(
    'is taken back where %s fails',
    async (failing) => {
      await writeFile(world.envFiles.memory, 'USER_ID=charlie # mine\r\n');
      world.failing = [failing];
      world.containers = [world.container('knowledge'), world.container('memory', 'charlie')];
      const report = await world.syncNow();
      expect(report).toMatchObject({ success: false, error: { code: 'docker/refused' }, actions_performed: [] });
      expect(await texts()).toEqual(['USER_ID=paula\n', 'USER_ID=charlie # mine\r\n']);
      expect(world.events.includes('undo')).toBe(['run', 'answered', 'mounts'].includes(failing));
      expect(world.events.at(-1)).toBe('let go');
      expect(world.events).not.toContain('commit');
    },
  );

  it('that cannot remove the old containers is done all the same, with a warning', async () => {
    world.failing = ['commit'];
    world.containers = [world.container('knowledge'), world.container('memory', 'charlie')];
    expect(await world.syncNow()).toMatchObject({ success: true, warnings: ['commit failed'] });
  });

  it('is refused where something changed since the plan was made', async () => {
    await writeFile(world.envFiles.memory, 'USER_ID=charlie\n');
    const { id } = await world.feature.plan(none, cli);
    await writeFile(world.envFiles.memory, 'A=1\nUSER_ID=charlie\n');
    await expect(world.feature.sync({ ...none, planId: id }, cli)).rejects.toMatchObject({
      code: 'consistency/plan-outdated',
    });
    expect(world.events).toEqual([]);
    await expect(world.feature.sync({ ...none, forceRestart: true, planId: id }, cli)).rejects.toMatchObject({
      code: 'consistency/plan-outdated',
    });
  });

  it('is refused while somebody else changes the home, and while another runs', async () => {
    world.failing = ['hold'];
    await expect(world.syncNow()).rejects.toMatchObject({ code: 'switching/busy' });
    world.failing = [];
    world.hanging = 'answered';
    world.containers = [world.container('knowledge'), world.container('memory', 'charlie')];
    const { id } = await world.feature.plan(none, cli);
    const first = world.feature.sync({ ...none, planId: id }, cli);
    await expect(world.feature.sync({ ...none, planId: id }, cli)).rejects.toMatchObject({ code: 'switching/busy' });
    await world.feature.end();
    expect(await first).toMatchObject({ success: false, error: { code: 'consistency/cancelled' } });
  });

  it('can be cancelled until it is committed', async () => {
    await writeFile(world.envFiles.memory, 'USER_ID=charlie\n');
    world.hanging = 'answered';
    world.containers = [world.container('knowledge'), world.container('memory', 'charlie')];
    const running = world.syncNow();
    await expect.poll(() => world.events.includes('answered')).toBe(true);
    await world.feature.cancel(undefined, cli);
    const report = await running;
    expect(report).toMatchObject({ success: false, error: { code: 'consistency/cancelled' } });
    expect(report.steps.map(({ state }) => state)).toContain('undone');
    expect(await texts()).toEqual(['USER_ID=paula\n', 'USER_ID=charlie\n']);
    expect(world.states.some((state) => state.running?.undoing)).toBe(true);
  });

  it('tells of what could not be taken back', async () => {
    await writeFile(world.envFiles.memory, 'USER_ID=charlie\n');
    world.failing = ['run', 'restore'];
    world.containers = [world.container('knowledge'), world.container('memory', 'charlie')];
    const report = await world.syncNow();
    expect(report.error).toMatchObject({ code: 'switching/undo-incomplete', details: ['restore 1 failed'] });
  });
});

describe('the state', () => {
  it('is told when something changed, and only then', async () => {
    world.feature.watch();
    world.hint();
    await expect.poll(() => world.states.length).toBe(1);
    world.hint();
    await writeFile(world.envFiles.memory, 'USER_ID=charlie\n');
    world.hint();
    world.hint();
    await expect.poll(() => world.states.at(-1)?.verdict).toBe('inconsistent');
    expect(world.states).toHaveLength(2);
    expect(world.states.at(-1)?.services.map(({ verdict }) => verdict)).toEqual(['consistent', 'inconsistent']);
    await world.feature.end();
    expect(world.events).toEqual(['unwatched']);
  });

  it('is unknown while the engine is gone, whatever was seen before', async () => {
    expect((await world.feature.get(undefined, cli)).verdict).toBe('consistent');
    world.engineProblem = 'Docker is gone.';
    world.containers = world.containers.map((one) => ({ ...one, state: 'unknown', problem: 'Docker is gone.' }));
    const state = await world.feature.get(undefined, cli);
    expect([state.verdict, state.engineProblem]).toEqual(['unknown', 'Docker is gone.']);
    expect(await world.feature.lastVerdict()).toEqual({ verdict: state.verdict, why: state.why });
    expect(state.services.map(({ container }) => container.state)).toEqual(['unknown', 'unknown']);
  });
});
