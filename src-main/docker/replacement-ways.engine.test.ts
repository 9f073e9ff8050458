import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { setFaults } from '../../e2e/stand-ins/lightrag/faults.ts';
import type { Caller } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import { httpGet } from './http-get.ts';
import type { ReplacementWays } from './replacement.ts';
import { faultOf } from './testing/code-of.ts';
import { createStage, type Stage, startRealEngine } from './testing/real-engine.ts';

const engine = await startRealEngine();
afterAll(() => engine?.end());

const caller: Caller = { kind: 'cli', windowId: 0 };
const both = { services: ['knowledge', 'memory'] as ServiceName[] };
const memory = { services: ['memory'] as ServiceName[] };
const never = new AbortController().signal;

describe.runIf(engine !== null)('the ways of a replacement, on real containers', () => {
  let stage: Stage;
  beforeEach(async () => {
    if (engine !== null) stage = await createStage(engine, 4000);
    await stage.feature.start(both, caller);
  });
  afterEach(() => stage.end());

  const startedAt = async (service: ServiceName) =>
    (await engine?.docker.getContainer(stage.names[service]).inspect())?.State.StartedAt;
  const answers = async (service: ServiceName) =>
    (await httpGet(`http://127.0.0.1:${stage.ports[service]}/health`, { limitMs: 3000 })).status === 200;
  const begin = async (ways: ReplacementWays, user = stage.user) => {
    const files = (await stage.files(user)).filter(({ name }) => ways[name] !== undefined);
    return stage.feature.beginReplacement(files, ways);
  };

  test('a restart keeps the container and what is beside it, and is waited for', async () => {
    const before = await stage.containers();
    const [knowledge, restarted] = [await startedAt('knowledge'), await startedAt('memory')];
    const replacement = await begin({ memory: 'restart' });
    await replacement.run(never);
    await replacement.answered(never);
    await replacement.mountsBelong();
    await replacement.commit();
    expect(await stage.containers()).toEqual(before);
    expect(await startedAt('memory')).not.toBe(restarted);
    expect(await startedAt('knowledge')).toBe(knowledge);
    expect(await answers('memory')).toBe(true);
  });

  test('a restart starts what is stopped, and its undo stops that again', async () => {
    await stage.feature.stop(memory, caller);
    const replacement = await begin({ memory: 'restart' });
    await replacement.run(never);
    await replacement.answered(never);
    expect(await answers('memory')).toBe(true);
    await replacement.undo();
    expect((await stage.containers())[stage.names.memory]?.state).toBe('exited');
  });

  test('a restart beside a replacement that fails leaves both as they were, answering', async () => {
    const before = await stage.containers();
    await setFaults(stage.root, 'charlie', 'memory', { exitAtStart: 3 });
    const files = [...(await stage.files('paula')).slice(0, 1), ...(await stage.files('charlie')).slice(1)];
    const replacement = await stage.feature.beginReplacement(files, { knowledge: 'restart', memory: 'running' });
    await replacement.run(never);
    expect((await faultOf(replacement.answered(never))).code).toBe('docker/container-exited');
    await replacement.undo();
    expect(await stage.containers()).toEqual(before);
    expect(await Promise.all([answers('knowledge'), answers('memory')])).toEqual([true, true]);
  });

  test('a restart of what is gone is refused, and its undo says that it cannot be brought back', async () => {
    const replacement = await begin({ memory: 'restart' });
    await engine?.docker.getContainer(stage.names.memory).remove({ force: true });
    expect((await faultOf(replacement.run(never))).code).toBe('docker/refused');
    expect((await faultOf(replacement.undo())).message).toContain(`${stage.names.memory} is gone`);
    expect((await faultOf(begin({ memory: 'restart' }))).code).toBe('docker/refused');
    expect(Object.keys(await stage.containers())).toEqual([stage.names.knowledge]);
  });

  test('a new container as the old one was: stopped where that was stopped, with the new folders', async () => {
    await stage.feature.stop(memory, caller);
    const before = await stage.containers();
    const replacement = await begin({ memory: 'as it was' }, 'charlie');
    await replacement.run(never);
    await replacement.answered(never);
    await replacement.mountsBelong();
    await replacement.commit();
    const after = await stage.containers();
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    expect(after[stage.names.memory]).toMatchObject({ state: 'created' });
    expect(after[stage.names.memory]?.id).not.toBe(before[stage.names.memory]?.id);
    stage.user = 'charlie';
    await stage.feature.start(memory, caller);
    expect((await stage.containers())[stage.names.memory]?.id).toBe(after[stage.names.memory]?.id);
    expect(await answers('memory')).toBe(true);
  });

  test('the undo of that brings the stopped one back, stopped', async () => {
    await stage.feature.stop(memory, caller);
    const before = await stage.containers();
    const replacement = await begin({ memory: 'as it was' }, 'charlie');
    await replacement.run(never);
    await replacement.undo();
    expect(await stage.containers()).toEqual(before);
  });

  test('a new container as the old one was runs where that one ran', async () => {
    const replacement = await begin({ memory: 'as it was' }, 'charlie');
    await replacement.run(never);
    await replacement.answered(never);
    await replacement.commit();
    expect((await stage.containers())[stage.names.memory]?.state).toBe('running');
    expect(await answers('memory')).toBe(true);
  });
});
