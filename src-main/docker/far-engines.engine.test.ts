import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCertificates } from '../../e2e/stand-ins/engine/certificates.ts';
import { whyNoPrivateEngine } from '../../e2e/stand-ins/engine/find-engine.ts';
import { type PrivateEngine, startPrivateEngine } from '../../e2e/stand-ins/engine/private-engine.ts';
import { type SshServer, startSshServer, whyNoSshServer } from '../../e2e/stand-ins/engine/ssh-server.ts';
import { freePort } from '../../e2e/stand-ins/free-port.ts';
import type { ComposeNetwork } from '../formats/compose-service.ts';
import { createEngine, type Engine } from './engine.ts';
import { listEngines } from './engine-list.ts';
import { followEvents } from './events.ts';
import { faultOf } from './testing/code-of.ts';
import { until } from './testing/wait-until.ts';

const without = whyNoPrivateEngine();
const withoutSsh = without ?? whyNoSshServer();
if (withoutSsh !== null) process.stdout.write(`Not all far engines are tested here: ${withoutSsh}\n`);

let folder: string;
let own: PrivateEngine;
let port: number;
beforeAll(async () => {
  if (without !== null) return;
  folder = await mkdtemp(join(tmpdir(), 'persag-far-'));
  const { ca, server } = await makeCertificates(folder);
  port = await freePort();
  const tls = ['--tlsverify', '--tlscacert', ca, '--tlscert', server.cert, '--tlskey', server.key];
  own = await startPrivateEngine({ more: ['--host', `tcp://127.0.0.1:${port}`, ...tls] });
});
afterAll(async () => {
  if (without !== null) return;
  await own.stop();
  await rm(folder, { recursive: true });
});

function engineOf(env: NodeJS.ProcessEnv): Engine {
  return createEngine({ env, homeFolder: folder, platform: process.platform }, () => undefined);
}

const plainNetwork: Omit<ComposeNetwork, 'key' | 'name'> = {
  ...{ external: false, aliases: [], address4: '', address6: '', driver: '', options: {}, labels: {} },
  ...{ internal: false, attachable: false, ipv6: false, subnets: [] },
};

/** Does with an engine what the app does all day: asks, makes a network, and hears of an event. */
async function expectToWork(engine: Engine): Promise<void> {
  const { calls } = await engine.connect();
  const heard: string[] = [];
  const off = new AbortController();
  const stream = await calls.events(off.signal);
  const following = followEvents(stream, ({ action }) => void heard.push(action));
  const name = `persag-far-${process.pid}-${Math.round(performance.now())}`;
  await calls.createNetwork({ ...plainNetwork, key: name, name }, {});
  expect(await calls.networkNames(name)).toEqual([name]);
  expect(await Promise.all(Array.from({ length: 5 }, () => calls.list()))).toEqual([[], [], [], [], []]);
  await own.docker.getNetwork(name).remove();
  off.abort();
  await following;
}

describe.runIf(without === null)('an engine behind TLS', () => {
  test('works with the certificates of the environment, and of a context', async () => {
    const address = `tcp://127.0.0.1:${port}`;
    const engine = engineOf({ DOCKER_HOST: address, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: folder });
    await expectToWork(engine);
    expect(engine.state).toMatchObject({ state: 'ready', endpoint: address });
    engine.end();

    const id = createHash('sha256').update('far').digest('hex');
    const meta = join(folder, '.docker', 'contexts', 'meta', id);
    const tls = join(folder, '.docker', 'contexts', 'tls', id, 'docker');
    await mkdir(meta, { recursive: true });
    await mkdir(tls, { recursive: true });
    await writeFile(join(meta, 'meta.json'), JSON.stringify({ Name: 'far', Endpoints: { docker: { Host: address } } }));
    for (const name of ['ca.pem', 'cert.pem', 'key.pem']) await cp(join(folder, name), join(tls, name));
    const byContext = engineOf({ DOCKER_CONTEXT: 'far' });
    await expectToWork(byContext);
    byContext.end();
  });

  test('is refused, by name, without certificates and with those of another authority', async () => {
    const other = await mkdtemp(join(tmpdir(), 'persag-other-'));
    await makeCertificates(other);
    const address = `tcp://127.0.0.1:${port}`;
    const env = { DOCKER_HOST: address, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: other };
    expect((await faultOf(engineOf(env).connect())).code).toBe('docker/tls-failed');
    // It answers plain HTTP with a word of its own.
    const plain = await faultOf(engineOf({ DOCKER_HOST: `http://127.0.0.1:${port}` }).connect());
    expect(plain.code).toBe('docker/unreachable');
    await rm(other, { recursive: true });
  });
});

describe.runIf(withoutSsh === null)('an engine behind ssh', () => {
  let ssh: SshServer;
  beforeAll(async () => {
    ssh = await startSshServer(own.dockerHost);
  });
  afterAll(() => ssh.end());

  test('works, is listed, and leaves no process behind', async () => {
    const env = { ...ssh.env, DOCKER_HOST: ssh.dockerHost };
    const engine = engineOf(env);
    await expectToWork(engine);
    expect(engine.state).toMatchObject({ state: 'ready', endpoint: ssh.dockerHost });
    const [listed] = await listEngines({ env, homeFolder: folder, platform: process.platform }, null, null);
    expect(listed).toMatchObject({ name: 'DOCKER_HOST', condition: { state: 'usable', apiVersion: '1.41' } });
    expect(listed?.remark).toContain('127.0.0.1');
    engine.end();
    await until(async () => (await ssh.connections()) === 0);
  });

  test('a host that is not known is refused, and never taken on trust', async () => {
    await ssh.forgetHost();
    const fault = await faultOf(engineOf({ ...ssh.env, DOCKER_HOST: ssh.dockerHost }).connect());
    expect(fault.code).toBe('docker/ssh-failed');
    expect(fault.message).toContain('Host key verification failed');
    expect(await ssh.connections()).toBe(0);
  });
});
