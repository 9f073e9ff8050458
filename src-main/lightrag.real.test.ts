import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type RealStage, startRealStage, without } from '../e2e/real-lightrag/real-stage.ts';
import { withAccounts, withKey } from '../e2e/stand-ins/lightrag/contract-auth.ts';
import { modelEnvironment, type RealServer, startRealServer } from '../e2e/stand-ins/real-lightrag/real-service.ts';
import { consoleLog, systemClock } from './lib/system.ts';
import { createMemorySecrets } from './lib/testing/memory-secrets.ts';
import { createLightRag } from './lightrag/index.ts';

let stage: RealStage;
let server: RealServer | null = null;

beforeAll(async () => {
  if (without === null) stage = await startRealStage();
}, 900_000);
afterAll(() => stage?.end());

describe.runIf(without === null)('LightRAG’s own state, of the real server', () => {
  afterEach(async () => {
    await server?.remove();
    server = null;
  });

  async function lookAt(environment: Readonly<Record<string, string>>, known: Readonly<Record<string, string>>) {
    const started = await startRealServer(stage.docker, stage.image, {
      ...modelEnvironment(stage.models.port),
      ...environment,
    });
    const envFile = '/home/env.memory_server';
    server = started;
    const feature = createLightRag({
      ...{ clock: systemClock, log: consoleLog, secrets: createMemorySecrets() },
      servers: async () => [
        { name: 'memory', url: started.url, isRunning: true, run: 'one', environment: known, envFile },
      ],
    });
    onTestFinished(() => feature.end());
    return feature;
  }
  const caller = { kind: 'cli', windowId: 0 } as const;

  test('is asked with the key that its env file has', async () => {
    const feature = await lookAt(withKey.environment, withKey.environment);
    const { services } = await feature.look({ again: false }, caller);
    expect(services[0]).toMatchObject({
      state: 'answers',
      access: { from: 'env-file', kind: 'key' },
      version: '1.5.7',
    });
  });

  test('wants a login, and takes the one that is entered', async () => {
    const feature = await lookAt(withAccounts.environment, {});
    expect((await feature.look({ again: false }, caller)).services[0]?.state).toBe('needs-login');
    const { name, password } = withAccounts;
    const wrong = await feature.enter({ kind: 'login', service: 'memory', name, password: 'wrong' }, caller);
    expect(wrong.services[0]?.state).toBe('needs-login');
    const right = await feature.enter({ kind: 'login', service: 'memory', name, password }, caller);
    expect(right.services[0]).toMatchObject({ state: 'answers', access: { from: 'entered', kind: 'login' } });
  });
});
