import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EngineChoice } from '../../src-shared/engines.ts';
import { createEngine } from './engine.ts';
import { checkEngine, listEngines } from './engine-list.ts';
import { faultOf } from './testing/code-of.ts';
import { createFakeEngine, type FakeEngine } from './testing/fake-engine.ts';
import { until } from './testing/wait-until.ts';

let homeFolder: string;
let fake: FakeEngine;
const on = (env: Record<string, string> = {}) => ({ env, homeFolder, platform: 'linux' as const });

beforeEach(async () => {
  homeFolder = await mkdtemp(join(tmpdir(), 'persag-engines-'));
  fake = await createFakeEngine();
  await fake.listen();
});
afterEach(async () => {
  await fake.end();
  await rm(homeFolder, { recursive: true });
});

async function writeContext(name: string, host: string): Promise<void> {
  const id = createHash('sha256').update(name).digest('hex');
  const meta = join(homeFolder, '.docker', 'contexts', 'meta', id);
  await mkdir(meta, { recursive: true });
  await writeFile(join(meta, 'meta.json'), JSON.stringify({ Name: name, Endpoints: { docker: { Host: host } } }));
}

/** Without the usual places, which depend on the machine. */
async function named(
  env: Record<string, string> = {},
  choice: EngineChoice | null = null,
  inUse: string | null = null,
) {
  const all = await listEngines(on(env), choice, inUse);
  return all.filter(({ origin }) => origin !== 'known-place');
}

test('all that is named is listed in the order in which it counts, each under the first name that leads to it', async () => {
  await writeContext('zeta', fake.dockerHost);
  await writeContext('alpha', 'unix:///nowhere/alpha.sock');
  await writeContext('colima', 'unix:///nowhere/colima.sock');
  await writeFile(join(homeFolder, '.docker', 'config.json'), JSON.stringify({ currentContext: 'colima' }));
  const env = { DOCKER_HOST: 'unix:///nowhere/host.sock', DOCKER_CONTEXT: 'zeta' };
  const choice: EngineChoice = { kind: 'address', name: 'mine', address: 'unix:///nowhere/mine.sock' };
  const all = await named(env, choice, fake.dockerHost);
  expect(all.map(({ name, origin }) => [name, origin])).toEqual([
    ['mine', 'chosen'],
    ['DOCKER_HOST', 'docker-host'],
    ['zeta', 'docker-context'],
    ['colima', 'current-context'],
    ['alpha', 'context'],
  ]);
  expect(all.map(({ inUse }) => inUse)).toEqual([false, false, true, false, false]);
  expect(all[2]?.condition).toEqual({ state: 'usable', version: '20.10.24', apiVersion: '1.41' });
  const twice = await named({ DOCKER_HOST: fake.dockerHost, DOCKER_CONTEXT: 'zeta' });
  expect(twice.map(({ name }) => name)).toEqual(['DOCKER_HOST', 'colima', 'alpha']);
});

test('each says why it cannot be used', async () => {
  const old = await createFakeEngine(() => false, '1.39');
  await old.listen();
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(join(homeFolder, 'silent.sock'), resolve));
  const stale = createServer();
  await new Promise<void>((resolve) => stale.listen(0, '127.0.0.1', resolve));
  const address = stale.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise((resolve) => stale.close(resolve));
  try {
    await writeContext('absent', 'unix:///nowhere/docker.sock');
    await writeContext('old', old.dockerHost);
    await writeContext('refused', `tcp://127.0.0.1:${port}`);
    await writeContext('silent', `unix://${homeFolder}/silent.sock`);
    await writeContext('odd', 'fd://3');
    await writeContext('far', 'ssh://nobody@127.0.0.1:1');
    const begin = performance.now();
    const all = await named({ PATH: '/usr/bin:/bin' });
    expect(performance.now() - begin).toBeLessThan(8000);
    const codes = all.map(({ name, condition }) => [name, condition.state === 'unusable' && condition.error.code]);
    expect(Object.fromEntries(codes)).toEqual({
      absent: 'docker/not-found',
      far: 'docker/ssh-failed',
      odd: 'docker/unreachable',
      old: 'docker/too-old',
      refused: 'docker/unreachable',
      silent: 'docker/unreachable',
    });
  } finally {
    silent.close();
    await old.end();
  }
});

test('what is reached over a network without TLS is remarked upon', async () => {
  await writeContext('open', 'tcp://192.0.2.1:2375');
  const [open] = await named();
  expect(open?.remark).toContain('without TLS');
});

test('a chosen engine that is gone is told, and no other one is taken in its place', async () => {
  const choice: EngineChoice = { kind: 'address', name: 'mine', address: 'unix:///nowhere/mine.sock' };
  const engine = createEngine(
    on({ DOCKER_HOST: fake.dockerHost }),
    () => undefined,
    async () => choice,
  );
  const fault = await faultOf(engine.connect());
  expect(fault.code).toBe('docker/not-found');
  expect(fault.message).toContain('mine');
  expect(fault.hint).toContain('persag engine use');
  expect(fake.requests).toEqual([]);
  const context = createEngine(
    on(),
    () => undefined,
    async () => ({ kind: 'context', name: 'gone' }),
  );
  expect((await faultOf(context.connect())).message).toContain('gone');
  expect((await faultOf(checkEngine(on(), choice))).code).toBe('docker/not-found');
});

test('an engine that is let go of is left for the one that was chosen, and open calls end', async () => {
  const second = await createFakeEngine();
  await second.listen();
  let choice: EngineChoice | null = null;
  const engine = createEngine(
    on({ DOCKER_HOST: fake.dockerHost }),
    () => undefined,
    async () => choice,
  );
  try {
    const { calls } = await engine.connect();
    expect(engine.used).toEqual({ name: 'DOCKER_HOST', origin: 'docker-host', address: fake.dockerHost });
    const stream = await calls.events(new AbortController().signal);
    const ended = new Promise((resolve) => stream.once('close', resolve));
    stream.on('error', () => undefined);
    choice = { kind: 'address', name: 'second', address: second.dockerHost };
    engine.forget();
    expect(engine.state).toEqual({ state: 'connecting', endpoint: null });
    await ended;
    await engine.connect();
    expect(engine.used).toMatchObject({ name: 'second', origin: 'chosen' });
    await until(() => fake.open.size === 0);
  } finally {
    engine.end();
    await second.end();
  }
});

test('a choice that is made while the app connects is the one that counts', async () => {
  const second = await createFakeEngine();
  await second.listen();
  let choice: EngineChoice = { kind: 'address', name: 'first', address: fake.dockerHost };
  const engine = createEngine(
    on(),
    () => undefined,
    async () => choice,
  );
  try {
    const connecting = engine.connect();
    choice = { kind: 'address', name: 'second', address: second.dockerHost };
    engine.forget();
    await connecting;
    expect(engine.used?.name).toBe('second');
  } finally {
    engine.end();
    await second.end();
  }
});
