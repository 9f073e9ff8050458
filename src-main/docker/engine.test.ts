import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Fault } from '../../src-shared/errors.ts';
import { createEngine, type Engine, reach } from './engine.ts';
import { connectionFault } from './engine-fault.ts';
import { faultOf } from './testing/code-of.ts';
import { type Answer, createFakeEngine, type FakeEngine } from './testing/fake-engine.ts';
import { until } from './testing/wait-until.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function fake(answer?: Answer, apiVersion?: string): Promise<FakeEngine> {
  const engine = await createFakeEngine(answer, apiVersion);
  ends.push(() => engine.end());
  return engine;
}

function engineAt(dockerHost: string): Engine {
  const engine = createEngine({ env: { DOCKER_HOST: dockerHost }, homeFolder: '/none', platform: 'linux' }, () => {});
  ends.push(() => engine.end());
  return engine;
}

test('a ready engine says its version and the API spoken with it', async () => {
  const server = await fake();
  await server.listen();
  const engine = engineAt(server.dockerHost);
  expect(engine.state).toEqual({ state: 'connecting', endpoint: null });
  await engine.connect();
  const endpoint = server.dockerHost;
  expect(engine.state).toEqual({ state: 'ready', endpoint, version: '20.10.24', apiVersion: '1.41' });
});

test('a newer engine is spoken to in the newest version the app knows', async () => {
  const server = await fake(undefined, '1.99');
  await server.listen();
  const engine = engineAt(server.dockerHost);
  await engine.connect();
  expect(engine.state).toMatchObject({ apiVersion: '1.52' });
});

test('the version is in the path of every request', async () => {
  const paths: string[] = [];
  const server = await fake((request) => {
    paths.push(request.url ?? '');
    return false;
  });
  await server.listen();
  const { calls } = await engineAt(server.dockerHost).connect();
  await calls.list();
  expect(paths[1]).toMatch(/^\/v1\.41\/containers\/json/);
});

test('an engine older than 1.40 is too old', async () => {
  const server = await fake(undefined, '1.39');
  await server.listen();
  const engine = engineAt(server.dockerHost);
  expect((await faultOf(engine.connect())).code).toBe('docker/too-old');
  expect(engine.state).toMatchObject({ state: 'unreachable', error: { code: 'docker/too-old' } });
});

test('no socket is not found, a socket without a listener is unreachable', async () => {
  const server = await fake();
  expect((await faultOf(engineAt(server.dockerHost).connect())).code).toBe('docker/not-found');
  expect((await faultOf(engineAt('tcp://127.0.0.1:1').connect())).code).toBe('docker/unreachable');
});

test('a refused permission names the endpoint', () => {
  const fault = connectionFault(Object.assign(new Error('no'), { code: 'EACCES' }), 'unix:///x.sock');
  expect(fault?.code).toBe('docker/no-permission');
  expect(fault?.message).toContain('unix:///x.sock');
});

test('an engine that resets, or is none, is unreachable', async () => {
  const reset = await fake((request) => {
    request.socket.destroy();
    return true;
  });
  await reset.listen();
  expect((await faultOf(engineAt(reset.dockerHost).connect())).code).toBe('docker/unreachable');
  const other = await fake((_request, response) => {
    response.removeHeader('Api-Version');
    response.end('hello');
    return true;
  });
  await other.listen();
  expect((await faultOf(engineAt(other.dockerHost).connect())).code).toBe('docker/unreachable');
});

test('an engine that takes connections and says nothing is unreachable after a limit', async () => {
  const silent: Server = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  ends.push(() => silent.close());
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const begin = performance.now();
  expect((await faultOf(engineAt(`tcp://127.0.0.1:${port}`).connect())).code).toBe('docker/unreachable');
  expect(performance.now() - begin).toBeLessThan(5000);
});

test('open calls end when the connection is given up', async () => {
  const server = await fake((request, response) => {
    if (!request.url?.includes('/containers/json')) return false;
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
    response.write('[{"Id":');
    request.socket.destroySoon();
    return true;
  });
  await server.listen();
  const engine = engineAt(server.dockerHost);
  const connection = await engine.connect();
  const call = faultOf(connection.calls.list());
  await until(() => server.requests.includes('GET /containers/json'));
  engine.lose(connection, new Fault('docker/unreachable', 'gone'));
  expect((await call).message).toBe('gone');
  expect(engine.state).toMatchObject({ state: 'unreachable', error: { message: 'gone' } });
});

test('an engine that starts later is found by the next look', async () => {
  const server = await fake();
  const engine = engineAt(server.dockerHost);
  await faultOf(engine.connect());
  await server.listen();
  await engine.connect();
  expect(engine.state.state).toBe('ready');
});

test('reach waits for an engine that is coming back', async () => {
  const server = await fake();
  await server.listen();
  const engine = engineAt(server.dockerHost);
  await engine.connect();
  await server.close();
  const reached = reach(engine, 10_000, new AbortController().signal);
  setTimeout(() => void server.listen(), 300);
  await reached;
  expect(engine.state.state).toBe('ready');
});

test('many who connect at once share one attempt', async () => {
  const server = await fake();
  await server.listen();
  const engine = engineAt(server.dockerHost);
  const connections = await Promise.all([engine.connect(), engine.connect(), engine.connect()]);
  expect(new Set(connections).size).toBe(1);
  expect(server.requests).toEqual(['GET /_ping']);
});
