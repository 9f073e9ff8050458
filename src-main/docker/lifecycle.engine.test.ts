import { createServer } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isPodmanAskedFor } from '../../e2e/stand-ins/engine/find-engine.ts';
import { setFaults } from '../../e2e/stand-ins/lightrag/faults.ts';
import type { Caller } from '../../src-shared/define.ts';
import type { DockerState, LampName, ServiceName } from '../../src-shared/docker.ts';
import { faultOf } from './testing/code-of.ts';
import { createStage, type Stage, startRealEngine } from './testing/real-engine.ts';

const engine = await startRealEngine();
afterAll(() => engine?.end());

const caller: Caller = { kind: 'cli', windowId: 0 };
const both = { services: ['knowledge', 'memory'] as ServiceName[] };
const knowledge = { services: ['knowledge'] as ServiceName[] };
const lamps = (state: DockerState, lamp: LampName) => state.services.map((service) => service.lamps[lamp].state);

describe.runIf(engine !== null)('operations on real containers', () => {
  let stage: Stage;
  beforeEach(async () => {
    if (engine !== null) stage = await createStage(engine);
  });
  afterEach(() => stage.end());
  const ids = async () =>
    Object.fromEntries(Object.entries(await stage.containers()).map(([name, { id }]) => [name, id]));

  test('start makes both services, and they answer for the current user', async () => {
    const before = await stage.feature.get(undefined, caller);
    expect(lamps(before, 'container')).toEqual(['warn', 'warn']);
    const state = await stage.feature.start(both, caller);
    for (const lamp of ['container', 'http', 'mounts'] as const) expect(lamps(state, lamp)).toEqual(['ok', 'ok']);
    expect(state.consistent).toBe(true);
    expect(state.services[0]).toMatchObject({ servesUser: 'paula', busy: null, version: expect.any(String) });
    expect(state.services[0]?.latency).toBeGreaterThanOrEqual(0);
    expect(Object.keys(await stage.containers()).sort()).toEqual(Object.values(stage.names).sort());
  });

  test('stop, start and restart keep the container', async () => {
    await stage.feature.start(both, caller);
    const before = await ids();
    const stopped = await stage.feature.stop(both, caller);
    expect(lamps(stopped, 'container')).toEqual(['warn', 'warn']);
    expect(lamps(stopped, 'http')).toEqual(['unknown', 'unknown']);
    await stage.feature.stop(both, caller);
    const started = await stage.feature.start(both, caller);
    const restarted = await stage.feature.restart(both, caller);
    expect(lamps(restarted, 'http')).toEqual(['ok', 'ok']);
    expect(restarted.services[0]?.startedAt).not.toBe(started.services[0]?.startedAt);
    expect(await ids()).toEqual(before);
  });

  test('start of what runs changes nothing', async () => {
    const first = await stage.feature.start(both, caller);
    const second = await stage.feature.start(both, caller);
    expect(second.services.map((service) => service.startedAt)).toEqual(
      first.services.map((service) => service.startedAt),
    );
  });

  test('recreate makes new containers and leaves none behind', async () => {
    await stage.feature.start(both, caller);
    const before = await ids();
    const state = await stage.feature.recreate(both, caller);
    expect(lamps(state, 'http')).toEqual(['ok', 'ok']);
    const after = await ids();
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    expect(Object.values(after).some((id) => Object.values(before).includes(id))).toBe(false);
  });

  test('start replaces a container that serves another user', async () => {
    await stage.feature.start(knowledge, caller);
    stage.user = 'charlie';
    const wrong = await stage.feature.get(undefined, caller);
    expect(wrong.services[0]).toMatchObject({ servesUser: 'paula', lamps: { mounts: { state: 'failed' } } });
    expect(wrong.consistent).toBe(false);
    const right = await stage.feature.start(knowledge, caller);
    expect(right.services[0]).toMatchObject({ servesUser: 'charlie', lamps: { mounts: { state: 'ok' } } });
  });

  test('a recreate that never answers brings the old container back', async () => {
    await stage.feature.start(knowledge, caller);
    const before = await ids();
    await setFaults(stage.root, 'charlie', 'knowledge', { exitAtStart: 3 });
    stage.user = 'charlie';
    expect((await faultOf(stage.feature.recreate(knowledge, caller))).code).toBe('docker/container-exited');
    expect(await ids()).toEqual(before);
    stage.user = 'paula';
    expect((await stage.feature.get(undefined, caller)).services[0]?.lamps.http.state).toBe('ok');
  });

  test('a paused container is resumed', async () => {
    await stage.feature.start(knowledge, caller);
    await engine?.docker.getContainer(stage.names.knowledge).pause();
    expect((await stage.feature.get(undefined, caller)).services[0]?.lamps.container.state).toBe('warn');
    const state = await stage.feature.start(knowledge, caller);
    expect(state.services[0]?.lamps.http.state).toBe('ok');
  });

  // Podman takes no network away from a container that has it.
  test.skipIf(isPodmanAskedFor())('a container whose network was taken away and made anew starts again', async () => {
    await stage.feature.start(knowledge, caller);
    await stage.feature.stop(knowledge, caller);
    const [files] = await stage.files();
    const name = `${files?.compose?.project}_default`;
    await engine?.docker.getNetwork(name).remove();
    await engine?.docker.createNetwork({ Name: name });
    const state = await stage.feature.start(knowledge, caller);
    expect(state.services[0]?.lamps.http.state).toBe('ok');
  });

  test("somebody else's container of the same name is left alone", async () => {
    const foreign = await engine?.docker.createContainer({ Image: engine.image, name: stage.names.knowledge });
    for (const act of ['start', 'recreate'] as const) {
      expect((await faultOf(stage.feature[act](knowledge, caller))).code).toBe('docker/name-taken');
    }
    await stage.feature.stop(knowledge, caller);
    expect(Object.values(await ids())).toEqual([foreign?.id]);
  });

  test('a port held by a process is told with the process, and nothing is made', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(stage.ports.knowledge, '127.0.0.1', resolve));
    const fault = await faultOf(stage.feature.start(knowledge, caller));
    server.close();
    expect(fault.code).toBe('docker/port-taken');
    if (process.platform === 'linux') expect(fault.message).toContain(`pid ${process.pid}`);
    expect(await ids()).toEqual({});
  });

  test('a port held by a container is told with the container', async () => {
    const name = `${stage.names.memory}-other`;
    const PortBindings = { '9621/tcp': [{ HostIp: '127.0.0.1', HostPort: String(stage.ports.knowledge) }] };
    const options = {
      Image: engine?.image ?? '',
      name,
      ExposedPorts: { '9621/tcp': {} },
      HostConfig: { PortBindings },
    };
    const other = await engine?.docker.createContainer(options);
    await other?.start();
    const fault = await faultOf(stage.feature.start(knowledge, caller));
    expect(fault.code).toBe('docker/port-taken');
    expect(fault.message).toContain(name);
  });

  test('a port that is taken while the container is stopped is told at its start', async () => {
    await stage.feature.start(knowledge, caller);
    await stage.feature.stop(knowledge, caller);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(stage.ports.knowledge, '127.0.0.1', resolve));
    const fault = await faultOf(stage.feature.start(knowledge, caller));
    await new Promise((resolve) => server.close(resolve));
    expect(fault.code).toBe('docker/port-taken');
    const state = await stage.feature.start(knowledge, caller);
    expect(state.services[0]?.lamps.http.state).toBe('ok');
  });

  test('a missing image is named', async () => {
    stage.change.knowledge = { image: 'persag-stand-in/not-there:1' };
    const fault = await faultOf(stage.feature.start(knowledge, caller));
    expect(fault.code).toBe('docker/image-missing');
    expect(fault.message).toContain('persag-stand-in/not-there:1');
  });

  test('a service that ends at once is told with its last lines', async () => {
    await setFaults(stage.root, 'paula', 'knowledge', { exitAtStart: 3 });
    const begin = performance.now();
    const fault = await faultOf(stage.feature.start(knowledge, caller));
    expect(fault.code).toBe('docker/container-exited');
    expect(fault.details.length).toBeGreaterThan(0);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  test.each(['never', 'hang', 'closed'] as const)(
    'a service whose /health is %s is told at the limit',
    async (health) => {
      if (engine !== null) {
        await stage.end();
        stage = await createStage(engine, 1500);
      }
      await setFaults(stage.root, 'paula', 'knowledge', { health });
      const fault = await faultOf(stage.feature.start(knowledge, caller));
      expect(fault.code).toBe('docker/never-healthy');
      await setFaults(stage.root, 'paula', 'knowledge', null);
    },
  );

  test('one service failing does not keep the other from starting', async () => {
    stage.change.memory = { image: 'persag-stand-in/not-there:1' };
    expect((await faultOf(stage.feature.start(both, caller))).code).toBe('docker/image-missing');
    const state = await stage.feature.get(undefined, caller);
    expect(state.services[0]?.lamps.http.state).toBe('ok');
  });
});
