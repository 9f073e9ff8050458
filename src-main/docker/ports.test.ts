import { createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, expect, test } from 'vitest';
import type { Fault } from '../../src-shared/errors.ts';
import { conflictFault, findConflict, isPortRefusal, type PortConflict, unseenHolderFault } from './ports.ts';
import type { ServicePlan } from './service-files.ts';
import { samplePlan, sampleSummary } from './testing/samples.ts';

const local = { platform: process.platform, isLocal: true };
const remote = { platform: process.platform, isLocal: false };
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(host: string): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** What a person is told of a conflict; fails the test where there is none. */
async function conflictOf(asked: Promise<PortConflict | null>): Promise<Fault> {
  const conflict = await asked;
  if (conflict === null) throw new Error('there is no conflict');
  return conflictFault(conflict);
}

const planAt = (host: number, address = ''): ServicePlan =>
  samplePlan({ ports: [{ address, host, container: 9621, protocol: 'tcp' }] });
const foreign = { labels: { 'com.docker.compose.project': 'shop' }, names: ['shop_web_1'] };

test('a free port is fine, and is free afterwards', async () => {
  const port = await listen('127.0.0.1');
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
  expect(await findConflict([planAt(port)], [], local)).toBeNull();
  expect(await findConflict([planAt(port)], [], local)).toBeNull();
});

test.each(['', '127.0.0.1'])('a port that a process holds is taken, and the process named (%j)', async (address) => {
  const port = await listen('127.0.0.1');
  const fault = await conflictOf(findConflict([planAt(port, address)], [], local));
  expect(fault.code).toBe('docker/port-taken');
  expect(fault.message).toContain(String(port));
  if (process.platform === 'linux') expect(fault.message).toContain(`pid ${process.pid}`);
});

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'));
test.runIf(hasIpv6)('a port held on IPv6 alone is taken for all addresses', async () => {
  const port = await listen('::1');
  expect(await findConflict([planAt(port)], [], local)).not.toBeNull();
});

test('a container of another project is named with its project', async () => {
  const ports = [{ address: '0.0.0.0', host: 9, container: 80, protocol: 'tcp' }];
  const fault = await conflictOf(findConflict([planAt(9)], [sampleSummary({ ...foreign, ports })], remote));
  expect(fault.code).toBe('docker/port-taken');
  expect(fault.message).toMatch(/shop_web_1.*shop/);
});

test('other addresses and protocols do not clash', async () => {
  const at = (address: string, protocol = 'tcp') => [
    sampleSummary({ ...foreign, ports: [{ address, host: 9, container: 80, protocol }] }),
  ];
  expect(await findConflict([planAt(9, '127.0.0.1')], at('10.0.0.1'), remote)).toBeNull();
  expect(await findConflict([planAt(9, '127.0.0.1')], at('127.0.0.1', 'udp'), remote)).toBeNull();
  expect(await findConflict([planAt(9, '127.0.0.1')], at('::'), remote)).not.toBeNull();
});

test('the port of the container to be replaced is ours, even while its proxy listens', async () => {
  const port = await listen('127.0.0.1');
  const ports = [{ address: '0.0.0.0', host: port, container: 9621, protocol: 'tcp' }];
  expect(await findConflict([planAt(port)], [sampleSummary({ ports })], local)).toBeNull();
});

test('the port of a service that is not replaced is taken', async () => {
  const memory = sampleSummary({ labels: { 'app.persag.service': 'memory' }, names: ['lightrag_memory'] });
  expect(await findConflict([planAt(9621)], [memory], remote)).toMatchObject({ port: 9621, mayPass: false });
});

test('two services that want one port are told before anything starts', async () => {
  const both = [planAt(9), { ...planAt(9), name: 'memory' as const }];
  expect((await conflictOf(findConflict(both, [], remote))).message).toContain('Knowledge');
});

test('ports the engine chooses cannot clash', async () => {
  const plan = samplePlan({ ports: [{ address: '', host: null, container: 9621, protocol: 'tcp' }] });
  expect(await findConflict([plan], [sampleSummary(foreign)], local)).toBeNull();
});

const refusal = (message: string) => Object.assign(new Error('x'), { statusCode: 500, json: { message } });
const texts = [
  'driver failed programming external connectivity on endpoint x (1): Bind for 0.0.0.0:9621 failed: port is already allocated',
  'driver failed programming external connectivity on endpoint x (1): Error starting userland proxy: listen tcp4 0.0.0.0:9621: bind: address already in use',
  'failed to set up container networking: driver failed: failed to bind host port 0.0.0.0:9621/tcp: address already in use',
  'Ports are not available: exposing port TCP 0.0.0.0:9621 -> 0.0.0.0:0: listen tcp 0.0.0.0:9621: bind: An attempt was made to access a socket in a way forbidden by its access permissions.',
];

test.each(texts)('is about a port, and the port is found: %s', (text) => {
  expect(isPortRefusal(refusal(text))).toBe(true);
  const fault = unseenHolderFault(samplePlan({ ports: [] }), refusal(text));
  expect(fault.code).toBe('docker/port-taken');
  expect(fault.message).toContain('9621');
});

test('other refusals are not', () => {
  expect(isPortRefusal(refusal('No such image: x'))).toBe(false);
});
