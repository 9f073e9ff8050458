import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pullSteps } from '../../e2e/stand-ins/model-pulls.ts';
import { type ModelServer, startModelServer } from '../../e2e/stand-ins/model-server.ts';
import type { ModelsState } from '../../src-shared/models.ts';
import { createModels, type ModelsFeature } from './index.ts';
import type { KnownNeed } from './ports.ts';
import { pullModel } from './pull-model.ts';

const caller = { kind: 'cli', windowId: 0 } as const;
let host: ModelServer;
let feature: ModelsFeature;
let needs: KnownNeed[];
let asked = 0;
const states: ModelsState[] = [];

beforeEach(async () => {
  host = await startModelServer({ models: ['nomic-embed-text'] });
  asked = 0;
  states.length = 0;
  needs = (['knowledge', 'memory'] as const).map((service) => ({
    ...{ service, role: 'LLM' as const, binding: 'ollama', model: 'granite:2b', host: 'Ollama at box', url: host.url },
    presence: 'missing' as const,
  }));
  feature = createModels({
    clock: { now: () => new Date(), tick: () => performance.now() },
    log: { info() {}, warn() {}, error: (message, cause) => process.stderr.write(`${message} ${cause}\n`) },
    needs: () => needs,
    async ask() {
      asked += 1;
      needs = needs.map((need) => ({ ...need, presence: 'there' }));
    },
    onNeeds: () => () => undefined,
  });
  feature.onChanged((state) => states.push(state));
});
afterEach(async () => {
  await feature.end();
  await host.stop();
});

const pull = () => feature.pull({ service: 'memory', role: 'LLM' }, caller);
const now = async () => (await feature.get(undefined, caller)).pulls[0];
const until = async (is: () => boolean | Promise<boolean>) => {
  for (let turn = 0; !(await is()); turn += 1) {
    if (turn > 500) throw new Error('it did not come about');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

describe('getting a model', () => {
  it('is told step by step, asks the hosts at its end, and is one for all who need it', async () => {
    host.offer(['granite:2b']);
    await pull();
    await feature.pull({ service: 'knowledge', role: 'LLM' }, caller);
    expect((await feature.get(undefined, caller)).pulls).toHaveLength(1);
    expect(await now()).toMatchObject({ state: 'running', services: ['knowledge', 'memory'], received: null });
    for (let step = 1; step <= pullSteps; step += 1) {
      await until(() => host.isPulling);
      host.stepPull();
      if (step < pullSteps) await until(async () => (await now())?.received === step * 1_000_000_000);
    }
    await until(async () => (await now())?.state === 'done');
    expect(await now()).toMatchObject({ total: 4_000_000_000, error: null });
    expect(asked).toBe(1);
    expect(states.at(-1)?.pulls[0]?.state).toBe('done');
    expect(states.at(-1)?.needed[0]).toMatchObject({ presence: 'there', command: null, canPull: false });
    expect(host.requests.filter(({ path }) => path === '/api/pull')).toHaveLength(1);
  });

  it('can be cancelled, and begun again', async () => {
    host.offer(['granite:2b']);
    await pull();
    await until(() => host.isPulling);
    const { pulls } = await feature.cancel({ id: (await now())?.id ?? '' }, caller);
    expect(pulls[0]).toMatchObject({ state: 'cancelled', error: { code: 'models/cancelled' } });
    await until(() => !host.isPulling);
    await pull();
    expect((await feature.get(undefined, caller)).pulls).toMatchObject([{ state: 'running' }]);
  });

  it('that the host does not know fails in the middle of its answer, with what it said', async () => {
    await pull();
    await until(async () => (await now())?.state === 'failed');
    const { error } = (await now()) ?? {};
    expect(error).toMatchObject({ code: 'models/pull-failed' });
    expect(error?.message).toContain('file does not exist');
    expect(asked).toBe(0);
  });

  it('from a host that is gone says so', async () => {
    await host.stop();
    await pull();
    await until(async () => (await now())?.state === 'failed');
    expect((await now())?.error?.code).toBe('models/unreachable');
    host = await startModelServer();
  });

  it('is refused where the host cannot, or need not', async () => {
    needs = needs.map((need) => ({ ...need, binding: 'openai' }));
    expect(() => pull()).toThrow(expect.objectContaining({ code: 'models/cannot-pull' }));
    needs = needs.map((need) => ({ ...need, binding: 'ollama', presence: 'there' }));
    expect(() => pull()).toThrow(expect.objectContaining({ code: 'models/cannot-pull' }));
    needs = [];
    expect(() => pull()).toThrow(expect.objectContaining({ code: 'models/cannot-pull' }));
    expect(host.requests).toEqual([]);
  });

  it('ends with the app', async () => {
    host.offer(['granite:2b']);
    await pull();
    await until(() => host.isPulling);
    await feature.end();
    await until(() => !host.isPulling);
    expect((await now())?.state).toBe('cancelled');
  });
});

describe('what a host says', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  async function attempt(listener: RequestListener): Promise<unknown> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    const options = { signal: new AbortController().signal, onProgress: () => undefined };
    return pullModel({ url, model: 'm', host: 'Ollama' }, options).then(
      () => 'got it',
      (cause) => ({ code: cause.code, message: cause.message }),
    );
  }

  it.each([
    ['an error of its own', 500, '{"error":"no space left on device"}', /no space left/],
    ['a redirect', 302, '', /HTTP 302/],
    ['an answer that breaks off', 200, '{"status":"pulling manifest"}\n', /broke off/],
    ['no lines', 200, '<html>', /broke off/],
    ['a key', 200, '{"error":"bad key sk-abcdefghijklmnopqrstuvwxyz"}\n', /bad key \*+/],
  ])('that is %s is a failure: %s', async (_name, status, body, message) => {
    const result = await attempt((_request, response) => response.writeHead(status, { Location: '/x' }).end(body));
    expect(result).toEqual({ code: 'models/pull-failed', message: expect.stringMatching(message) });
  });

  it('adds up its parts, whatever order they come in', async () => {
    const seen: (number | null)[] = [];
    const lines = [
      { status: 'pulling a', digest: 'a', total: 10 },
      { status: 'pulling a', digest: 'a', total: 10, completed: 10 },
      { status: 'pulling b', digest: 'b', total: 30, completed: 5 },
      { status: 'pulling b', digest: 'b', total: 30, completed: 30 },
      { status: 'success' },
    ];
    const server = createServer((_request, response) => {
      // Cut anywhere, as a network does.
      for (const part of `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`.match(/[\s\S]{1,7}/g) ?? []) {
        response.write(part);
      }
      response.end();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
    await pullModel(
      { url, model: 'm', host: 'Ollama' },
      { signal: new AbortController().signal, onProgress: ({ received }) => seen.push(received) },
    );
    expect(seen).toEqual([0, 10, 15, 40, 40]);
  });
});
