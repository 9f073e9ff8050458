import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Caller } from '../../src-shared/define.ts';
import type { DockerState } from '../../src-shared/docker.ts';
import { createDocker, type DockerFeature } from './index.ts';
import type { ServiceFiles } from './service-files.ts';
import { faultOf } from './testing/code-of.ts';
import { type Answer, createFakeEngine, type FakeEngine, sendJson } from './testing/fake-engine.ts';
import { sampleFiles } from './testing/samples.ts';
import { until } from './testing/wait-until.ts';

const caller: Caller = { kind: 'window', windowId: 1 };
const labels = { 'app.persag.service': 'knowledge' };
const noModels = { LLM_BINDING: 'bedrock', EMBEDDING_BINDING: 'bedrock', USER_ID: 'paula' };
const memory: ServiceFiles = {
  ...sampleFiles({ containerName: 'm', environment: noModels, ports: [] }),
  name: 'memory',
};
const files = (): readonly ServiceFiles[] => [sampleFiles({ environment: noModels, ports: [] }), memory];

let running = true;
const answer: Answer = (request, response) => {
  if (request.url?.includes('/containers/json')) {
    sendJson(response, 200, [{ Id: 'k', Names: ['/lightrag_pagent'], State: 'running', Labels: labels, Ports: [] }]);
  } else if (request.url?.includes('/containers/k/json')) {
    const State = { Status: running ? 'running' : 'exited', Running: running, StartedAt: '2026-11-22T06:00:00Z' };
    const Mounts = [
      { Type: 'bind', Source: '/data/agno/paula/rag_storage', Destination: '/app/data/rag_storage', RW: true },
    ];
    sendJson(response, 200, { Id: 'k', Name: '/lightrag_pagent', State, Config: { Labels: labels }, Mounts });
  } else return false;
  return true;
};

let engine: FakeEngine;
let feature: DockerFeature;
let states: DockerState[];
const last = () => states.at(-1);
const lamp = () => last()?.services[0]?.lamps.container.state;

beforeEach(async () => {
  running = true;
  engine = await createFakeEngine(answer);
  feature = make(files);
});
afterEach(async () => {
  await feature.end();
  await engine.end();
});

function make(services: () => readonly ServiceFiles[]): DockerFeature {
  states = [];
  const made = createDocker({
    services: async () => services(),
    currentUserId: async () => 'paula',
    surroundings: { env: { DOCKER_HOST: engine.dockerHost }, homeFolder: '/none', platform: 'linux', version: '1' },
    clock: { now: () => new Date(), tick: () => performance.now() },
    log: { info() {}, warn() {}, error() {} },
    serviceLimitMs: 1000,
  });
  made.onChanged((state) => states.push(state));
  return made;
}

test('one look is complete and leaves nothing open', async () => {
  await engine.listen();
  const state = await feature.get(undefined, caller);
  expect(state.engine.state).toBe('ready');
  expect(state.services.map((service) => service.lamps.container.state)).toEqual(['ok', 'warn']);
  expect(state.services[0]?.lamps.mounts.state).toBe('ok');
  await until(() => engine.open.size === 0);
});

test('without an engine the state says why, soon, and lamps are unknown', async () => {
  const begin = performance.now();
  const state = await feature.get(undefined, caller);
  expect(performance.now() - begin).toBeLessThan(1000);
  expect(state.engine).toMatchObject({ state: 'unreachable', error: { code: 'docker/not-found' } });
  expect(state.services.map((service) => service.lamps.container.state)).toEqual(['unknown', 'unknown']);
  expect(state.consistent).toBe(false);
  expect((await faultOf(feature.ready())).code).toBe('docker/not-found');
  expect((await faultOf(feature.start({ services: ['knowledge'] }, caller))).code).toBe('docker/not-found');
});

test('files that cannot be used are told for their service alone', async () => {
  await feature.end();
  const error = { code: 'compose/missing', message: 'no file', hint: 'h' } as const;
  const { compose: _none, ...broken } = memory;
  feature = make(() => [...files().slice(0, 1), { ...broken, error }]);
  await engine.listen();
  const { services } = await feature.get(undefined, caller);
  expect(services[0]?.error).toBeNull();
  expect(services[1]).toMatchObject({ error, lamps: { container: { state: 'unknown' } } });
  expect((await faultOf(feature.start({ services: ['memory'] }, caller))).code).toBe('compose/missing');
  expect(
    (
      await faultOf(
        feature.preflight(
          files()
            .slice(0, 0)
            .concat({ ...broken, error }),
          new AbortController().signal,
        ),
      )
    ).code,
  ).toBe('compose/missing');
});

test('the window is answered at once while an engine is looked for', async () => {
  feature.watch();
  const state = await feature.get(undefined, caller);
  expect(state.services).toHaveLength(2);
  expect(state.engine.state).not.toBe('ready');
});

test('an engine that starts later, goes and comes back is followed without being asked', async () => {
  feature.watch();
  await until(() => last()?.engine.state === 'unreachable');
  await engine.listen();
  await until(() => last()?.engine.state === 'ready' && lamp() === 'ok');
  await engine.close();
  await until(() => last()?.engine.state === 'unreachable' && lamp() === 'unknown');
  await engine.listen();
  await until(() => last()?.engine.state === 'ready' && lamp() === 'ok');
});

test('an event shows soon, and a container that ends may first be coming back', async () => {
  await engine.listen();
  feature.watch();
  await until(() => lamp() === 'ok');
  running = false;
  engine.sendEvent({ Type: 'container', Action: 'die', Actor: { ID: 'k', Attributes: { name: 'lightrag_pagent' } } });
  await until(() => lamp() === 'starting');
  await until(() => lamp() === 'warn');
});

test('while a switch holds the services nothing but the switch looks at them; what happened is seen at its end', async () => {
  await engine.listen();
  feature.watch();
  await until(() => lamp() === 'ok');
  const looks = () => engine.requests.filter((request) => request === 'GET /containers/json').length;
  expect(last()?.services[0]?.startedAt).not.toBeNull();
  const release = feature.hold('switching');
  expect(last()?.services[0]?.startedAt).toBeNull();
  const before = looks();
  running = false;
  for (let i = 0; i < 100; i += 1) engine.sendEvent({ Type: 'container', Action: 'die' });
  feature.noteChange();
  await feature.status();
  expect(looks()).toBe(before + 1);
  expect(lamp()).toBe('starting');
  release();
  await until(() => lamp() === 'warn');
});

test('while nobody looks the engine is asked nothing but its events; then everything is looked at', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  try {
    await engine.listen();
    feature.watch();
    await until(() => lamp() === 'ok');
    const looks = () => engine.requests.filter((one) => one === 'GET /containers/json').length;
    feature.setSeen(false);
    const before = looks();
    vi.advanceTimersByTime(10 * 60_000);
    engine.sendEvent({ Type: 'container', Action: 'exec_start: x', Actor: { ID: 'z', Attributes: { name: 'z' } } });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(looks()).toBe(before);
    expect(engine.requests.filter((one) => one === 'GET /events')).toHaveLength(1);
    // An event of our own is news for the tray.
    running = false;
    engine.sendEvent({ Type: 'container', Action: 'die', Actor: { ID: 'k', Attributes: { name: 'lightrag_pagent' } } });
    await until(() => looks() > before);
    const hidden = looks();
    feature.setSeen(true);
    await until(() => looks() > hidden);
    const seen = looks();
    vi.advanceTimersByTime(31_000);
    await until(() => looks() > seen);
  } finally {
    vi.useRealTimers();
  }
});

test('what was asked is told with what the lamp showed, and never a key', async () => {
  await engine.listen();
  const told: string[] = [];
  feature.onProbed(({ service, lamp: name, probe }) => told.push(`${service} ${name} ${probe?.state}`));
  await feature.refresh();
  expect(told).toEqual(
    expect.arrayContaining(['knowledge container ok', 'knowledge mounts ok', 'knowledge model unknown']),
  );
});

test('a change of the files is looked at', async () => {
  await engine.listen();
  feature.watch();
  await until(() => lamp() === 'ok');
  running = false;
  feature.noteChange();
  await until(() => lamp() === 'warn');
});

test('probes and containers of others cause no looks, a flood of events few', async () => {
  await engine.listen();
  feature.watch();
  await until(() => lamp() === 'ok');
  const looks = () => engine.requests.filter((request) => request === 'GET /containers/json').length;
  const before = looks();
  const shop = { Actor: { Attributes: { name: 'shop' } } };
  for (let i = 0; i < 500; i += 1) engine.sendEvent({ Type: 'container', Action: 'exec_start: probe' });
  for (let i = 0; i < 500; i += 1) engine.sendEvent({ Type: 'container', Action: 'start', ...shop });
  engine.sendEvent({ Type: 'container', Action: 'start' });
  await until(() => looks() > before);
  expect(looks()).toBe(before + 1);
  for (let i = 0; i < 10_000; i += 1) engine.sendEvent({ Type: 'container', Action: 'start' });
  running = false;
  engine.sendEvent({ Type: 'container', Action: 'die' });
  await until(() => lamp() === 'starting');
  expect(looks() - before).toBeLessThan(1000);
});

test('the same state is not told twice', async () => {
  await engine.listen();
  feature.watch();
  await until(() => lamp() === 'ok');
  await feature.refresh();
  const told = states.length;
  for (let i = 0; i < 5; i += 1) await feature.refresh();
  expect(states.length).toBe(told);
});

test('an event stream that ends is opened anew', async () => {
  await engine.listen();
  feature.watch();
  await until(() => lamp() === 'ok');
  for (const response of engine.open) response.end();
  await until(() => engine.requests.filter((request) => request === 'GET /events').length === 2);
  expect(states.every((state) => state.engine.state !== 'unreachable')).toBe(true);
});

test('after the end nothing is asked any more', async () => {
  await engine.listen();
  feature.watch();
  await until(() => lamp() === 'ok');
  await feature.end();
  await until(() => engine.open.size === 0);
  const { length } = engine.requests;
  engine.sendEvent({ Type: 'container', Action: 'die' });
  // What another one asks meanwhile is all that is asked.
  feature = make(files);
  await feature.refresh();
  expect(engine.requests.slice(length)).toEqual(['GET /_ping', 'GET /containers/json', 'GET /containers/k/json']);
});
