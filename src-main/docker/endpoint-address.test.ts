import { expect, test } from 'vitest';
import { endpointOf } from './endpoint-address.ts';
import { codeOf } from './testing/code-of.ts';

test.each([
  ['unix:///run/user/1000/docker.sock', { socketPath: '/run/user/1000/docker.sock' }],
  ['unix://', { socketPath: '/var/run/docker.sock' }],
  ['npipe:////./pipe/docker_engine', { socketPath: '//./pipe/docker_engine' }],
  ['tcp://127.0.0.1:2375', { protocol: 'http', host: '127.0.0.1', port: 2375 }],
  ['tcp://10.0.0.7', { protocol: 'http', host: '10.0.0.7', port: 2375 }],
  ['tcp://10.0.0.7:2376', { protocol: 'https', host: '10.0.0.7', port: 2376 }],
  ['http://box:99', { protocol: 'http', host: 'box', port: 99 }],
  ['https://box', { protocol: 'https', host: 'box', port: 2376 }],
  ['box:2375', { protocol: 'http', host: 'box', port: 2375 }],
  ['tcp://[::1]:2375', { protocol: 'http', host: '::1', port: 2375 }],
])('%s is understood', (address, target) => {
  expect(endpointOf(address, null).target).toEqual(target);
});

test('certificates make tcp an https connection', () => {
  const tls = { ca: 'CA', cert: 'CERT', key: 'KEY' };
  expect(endpointOf('tcp://box:2375', tls).target).toEqual({ protocol: 'https', host: 'box', port: 2375, ...tls });
});

test('published ports are asked at the engine, not at a network address of this computer', () => {
  expect(endpointOf('tcp://10.0.0.7:2375', null).publishedHost).toBe('10.0.0.7');
  expect(endpointOf('tcp://localhost:2375', null).publishedHost).toBe('127.0.0.1');
  expect(endpointOf('unix:///x', null).publishedHost).toBe('127.0.0.1');
});

test.each(['ssh://-oProxyCommand=x', 'ssh://me:secret@box', 'fd://', 'tcp://', 'tcp://box:port', '://'])(
  '%s is refused by name',
  (address) => {
    expect(codeOf(() => endpointOf(address, null))).toBe('docker/unreachable');
  },
);

test.each([
  ['ssh://me@box', { host: 'box', user: 'me', port: null, socketPath: null }],
  ['ssh://box:2222', { host: 'box', user: null, port: 2222, socketPath: null }],
  ['ssh://box:80', { host: 'box', user: null, port: 80, socketPath: null }],
  ['ssh://me@[::1]:22/run/podman.sock', { host: '::1', user: 'me', port: 22, socketPath: '/run/podman.sock' }],
])('%s is reached by ssh', (address, ssh) => {
  expect(endpointOf(address, null)).toMatchObject({ address, ssh, target: { protocol: 'http' } });
});
