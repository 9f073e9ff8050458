import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { findEngineForTests, findReachableEngine, testLabel, whyNoPrivateEngine } from './find-engine.ts';
import { startPrivateEngine } from './private-engine.ts';

const without = whyNoPrivateEngine();
if (without !== null) console.log(`The search for an engine is not tested here: ${without}.`);

describe.runIf(without === null)('the engine for tests', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('is a private one where there can be one', async () => {
    const found = await findEngineForTests();
    if (found.kind !== 'private') throw new Error(`Found ${found.kind}`);
    expect(found.dockerHost).toMatch(/^unix:\/\/\/tmp\/persag-engine-\d+\/docker\.sock$/);
    await found.end();
    expect(existsSync(found.engine.folder)).toBe(false);
  });

  test('is else the reachable one, of which only containers with our label are removed', async () => {
    // A private engine plays the machine's own.
    const engine = await startPrivateEngine();
    try {
      await importEmpty(engine.docker, 'empty');
      await engine.docker.createContainer({ name: 'ours', Image: 'empty', Cmd: ['x'], Labels: { [testLabel]: '' } });
      await engine.docker.createContainer({ name: 'theirs', Image: 'empty', Cmd: ['x'] });
      vi.stubEnv('DOCKER_HOST', engine.dockerHost);
      const found = await findReachableEngine();
      expect(found).toMatchObject({ kind: 'shared', dockerHost: engine.dockerHost });
      if (found?.kind === 'shared') await found.end();
      const left = await engine.docker.listContainers({ all: true });
      expect(left.flatMap(({ Names }) => Names)).toEqual(['/theirs']);
    } finally {
      await engine.stop();
    }
  });

  test('is none where the named one does not answer', async () => {
    vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/docker.sock');
    expect(await findReachableEngine()).toBeNull();
  });
});

/** An image without a file: a tar archive is ended by two blocks of zeros. */
async function importEmpty(docker: Docker, repo: string): Promise<void> {
  const stream = await docker.importImage(Readable.from([Buffer.alloc(1024)]), { repo });
  await new Promise((resolve, reject) => {
    docker.modem.followProgress(stream, (cause, lines) => (cause === null ? resolve(lines) : reject(cause)));
  });
}
