import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { findFreePort, viewPorts, whyTaken } from './port-views.ts';
import type { ServicePlan } from './service-files.ts';
import { samplePlan, sampleSummary } from './testing/samples.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(port = 0): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const planAt = (host: number, name: ServicePlan['name'] = 'knowledge'): ServicePlan => ({
  ...samplePlan({ ports: [{ address: '127.0.0.1', host, container: 9621, protocol: 'tcp' }] }),
  name,
});
const around = (plans: ServicePlan[], containers: ReturnType<typeof sampleSummary>[] = [], isLocal = true) => ({
  ...{ plans, containers },
  surroundings: { platform: process.platform, isLocal },
});

test('a port that a program has is taken, and one is found ten above it', async () => {
  const port = await listen();
  const [view] = await viewPorts(around([planAt(port)]));
  expect(view).toMatchObject({ service: 'knowledge', index: 0, port, state: 'taken' });
  if (process.platform === 'linux') expect(view?.holder).toMatchObject({ kind: 'process', pid: process.pid });
  expect(view?.suggestion).toBeGreaterThanOrEqual(port + 10);
});

test('the service’s own container has its port; without one it is free, and on another computer unknown', async () => {
  const port = await listen();
  const ports = [{ address: '127.0.0.1', host: port, container: 9621, protocol: 'tcp' }];
  expect(await viewPorts(around([planAt(port)], [sampleSummary({ ports })]))).toMatchObject([{ state: 'ours' }]);
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  expect(await viewPorts(around([planAt(port)]))).toMatchObject([{ state: 'free', holder: null }]);
  expect(await viewPorts(around([planAt(port)], [], false))).toMatchObject([{ state: 'unknown' }]);
});

test('a container of somebody else is named with its project', async () => {
  const ports = [{ address: '0.0.0.0', host: 9621, container: 80, protocol: 'tcp' }];
  const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' };
  const shop = sampleSummary({ names: ['shop_web_1'], labels, ports });
  const [view] = await viewPorts(around([planAt(9621)], [shop], false));
  expect(view?.holder).toEqual({ kind: 'container', name: 'shop_web_1', project: 'shop' });
});

test('a free port is passed over where a program, a container or the other service has it', async () => {
  const first = await listen();
  await listen(first + 10).catch(() => undefined);
  const ports = [{ address: '0.0.0.0', host: first + 11, container: 80, protocol: 'tcp' }];
  const shop = sampleSummary({ names: ['shop'], labels: {}, ports });
  const all = around([planAt(first), planAt(first + 12, 'memory')], [shop]);
  const found = await findFreePort(all, { address: '127.0.0.1', host: first, protocol: 'tcp' });
  expect(found).toBeGreaterThanOrEqual(first + 13);
  const why = (host: number) => whyTaken(all, { address: '127.0.0.1', host, protocol: 'tcp' });
  expect(await why(first + 11)).toContain('shop');
  expect(await why(first + 12)).toContain('services');
  expect(await why(found ?? 0)).toBeNull();
});

test('near the last port the search goes on below it', async () => {
  const found = await findFreePort(around([planAt(65530)], [], false), { address: '', host: 65530, protocol: 'tcp' });
  expect(found).toBe(65520);
});
