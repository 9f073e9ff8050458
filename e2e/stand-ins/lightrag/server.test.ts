import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { waitFor } from '../wait-for.ts';
import { contractChecks } from './contract.ts';
import { accountChecks, keyChecks, withAccounts, withKey } from './contract-auth.ts';
import { call } from './contract-call.ts';
import { type StandInFaults, setFaults } from './faults.ts';
import { type StandInProcess, serveStandIn, whyNoPython } from './serve.ts';

const without = whyNoPython();
if (without !== null) console.log(`The LightRAG stand-in is not tested here: ${without}.`);

let folder: string;
let server: StandInProcess | null = null;

async function start(env: NodeJS.ProcessEnv = {}): Promise<StandInProcess> {
  server = await serveStandIn(folder, env);
  return server;
}
const healthOf = ({ url }: StandInProcess) => fetch(`${url}/health`, { signal: AbortSignal.timeout(500) });
const untilHealthy = (one: StandInProcess) => waitFor('the stand-in', 10_000, async () => (await healthOf(one)).ok);

describe.runIf(without === null)('the stand-in', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'persag-stand-in-'));
  });
  afterEach(async () => {
    await server?.stop();
    server = null;
    await rm(folder, { recursive: true });
  });

  test('keeps documents in its folder and answers from them after a restart', async () => {
    const before = await start();
    await untilHealthy(before);
    const text = 'The train to Porto leaves at nine. Lunch is at noon.';
    await call(before.url, 'POST', '/documents/text', { text, file_source: 'trip.txt' });
    await call(before.url, 'POST', '/documents/text', { text: 'Whales sing.', file_source: 'sea.txt' });
    await before.stop();
    const after = await start();
    await untilHealthy(after);
    const { body } = await call(after.url, 'POST', '/query', { query: 'When does the train to Porto leave?' });
    expect(body).toEqual({
      response: 'The train to Porto leaves at nine.',
      references: [{ reference_id: '1', file_path: 'trip.txt' }],
    });
  });

  test('reads the mounted .env, which does not override the environment', async () => {
    const titles = `WEBUI_TITLE='A # title'\nLLM_MODEL=small # a comment\nWEBUI_DESCRIPTION="With \${LLM_MODEL}"\n`;
    await writeFile(join(folder, '.env'), `${titles}EMBEDDING_MODEL=none\n`);
    const one = await start({ EMBEDDING_MODEL: 'big' });
    await untilHealthy(one);
    const health = await (await healthOf(one)).json();
    expect(health).toMatchObject({
      webui_title: 'A # title',
      webui_description: 'With small',
      configuration: { llm_model: 'small', embedding_model: 'big' },
    });
  });

  test('does not start with accounts and no secret for their tokens, as newer versions do not', async () => {
    const one = await start({ AUTH_ACCOUNTS: 'paula:p' });
    expect(await one.ended).not.toBe(0);
    expect(one.output()).toContain('TOKEN_SECRET');
  });

  test('logs each request and ends at once at SIGTERM', async () => {
    const one = await start();
    await untilHealthy(one);
    await fetch(`${one.url}/documents`);
    await waitFor('the line', 2000, () => one.output().includes('"GET /documents HTTP/1.1" 200 OK'));
    one.signal('SIGTERM');
    expect(await one.ended).toBe(0);
  });

  async function startWith(faults: StandInFaults): Promise<StandInProcess> {
    // The folders of a user, as the app lays them out.
    await mkdir(join(folder, 'agno'), { recursive: true });
    await setFaults(folder, 'ann', 'memory', faults);
    return start({ WORKING_DIR: join(folder, 'agno/ann/memory_rag_storage') });
  }

  test('can be told to be slow, of another version and deaf to SIGTERM', async () => {
    const one = await startWith({ startDelaySeconds: 0.3, version: '1.3.9', ignoreSigterm: true });
    await waitFor('its first words', 5000, () => one.output().includes('Waiting for application startup'));
    await expect(healthOf(one)).rejects.toThrow();
    await untilHealthy(one);
    expect(await (await healthOf(one)).json()).toMatchObject({ core_version: '1.3.9' });
    one.signal('SIGTERM');
    await waitFor('its refusal', 2000, () => one.output().includes('Ignoring SIGTERM'));
    expect((await healthOf(one)).ok).toBe(true);
  });

  test('can be told never to be healthy', async () => {
    const one = await startWith({ health: 'never' });
    const answer = await waitFor('any answer', 5000, () => healthOf(one));
    expect(answer.status).toBe(503);
  });

  test('can be told to leave /health without an answer', async () => {
    const one = await startWith({ health: 'hang' });
    await waitFor('it to listen', 5000, () => one.output().includes('running on'));
    await expect(healthOf(one)).rejects.toMatchObject({ name: 'TimeoutError' });
    expect((await fetch(`${one.url}/documents`)).ok).toBe(true);
  });

  test('can be told not to listen', async () => {
    const one = await startWith({ health: 'closed' });
    await waitFor('its word', 5000, () => one.output().includes('not to listen'));
    await expect(healthOf(one)).rejects.toThrow();
  });

  test('can be told to end at the start, or later', async () => {
    const first = await startWith({ exitAtStart: 3 });
    expect(await first.ended).toBe(3);
    expect(first.output()).toContain('Told to exit at start with code 3');
    const second = await startWith({ dieAfterSeconds: 0.5 });
    await untilHealthy(second);
    expect(await second.ended).toBe(1);
  });
});

describe.runIf(without === null)('the contract holds for the stand-in', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'persag-contract-'));
    await untilHealthy(await start());
  });
  afterAll(async () => {
    await server?.stop();
    server = null;
    await rm(folder, { recursive: true });
  });

  test.each(contractChecks)('$name', async ({ run }) => run(server?.url ?? ''));
});

describe.runIf(without === null).each([
  { what: 'a key', environment: withKey.environment, checks: keyChecks },
  { what: 'accounts', environment: withAccounts.environment, checks: accountChecks },
])('the contract holds for the stand-in with $what', ({ environment, checks }) => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'persag-contract-'));
    await untilHealthy(await start(environment));
  });
  afterAll(async () => {
    await server?.stop();
    server = null;
    await rm(folder, { recursive: true });
  });

  test.each(checks)('$name', async ({ run }) => run(server?.url ?? ''));
});
