import { createServer } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { setFaults } from '../../e2e/stand-ins/lightrag/faults.ts';
import type { Caller } from '../../src-shared/define.ts';
import type { ServiceName } from '../../src-shared/docker.ts';
import { httpGet } from './http-get.ts';
import type { Replacement } from './replacement.ts';
import { faultOf } from './testing/code-of.ts';
import { createStage, type Stage, startRealEngine } from './testing/real-engine.ts';
import { until } from './testing/wait-until.ts';

const engine = await startRealEngine();
afterAll(() => engine?.end());

const caller: Caller = { kind: 'cli', windowId: 0 };
const both = { services: ['knowledge', 'memory'] as ServiceName[] };
const never = new AbortController().signal;

describe.runIf(engine !== null)('replacement of real containers', () => {
  let stage: Stage;
  let before: Awaited<ReturnType<Stage['containers']>>;

  beforeEach(async () => {
    if (engine !== null) stage = await createStage(engine, 6000);
    await stage.feature.start(both, caller);
    before = await stage.containers();
  });
  afterEach(() => stage.end());

  const begin = async (user = 'charlie'): Promise<Replacement> =>
    stage.feature.beginReplacement(await stage.files(user));
  const answers = async () => {
    for (const port of Object.values(stage.ports)) {
      expect((await httpGet(`http://127.0.0.1:${port}/health`, { limitMs: 3000 })).status).toBe(200);
    }
  };
  const expectAsBefore = async () => {
    expect(await stage.containers()).toEqual(before);
    await answers();
  };

  test('run, answered, mountsBelong and commit put new containers in place of the old', async () => {
    const replacement = await begin();
    await replacement.run(never);
    expect(Object.keys(await stage.containers())).toHaveLength(4);
    await replacement.answered(never);
    await replacement.mountsBelong();
    await replacement.commit();
    const after = await stage.containers();
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    for (const [name, { id, state }] of Object.entries(after)) {
      expect(state).toBe('running');
      expect(id).not.toBe(before[name]?.id);
    }
    stage.user = 'charlie';
    expect(await stage.feature.get(undefined, caller)).toMatchObject({ consistent: true });
  });

  test('undo after everything went well brings the old ones back, answering', async () => {
    const replacement = await begin();
    await replacement.run(never);
    await replacement.answered(never);
    await replacement.undo();
    await expectAsBefore();
    await replacement.undo();
    await expectAsBefore();
  });

  test('undo before run does nothing', async () => {
    await (await begin()).undo();
    await expectAsBefore();
  });

  test('a new container that never answers is told, and undone', async () => {
    await setFaults(stage.root, 'charlie', 'memory', { health: 'never' });
    const replacement = await begin();
    await replacement.run(never);
    expect((await faultOf(replacement.answered(never))).code).toBe('docker/never-healthy');
    await replacement.undo();
    await expectAsBefore();
  });

  test('a new container that ends is told early, with its last lines', async () => {
    await setFaults(stage.root, 'charlie', 'memory', { exitAtStart: 3 });
    const replacement = await begin();
    const start = performance.now();
    await replacement.run(never);
    const fault = await faultOf(replacement.answered(never));
    expect(performance.now() - start).toBeLessThan(5000);
    expect(fault.code).toBe('docker/container-exited');
    expect(fault.details.length).toBeGreaterThan(0);
    await replacement.undo();
    await expectAsBefore();
  });

  test('what the engine refuses for one service is undone for both', async () => {
    stage.change.memory = { image: 'persag-stand-in/not-there:1' };
    const replacement = await begin();
    expect((await faultOf(replacement.run(never))).code).toBe('docker/image-missing');
    await replacement.undo();
    await expectAsBefore();
  });

  test('a port that somebody else has is told by its holder, and undone', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const host = typeof address === 'object' && address !== null ? address.port : 0;
    stage.change.memory = { ports: [{ address: '127.0.0.1', host, container: 9621, protocol: 'tcp' }] };
    const replacement = await begin();
    const fault = await faultOf(replacement.run(never));
    expect(fault.code).toBe('docker/port-taken');
    expect(fault.message).toContain(String(host));
    await replacement.undo();
    server.close();
    stage.change.memory = {};
    await expectAsBefore();
  });

  test('an abort at any moment is undone', async () => {
    for (const after of [0, 5, 20, 40, 80, 150, 250, 400, 600]) {
      const abort = new AbortController();
      const replacement = await begin();
      const timer = setTimeout(() => abort.abort(new Error('cancelled')), after);
      const ended = replacement.run(abort.signal).then(() => replacement.answered(abort.signal));
      await ended.catch((cause: Error) => expect(cause.message).toBe('cancelled'));
      clearTimeout(timer);
      await replacement.undo();
      await expectAsBefore();
    }
  });

  test('services that did not run are stopped again by an undo', async () => {
    await stage.feature.stop(both, caller);
    before = await stage.containers();
    const replacement = await begin();
    await replacement.run(never);
    await replacement.answered(never);
    await replacement.undo();
    expect(await stage.containers()).toEqual(before);
    expect(Object.values(before).map(({ state }) => state)).toEqual(['exited', 'exited']);
  });

  test('other folders than the files say are told', async () => {
    const [, memory] = await stage.files('charlie');
    const binds = [...(memory?.compose?.binds ?? [])];
    stage.change.memory = { binds };
    const replacement = await begin();
    await replacement.run(never);
    await replacement.mountsBelong();
    binds[0] = { source: '/elsewhere', target: '/app/data/rag_storage', readOnly: false };
    expect((await faultOf(replacement.mountsBelong())).code).toBe('docker/wrong-mounts');
    await replacement.undo();
    await expectAsBefore();
  });

  test('a container that ignores SIGTERM has its grace period, and is replaced', async () => {
    await setFaults(stage.root, 'paula', 'knowledge', { ignoreSigterm: true });
    stage.change.knowledge = { stopGraceSeconds: 1 };
    await stage.feature.recreate({ services: ['knowledge'] }, caller);
    const start = performance.now();
    const replacement = await begin();
    await replacement.run(never);
    expect(performance.now() - start).toBeGreaterThan(900);
    await replacement.answered(never);
    await replacement.commit();
  });

  test('preflight passes over what is ours and stops at what is not', async () => {
    await stage.feature.preflight(await stage.files('charlie'), never);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const host = typeof address === 'object' && address !== null ? address.port : 0;
    stage.change.memory = { ports: [{ address: '127.0.0.1', host, container: 9621, protocol: 'tcp' }] };
    expect((await faultOf(stage.feature.preflight(await stage.files('charlie'), never))).code).toBe(
      'docker/port-taken',
    );
    server.close();
    await expectAsBefore();
  });

  test('while a switch holds the services, operations are refused and it shows', async () => {
    const release = stage.feature.hold('switching to charlie');
    expect((await faultOf(stage.feature.stop(both, caller))).code).toBe('switching/busy');
    const held = await stage.feature.get(undefined, caller);
    expect(held.services.map((service) => service.busy)).toEqual(['recreating', 'recreating']);
    expect(await stage.feature.status()).toMatchObject({ knowledge: { state: expect.not.stringMatching('starting') } });
    release();
    await expectAsBefore();
  });

  test('what a crash left behind is finished where the files say the new user', async () => {
    const crashed = await begin();
    await crashed.run(never);
    await crashed.answered(never);
    stage.user = 'charlie';
    const done = await stage.another().settleLeftovers();
    expect(done).toHaveLength(2);
    expect(Object.keys(await stage.containers()).sort()).toEqual(Object.keys(before).sort());
    expect(await stage.feature.get(undefined, caller)).toMatchObject({ consistent: true });
    expect(await stage.another().settleLeftovers()).toEqual([]);
  });

  test('what a crash left behind is undone where the files say the old user', async () => {
    const crashed = await begin();
    await crashed.run(never);
    expect(await stage.another().settleLeftovers()).toHaveLength(2);
    expect(await stage.containers()).toEqual(before);
    await until(async () =>
      answers().then(
        () => true,
        () => false,
      ),
    );
  });

  test.runIf(engine?.own)('an engine that goes in the middle and comes back is undone', async () => {
    const replacement = await begin();
    await replacement.run(never);
    await engine?.own?.halt();
    const undone = replacement.undo();
    await engine?.own?.resume();
    await undone;
    await expectAsBefore();
  });
});
