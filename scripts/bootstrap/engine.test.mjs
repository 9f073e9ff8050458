import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { engineSockets, reachableEngine } from './engine.mjs';

let folder = '';
let server;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engine-'));
  server = createServer((request, response) => response.writeHead(request.url === '/_ping' ? 200 : 404).end());
  await new Promise((resolve) => server.listen(join(folder, 'docker.sock'), resolve));
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

test('the first socket that answers is the engine; dead files are passed over', async () => {
  await writeFile(join(folder, 'dead.sock'), '');
  const sockets = [join(folder, 'absent.sock'), join(folder, 'dead.sock'), join(folder, 'docker.sock')];
  expect(await reachableEngine(sockets)).toBe(join(folder, 'docker.sock'));
  expect(await reachableEngine(sockets.slice(0, 2))).toBeNull();
});

test('the socket that DOCKER_HOST names comes first', () => {
  expect(engineSockets({ DOCKER_HOST: 'unix:///mine.sock' }, '/home/u')[0]).toBe('/mine.sock');
  expect(engineSockets({ DOCKER_HOST: 'tcp://far:2375' }, '/home/u')[0]).toBe('/var/run/docker.sock');
});
