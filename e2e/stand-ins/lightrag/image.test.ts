import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoPrivateEngine } from '../engine/find-engine.ts';
import { type PrivateEngine, startPrivateEngine } from '../engine/private-engine.ts';
import { freePort } from '../free-port.ts';
import { type ModelServer, startModelServer } from '../model-server.ts';
import { waitFor } from '../wait-for.ts';
import { ensureStandInImage } from './build.ts';
import { checkContract } from './contract.ts';
import { type StandInFaults, setFaults } from './faults.ts';

const without = whyNoPrivateEngine();
if (without !== null) console.log(`The stand-in's image is not tested here: ${without}.`);

const image = 'egsuchanek/lightrag_pagent:latest';
const probe = "import urllib.request; urllib.request.urlopen('http://localhost:9621/health')";

describe.runIf(without === null)("the stand-in's image", () => {
  let engine: PrivateEngine;
  let folder: string;
  let models: ModelServer;

  beforeAll(async () => {
    engine = await startPrivateEngine();
    folder = await mkdtemp(join(tmpdir(), 'persag-image-'));
    models = await startModelServer({ address: engine.gateway });
    await ensureStandInImage(engine.docker, { names: [image] });
  }, 180_000);
  afterAll(async () => {
    await engine.stop();
    await models.stop();
    await rm(folder, { recursive: true });
  });

  /** A container as the compose files describe it, with the folders of `user`. */
  async function start(user: string, faults: StandInFaults | null = null) {
    await setFaults(folder, user, 'knowledge', faults);
    const port = await freePort();
    const data = join(folder, 'agno', user);
    const container = await engine.docker.createContainer({
      Image: image,
      ExposedPorts: { '9621/tcp': {} },
      Healthcheck: { Test: ['CMD', 'python', '-c', probe], Interval: 5e8, Timeout: 5e9, Retries: 3, StartPeriod: 1e9 },
      HostConfig: {
        Binds: [`${data}/rag_storage:/app/data/rag_storage`, `${data}/inputs:/app/data/inputs`],
        PortBindings: { '9621/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
        NanoCpus: 2e9,
        Memory: 2 * 1024 ** 3,
        ExtraHosts: ['host.docker.internal:host-gateway'],
        RestartPolicy: { Name: 'unless-stopped' },
      },
    });
    await container.start();
    return { container, url: `http://127.0.0.1:${port}` };
  }
  const untilHealthy = (url: string) =>
    waitFor('/health', 15_000, async () => (await fetch(`${url}/health`, { signal: AbortSignal.timeout(1000) })).ok);

  test('is made once, and under the other name too', async () => {
    const again = await ensureStandInImage(engine.docker, { names: [image] });
    expect(again.made).toBe(false);
    expect((await engine.docker.getImage(image).inspect()).Id).toBe(again.id);
  });

  test('does not take the name of an image that is not ours', async () => {
    const base = (await engine.docker.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []);
    const other = base.find((name) => name.startsWith('localhost/persag-stand-in/base')) ?? '';
    expect(other).not.toBe('');
    await expect(ensureStandInImage(engine.docker, { names: [other] })).rejects.toThrow(other);
  });

  test('keeps to the contract in a container, with the probe and the limits of the compose files', async () => {
    const { container, url } = await start('ann');
    await untilHealthy(url);
    expect(await checkContract(url)).toHaveLength(12);
    const health = await waitFor('the probe', 15_000, async () => {
      const { State } = await container.inspect();
      return State.Health?.Status === 'healthy' && State.Health;
    });
    expect(health.Log.at(-1)?.ExitCode).toBe(0);
    const { HostConfig } = await container.inspect();
    expect(HostConfig).toMatchObject({ NanoCpus: 2e9, Memory: 2 ** 31, RestartPolicy: { Name: 'unless-stopped' } });
  });

  test('reaches models on the host by host.docker.internal', async () => {
    const { container, url } = await start('ben');
    await untilHealthy(url);
    const ask = `import urllib.request as r; print(r.urlopen('http://host.docker.internal:${models.port}/api/version').read())`;
    const { code, output } = await execute(container, ['python', '-c', ask]);
    expect(output).toContain('version');
    expect(code).toBe(0);
  });

  test('keeps the documents of each user apart', async () => {
    const [one, two] = await Promise.all([start('cleo'), start('dan')]);
    await Promise.all([untilHealthy(one.url), untilHealthy(two.url)]);
    const body = JSON.stringify({ text: 'Cleo likes figs.', file_source: 'figs.txt' });
    await fetch(`${one.url}/documents/text`, { method: 'POST', body });
    const counts = await Promise.all(
      [one, two].map(async ({ url }) => (await fetch(`${url}/documents/status_counts`)).json()),
    );
    expect(counts).toMatchObject([{ status_counts: { all: 1 } }, { status_counts: { all: 0 } }]);
  });

  test('stops at once, unless told to ignore it', async () => {
    const [good, deaf] = await Promise.all([start('eve'), start('fay', { ignoreSigterm: true })]);
    await Promise.all([untilHealthy(good.url), untilHealthy(deaf.url)]);
    await Promise.all([good.container.stop({ t: 10 }), deaf.container.stop({ t: 1 })]);
    expect((await good.container.inspect()).State.ExitCode).toBe(0);
    expect((await deaf.container.inspect()).State.ExitCode).toBe(137);
  });

  test('comes back with an engine that was halted', async () => {
    const { container, url } = await start('hal');
    await untilHealthy(url);
    await engine.halt();
    await expect(fetch(`${url}/health`)).rejects.toThrow();
    await engine.resume();
    await untilHealthy(url);
    expect((await container.inspect()).State.Running).toBe(true);
  });

  test('is started again by the engine when it dies', async () => {
    const { container } = await start('gus', { exitAtStart: 3 });
    await waitFor('a second try', 15_000, async () => (await container.inspect()).RestartCount > 0);
    const log = (await container.logs({ stdout: true, stderr: true })).toString();
    expect(log).toContain('Told to exit at start with code 3');
  });
});

async function execute(container: Docker.Container, command: string[]): Promise<{ code: number; output: string }> {
  const job = await container.exec({ Cmd: command, AttachStdout: true, AttachStderr: true });
  const stream = await job.start({});
  let output = '';
  for await (const chunk of stream) output += String(chunk);
  return { code: (await job.inspect()).ExitCode ?? -1, output };
}
