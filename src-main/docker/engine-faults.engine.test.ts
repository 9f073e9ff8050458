import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testLabel } from '../../e2e/stand-ins/engine/find-engine.ts';
import { openWire, type Wire } from '../../e2e/stand-ins/engine/wire.ts';
import { setFaults } from '../../e2e/stand-ins/lightrag/faults.ts';
import type { Caller } from '../../src-shared/define.ts';
import type { DockerState, LampName, LampState, ServiceName } from '../../src-shared/docker.ts';
import { faultOf } from './testing/code-of.ts';
import { createStage, type Stage, startRealEngine } from './testing/real-engine.ts';
import { until } from './testing/wait-until.ts';

// What can go wrong with Docker (bar R4), and where each is tested on a real engine:
//   engine gone at start, appears later            here, and e2e/engine.spec.ts
//   engine restarts mid-switch                     ../home-faults.engine.test.ts
//   no permission                                  e2e/engine.spec.ts
//   hangs                                          here, and watch.engine.test.ts
//   resets, in the middle of a frame or an event   here
//   floods events                                  here
//   port taken by a process, by a container        lifecycle.engine.test.ts, e2e/ports.spec.ts
//   port taken between check and start             here
//   name taken, before and after the check         lifecycle.engine.test.ts, here
//   image missing                                  lifecycle.engine.test.ts, e2e/obstacles.spec.ts
//   container ignores SIGTERM                      replacement.engine.test.ts, here
//   never healthy                                  lifecycle.engine.test.ts, replacement.engine.test.ts
//   dies after healthy                             here
//   disk full, read-only home                      ../home-faults.engine.test.ts
//   clock jump                                     here

const engine = await startRealEngine();
afterAll(() => engine?.end());

const caller: Caller = { kind: 'window', windowId: 1 };
const knowledge = { services: ['knowledge'] as ServiceName[] };
const own = engine?.own ?? null;

describe.runIf(own !== null)('what goes wrong with Docker', () => {
  let wire: Wire;
  let stage: Stage;
  let last: DockerState | null;
  let jump: number;
  const servers: Server[] = [];

  beforeEach(async () => {
    if (engine === null || own === null) return;
    wire = await openWire(own.socketPath);
    jump = 0;
    stage = await createStage({ ...engine, dockerHost: wire.dockerHost }, 20_000, () => new Date(Date.now() + jump));
    last = null;
    stage.feature.onChanged((state) => {
      last = state;
    });
  });
  afterEach(async () => {
    wire.hang(false);
    for (const server of servers.splice(0)) server.close();
    await stage.end();
    await wire.end();
  });

  const isReady = () => last?.engine.state === 'ready';
  const shows = (lamp: LampName, state: LampState) => until(() => last?.services[0]?.lamps[lamp].state === state);
  const names = async () => Object.keys(await stage.containers());

  test('an engine that is not there at the start is told, and seen within 2 s of its coming; so is its going', async () => {
    const direct = engine === null ? null : await createStage(engine);
    if (direct === null || own === null) throw new Error('there is an engine here');
    let state: DockerState | null = null;
    const engineState = () => (state as DockerState | null)?.engine;
    direct.feature.onChanged((now) => {
      state = now;
    });
    await own.halt();
    try {
      direct.feature.watch();
      await until(() => engineState()?.state === 'unreachable');
      expect(engineState()).toMatchObject({ error: { code: 'docker/not-found' } });
      await own.resume();
      const came = performance.now();
      await until(() => engineState()?.state === 'ready');
      expect(performance.now() - came).toBeLessThan(2000);
      await own.halt();
      const went = performance.now();
      await until(() => engineState()?.state === 'unreachable');
      expect(performance.now() - went).toBeLessThan(2000);
    } finally {
      await own.resume();
      await direct.end();
    }
  });

  test('an engine that stands still is given up by name, and goes on where it stood', async () => {
    await stage.feature.start(knowledge, caller);
    stage.feature.watch();
    await shows('http', 'ok');
    const before = await stage.containers();
    await own?.freeze();
    try {
      const fault = await faultOf(stage.feature.restart(knowledge, caller));
      expect(fault.code).toBe('docker/unreachable');
      expect(fault.message).toContain('did not');
      await until(() => last?.engine.state === 'unreachable');
      expect(last?.services[0]?.busy).toBeNull();
    } finally {
      own?.thaw();
    }
    await until(isReady);
    await shows('http', 'ok');
    expect(Object.keys(await stage.containers())).toEqual(Object.keys(before));
  }, 60_000);

  test('a wire that hangs in the middle of it all is told, and nothing waits for ever', async () => {
    stage.feature.watch();
    await until(isReady);
    wire.hang(true);
    const begin = performance.now();
    await stage.feature.refresh();
    expect(performance.now() - begin).toBeLessThan(20_000);
    expect(last?.engine).toMatchObject({ state: 'unreachable', error: { code: 'docker/unreachable' } });
    wire.hang(false);
    await until(isReady);
  }, 60_000);

  test('answers that break off, in their head and in their middle, cost one try', async () => {
    await stage.feature.start(knowledge, caller);
    for (const cutAfter of [1, 20, 400]) {
      wire.fault(/^GET \/containers\/json/, { cutAfter });
      const state = await stage.feature.refresh();
      expect(['ready', 'unreachable']).toContain(state.engine.state);
      const next = await stage.feature.refresh();
      expect(next.engine.state).toBe('ready');
      expect(next.services[0]?.lamps.container.state).toBe('ok');
    }
  }, 60_000);

  test('an event stream that is torn in an event, reset or ended is taken up again, and nothing is missed', async () => {
    await stage.feature.start(knowledge, caller);
    stage.feature.watch();
    await shows('http', 'ok');
    const streams = () => wire.requests.filter((one) => one === 'GET /events').length;
    const half = '{"Type":"container","Action":"die","Actor":{"ID":"x","Attributes":{"na';
    const breaks = [
      () => wire.tear(half),
      () => wire.reset(),
      () => wire.inject(`${half}\n{"Action":1}\n\u001e\n[]\n`),
    ];
    for (const [index, tear] of breaks.entries()) {
      const before = streams();
      tear();
      if (index < 2) await until(() => streams() > before);
      await until(isReady);
      // Others go on with the container: the new stream, or the old one behind what was no event, tells of it.
      const container = own?.docker.getContainer(stage.names.knowledge);
      await container?.pause();
      await shows('container', 'warn');
      await container?.unpause();
      await shows('container', 'ok');
    }
  }, 60_000);

  test.each([
    ['1.40', { status: 'pause', id: 'x', from: 'i' }],
    ['1.52', {}],
  ])('20,000 events at once, as API %s tells them, cost a few looks, and what is so is shown', async (_api, old) => {
    await stage.feature.start(knowledge, caller);
    stage.feature.watch();
    await shows('http', 'ok');
    const lists = () => wire.requests.filter((one) => one === 'GET /containers/json').length;
    const before = lists();
    const event = (name: string) =>
      JSON.stringify({ ...old, Type: 'container', Action: 'pause', Actor: { ID: 'x', Attributes: { name } } });
    const some = [...Array.from({ length: 199 }, () => event('else')), event(stage.names.knowledge), ''].join('\n');
    for (let times = 0; times < 100; times += 1) wire.inject(some);
    await own?.docker.getContainer(stage.names.knowledge).pause();
    const begin = performance.now();
    await shows('container', 'warn');
    expect(performance.now() - begin).toBeLessThan(5000);
    await own?.docker.getContainer(stage.names.knowledge).unpause();
    await shows('container', 'ok');
    expect(lists() - before).toBeLessThan(60);
  });

  test('a port that is taken between the check and the start is told by its holder, and nothing is left', async () => {
    wire.fault(/^POST \/containers\/[^/]+\/start$/, {
      before: () => {
        const server = createServer();
        servers.push(server);
        return new Promise<void>((resolve) => server.listen(stage.ports.knowledge, '127.0.0.1', resolve));
      },
    });
    const fault = await faultOf(stage.feature.start(knowledge, caller));
    expect(fault.code).toBe('docker/port-taken');
    expect(fault.message).toContain(`pid ${process.pid}`);
    expect(await names()).toEqual([]);
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
    await stage.feature.start(knowledge, caller);
    expect(await names()).toEqual([stage.names.knowledge]);
  });

  test('a name that is taken between the check and the making is told, and its container left alone', async () => {
    let stranger = '';
    wire.fault(/^POST \/containers\/create$/, {
      before: async () => {
        const made = await own?.docker.createContainer({
          name: stage.names.knowledge,
          Image: engine?.image ?? '',
          Labels: { [testLabel]: 'stranger' },
        });
        stranger = made?.id ?? '';
      },
    });
    const fault = await faultOf(stage.feature.start(knowledge, caller));
    expect(fault.code).toBe('docker/name-taken');
    expect(await stage.containers()).toEqual({ [stage.names.knowledge]: { id: stranger, state: 'created' } });
  });

  test('an answer that is lost after the engine did what was asked is found out, and nothing is doubled', async () => {
    wire.fault(/^POST \/containers\/create$/, { cutAfter: 1 });
    await Promise.resolve(stage.feature.start(knowledge, caller)).catch(() => undefined);
    await stage.feature.start(knowledge, caller);
    expect(await names()).toEqual([stage.names.knowledge]);
    expect((await stage.containers())[stage.names.knowledge]?.state).toBe('running');
  });

  test('a container that does not listen to SIGTERM is ended after its grace period', async () => {
    await setFaults(stage.root, 'paula', 'knowledge', { ignoreSigterm: true });
    stage.change.knowledge = { stopGraceSeconds: 1 };
    await stage.feature.start(knowledge, caller);
    const begin = performance.now();
    await stage.feature.stop(knowledge, caller);
    expect(performance.now() - begin).toBeGreaterThan(1000);
    expect(performance.now() - begin).toBeLessThan(10_000);
    expect((await stage.containers())[stage.names.knowledge]?.state).toBe('exited');
  });

  test('a service that dies after it was well shows so, with its code', async () => {
    await setFaults(stage.root, 'paula', 'knowledge', { dieAfterSeconds: 3 });
    stage.change.knowledge = { restart: { name: 'no', maximumRetryCount: 0 } };
    stage.feature.watch();
    await stage.feature.start(knowledge, caller);
    await shows('http', 'ok');
    await shows('container', 'failed');
    expect(last?.services[0]?.lamps.container.why).toContain('1');
    expect(last?.services[0]?.lamps.http.state).toBe('unknown');
  });

  test('a clock that jumps ahead, as after sleep, has everything looked at anew; one set back changes nothing', async () => {
    await stage.feature.start(knowledge, caller);
    stage.feature.watch();
    await shows('http', 'ok');
    const streams = () => wire.requests.filter((one) => one === 'GET /events').length;
    await until(() => streams() === 1);
    const before = streams();
    jump = 8 * 3600 * 1000;
    await until(() => streams() > before);
    await until(isReady);
    await shows('http', 'ok');
    jump = -24 * 3600 * 1000;
    await own?.docker.getContainer(stage.names.knowledge).pause();
    await shows('container', 'warn');
    await own?.docker.getContainer(stage.names.knowledge).unpause();
    await shows('container', 'ok');
    expect(last?.engine.state).toBe('ready');
  });

  test('waking up has a new stream at once, without waiting for what is due', async () => {
    stage.feature.watch();
    await until(isReady);
    const streams = () => wire.requests.filter((one) => one === 'GET /events').length;
    await until(() => streams() === 1);
    stage.feature.noteWake();
    const begin = performance.now();
    await until(() => streams() === 2);
    expect(performance.now() - begin).toBeLessThan(2000);
    expect(isReady()).toBe(true);
  });
});
