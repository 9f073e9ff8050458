import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withAccounts, withKey } from '../../e2e/stand-ins/lightrag/contract-auth.ts';
import { good } from '../../e2e/stand-ins/lightrag/contract-call.ts';
import { type StandInProcess, serveStandIn, whyNoPython } from '../../e2e/stand-ins/lightrag/serve.ts';
import { waitFor } from '../../e2e/stand-ins/wait-for.ts';
import type { LightRagService } from '../../src-shared/lightrag.ts';
import { systemClock } from '../lib/system.ts';
import { createMemorySecrets } from '../lib/testing/memory-secrets.ts';
import { createLightRag, type LightRagFeature } from './index.ts';
import type { KnownServer } from './ports.ts';

const caller = { kind: 'window', windowId: 1 } as const;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const server: KnownServer = {
  ...{ name: 'memory', url: null, isRunning: true, run: 'one', environment: {}, envFile: '/home/env.memory_server' },
};

let features: LightRagFeature[] = [];
beforeEach(() => {
  features = [];
});
afterEach(() => Promise.all(features.map((feature) => feature.end())));

function make(known: () => Partial<KnownServer>, secrets = createMemorySecrets()): LightRagFeature {
  const servers = async () => [{ ...server, ...known() }];
  const feature = createLightRag({ clock: systemClock, log, secrets, servers });
  features.push(feature);
  return feature;
}

async function look(feature: LightRagFeature, again = false): Promise<LightRagService> {
  const [one] = (await feature.look({ again }, caller)).services;
  return one ?? expect.fail('no service');
}

const without = whyNoPython();
describe.runIf(without === null)('LightRAG’s own state, of the stand-in', () => {
  let folder: string;
  let process: StandInProcess;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'persag-lightrag-'));
  });
  afterEach(async () => {
    await process.stop();
    await rm(folder, { recursive: true });
  });
  async function start(environment: Readonly<Record<string, string>> = {}): Promise<string> {
    process = await serveStandIn(folder, environment);
    await waitFor('the stand-in', 10_000, async () => (await fetch(`${process.url}/health`)).ok);
    return process.url;
  }

  it('has versions, documents by state, the pipeline and what it can do', async () => {
    const url = await start();
    await good(url, 'POST', '/documents/text', { text: 'One.', file_source: 'one.txt' });
    await good(url, 'POST', '/documents/text', { text: 'Two.', file_source: 'two.txt' });
    expect(await look(make(() => ({ url })))).toMatchObject({
      ...{ state: 'answers', problem: null, version: '1.5.7', apiVersion: '0344' },
      documents: { all: 2, byStatus: { processed: 2 } },
      pipeline: { busy: false, job: null, message: 'Completed processing two.txt', blocked: null },
      features: { statusCounts: true, trackStatus: true, cancelPipeline: false },
      access: { from: 'nothing', kind: null },
    });
  });

  it('is asked with the key of its own env file', async () => {
    const url = await start(withKey.environment);
    const known = await look(make(() => ({ url, environment: withKey.environment })));
    expect(known).toMatchObject({ state: 'answers', access: { from: 'env-file', kind: 'key' } });
  });

  it('wants a key where none is known, takes the one that is entered, and keeps it to itself', async () => {
    const url = await start(withKey.environment);
    const feature = make(() => ({ url }));
    expect(await look(feature)).toMatchObject({ state: 'needs-key', version: '1.5.7', documents: null });
    await feature.enter({ kind: 'key', service: 'memory', key: 'wrong' }, caller);
    expect(await look(feature)).toMatchObject({ state: 'needs-key' });
    const state = await feature.enter({ kind: 'key', service: 'memory', key: withKey.key }, caller);
    expect(state.services[0]).toMatchObject({ state: 'answers', access: { from: 'entered', lasting: false } });
    expect(JSON.stringify(state)).not.toContain(withKey.key);
    expect((await feature.forget({ service: 'memory' }, caller)).services[0]?.state).toBe('needs-key');
  });

  it('is logged into with an account of its env file, whose token it renews', async () => {
    const url = await start(withAccounts.environment);
    const feature = make(() => ({ url, environment: withAccounts.environment }));
    expect(await look(feature)).toMatchObject({ state: 'answers', access: { from: 'env-file', kind: 'login' } });
    expect((await look(feature)).state).toBe('answers');
    const logins = process.output().match(/POST \/login/g);
    expect(logins).toHaveLength(1);
  });

  it('logs in once more where a token has run out, and not twice', async () => {
    // Tokens of a tenth of a second, which are not renewed.
    const environment = { ...withAccounts.environment, TOKEN_EXPIRE_HOURS: '0.00003', TOKEN_RENEW_THRESHOLD: '0' };
    const url = await start(environment);
    const feature = make(() => ({ url, environment }));
    expect((await look(feature)).state).toBe('answers');
    await waitFor('the token to run out', 5000, async () => {
      await look(feature);
      return (process.output().match(/POST \/login/g) ?? []).length > 1;
    });
    expect((await look(feature)).state).toBe('answers');
  });

  it('needs a login where the env file has only a hash, and takes the one that is entered', async () => {
    const url = await start(withAccounts.environment);
    const feature = make(() => ({ url, environment: { AUTH_ACCOUNTS: 'paula:{bcrypt}$2b$12$abc' } }));
    expect(await look(feature)).toMatchObject({ state: 'needs-login', access: { from: 'nothing' } });
    const { name, password } = withAccounts;
    const state = await feature.enter({ kind: 'login', service: 'memory', name, password }, caller);
    expect(state.services[0]).toMatchObject({ state: 'answers', access: { from: 'entered', kind: 'login' } });
  });
});

describe('LightRAG’s own state', () => {
  let counting: Server;
  let requests: string[] = [];
  let url = '';
  let answers: Record<string, readonly [status: number, body: unknown]> = {};
  beforeEach(async () => {
    requests = [];
    answers = { '/health': [200, { status: 'healthy', core_version: '1.3.9' }] };
    counting = createServer((request, response) => {
      requests.push(request.url ?? '');
      const [status, body] = answers[request.url ?? ''] ?? [404, { detail: 'Not Found' }];
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    await new Promise<void>((resolve) => counting.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(counting.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    counting.closeAllConnections();
    counting.close();
  });
  const asked = (path: string) => requests.filter((one) => one === path).length;

  it('of one that refuses is not asked for again before something changed', async () => {
    answers['/documents/status_counts'] = [403, { detail: 'API Key required' }];
    let environment = {};
    let run = 'one';
    const feature = make(() => ({ url, environment, run }));
    for (let turn = 0; turn < 5; turn += 1) expect((await look(feature)).state).toBe('needs-key');
    expect(asked('/documents/status_counts')).toBe(1);
    expect(asked('/documents/pipeline_status')).toBe(0);
    await look(feature, true);
    expect(asked('/documents/status_counts')).toBe(2);
    environment = { LIGHTRAG_API_KEY: 'new' };
    for (let turn = 0; turn < 3; turn += 1) await look(feature);
    expect(asked('/documents/status_counts')).toBe(3);
    run = 'two';
    for (let turn = 0; turn < 3; turn += 1) await look(feature);
    expect(asked('/documents/status_counts')).toBe(4);
  });

  it('of one that locks wrong logins out: a password is tried once', async () => {
    answers['/login'] = [401, { detail: 'Incorrect credentials' }];
    const feature = make(() => ({ url, environment: { AUTH_ACCOUNTS: 'paula:wrong' } }));
    for (let turn = 0; turn < 5; turn += 1) expect((await look(feature)).state).toBe('needs-login');
    expect(asked('/login')).toBe(1);
  });

  it('is one question, however many ask for it', async () => {
    answers['/documents/status_counts'] = [200, { status_counts: { PROCESSED: 2, FAILED: 1, all: 3 } }];
    const feature = make(() => ({ url }));
    const states = await Promise.all([look(feature), look(feature), look(feature)]);
    expect(states[2]).toMatchObject({ documents: { all: 3, byStatus: { processed: 2, failed: 1 } } });
    expect(asked('/health')).toBe(1);
  });

  it('of an older version is what its list of documents says', async () => {
    answers['/openapi.json'] = [200, { paths: { '/documents': {} } }];
    answers['/documents'] = [200, { statuses: { processed: [{}, {}], failed: [] } }];
    answers['/documents/pipeline_status'] = [
      200,
      { busy: true, job_name: 'indexing files', docs: 4, batchs: 2, cur_batch: 1 },
    ];
    expect(await look(make(() => ({ url })))).toMatchObject({
      ...{ version: '1.3.9', apiVersion: null, documents: { all: 2, byStatus: { processed: 2 } } },
      pipeline: { busy: true, job: 'indexing files', documents: 4, batches: 2, batch: 1 },
    });
  });

  it('says that it waits to be mended', async () => {
    const body = { busy: false, recovery_required: true, recovery_message: 'a document is broken' };
    answers['/documents/pipeline_status'] = [200, body];
    expect((await look(make(() => ({ url })))).pipeline?.blocked).toBe('a document is broken');
  });

  it.each([
    [{ isRunning: false }, 'It does not run.'],
    [{ url: null }, 'It publishes no port, so it cannot be asked.'],
    [{ url: 'http://127.0.0.1:1' }, 'It does not answer'],
  ])('is silent: %j', async (change, why) => {
    const { state, problem } = await look(make(() => ({ url, ...change })));
    expect([state, problem?.startsWith(why)]).toEqual(['silent', true]);
  });

  it('of something else is silent, whatever it sends', async () => {
    answers['/health'] = [200, 'not JSON'];
    expect((await look(make(() => ({ url })))).state).toBe('silent');
  });
});
