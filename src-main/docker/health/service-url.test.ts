import { expect, test } from 'vitest';
import { sampleCompose } from '../testing/samples.ts';
import { serviceUrl } from './service-url.ts';

const port = (address: string, host: number | null, container = 9621) => ({
  address,
  host,
  container,
  protocol: 'tcp' as const,
});
const url = (...ports: ReturnType<typeof port>[]) => serviceUrl(sampleCompose({ ports }), '127.0.0.1');

test.each([
  [port('', 9622), 'http://127.0.0.1:9622'],
  [port('0.0.0.0', 9622), 'http://127.0.0.1:9622'],
  [port('127.0.0.1', 9622), 'http://127.0.0.1:9622'],
  [port('192.168.0.9', 9622), 'http://192.168.0.9:9622'],
  [port('::1', 9622), 'http://[::1]:9622'],
])('%j is asked at %s', (one, expected) => {
  expect(url(one)).toBe(expected);
});

test('of several ports the one of the server is asked', () => {
  expect(url(port('', 80, 8080), port('', 9621))).toBe('http://127.0.0.1:9621');
});

test('without a published port there is nothing to ask; a port the engine chose is asked once it is known', () => {
  expect(url()).toBeNull();
  const compose = sampleCompose({ ports: [port('', null)] });
  expect(serviceUrl(compose, '127.0.0.1')).toBeNull();
  expect(serviceUrl(compose, '127.0.0.1', [port('0.0.0.0', 49153)])).toBe('http://127.0.0.1:49153');
});

test('an engine elsewhere is asked there', () => {
  expect(serviceUrl(sampleCompose(), '10.0.0.7')).toBe('http://10.0.0.7:9621');
});
