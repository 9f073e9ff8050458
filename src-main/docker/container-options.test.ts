import { expect, test } from 'vitest';
import { configHash, containerOptions } from './container-options.ts';
import { sampleCompose, samplePlan } from './testing/samples.ts';

test('a service becomes options of the Engine API', () => {
  const plan = samplePlan({
    binds: [
      { source: '/d/rag', target: '/app/data/rag', readOnly: false },
      { source: '/d/env.server', target: '/app/.env', readOnly: true },
    ],
    healthcheck: {
      ...{ test: ['CMD', 'true'], interval: 60e9, timeout: 10e9, startPeriod: 120e9, startInterval: null, retries: 3 },
    },
    init: true,
    stopSignal: 'SIGINT',
    stopGraceSeconds: 12.5,
    command: ['serve'],
    user: '1000',
  });
  expect(containerOptions(plan, 'v')).toMatchObject({
    name: 'lightrag_pagent',
    Image: 'egsuchanek/lightrag_pagent:latest',
    Env: ['USER_ID=paula', 'LLM_MODEL=granite3.1-dense:8b'],
    Cmd: ['serve'],
    User: '1000',
    StopSignal: 'SIGINT',
    StopTimeout: 13,
    ExposedPorts: { '9621/tcp': {} },
    Healthcheck: { Test: ['CMD', 'true'], Interval: 60e9, Timeout: 10e9, StartPeriod: 120e9, Retries: 3 },
    HostConfig: {
      NetworkMode: 'lightrag_server_default',
      Binds: ['/d/rag:/app/data/rag:rw', '/d/env.server:/app/.env:ro'],
      PortBindings: { '9621/tcp': [{ HostIp: '', HostPort: '9621' }] },
      ExtraHosts: ['host.docker.internal:host-gateway'],
      RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 },
      NanoCpus: 2e9,
      Memory: 2147483648,
      Init: true,
    },
    NetworkingConfig: { EndpointsConfig: { lightrag_server_default: { Aliases: ['lightrag'] } } },
  });
});

test('what the file leaves out is left to the image', () => {
  const options = containerOptions(samplePlan(), 'v');
  for (const name of [
    'Cmd',
    'Entrypoint',
    'User',
    'Healthcheck',
    'StopSignal',
    'StopTimeout',
    'WorkingDir',
    'Hostname',
  ]) {
    expect(options).not.toHaveProperty(name);
  }
  expect(options.HostConfig).not.toHaveProperty('Init');
});

test('the labels by which Compose lists a container are there, beside those of the file', () => {
  const { Labels } = containerOptions(samplePlan({ labels: { team: 'blue' } }), 'persag-1');
  expect(Labels).toEqual({
    team: 'blue',
    'com.docker.compose.project': 'lightrag_server',
    'com.docker.compose.service': 'lightrag',
    'com.docker.compose.oneoff': 'False',
    'com.docker.compose.container-number': '1',
    'com.docker.compose.project.working_dir': '/home/p/.persag/lightrag_server',
    'com.docker.compose.project.config_files': '/home/p/.persag/lightrag_server/docker-compose.yml',
    'com.docker.compose.config-hash': configHash(samplePlan({ labels: { team: 'blue' } }).compose),
    'com.docker.compose.version': 'persag-1',
    'app.persag.service': 'knowledge',
  });
});

test('a path with a colon is bound in the long form', () => {
  const binds = [{ source: '/data/a:b/rag', target: '/app/data', readOnly: true }];
  const { HostConfig } = containerOptions(samplePlan({ binds }), 'v');
  expect(HostConfig?.Binds).toEqual([]);
  expect(HostConfig?.Mounts).toEqual([{ Type: 'bind', Source: '/data/a:b/rag', Target: '/app/data', ReadOnly: true }]);
});

test('a Windows path keeps its drive', () => {
  const binds = [{ source: 'C:\\Users\\p\\rag', target: '/app/data', readOnly: false }];
  expect(containerOptions(samplePlan({ binds }), 'v').HostConfig?.Binds).toEqual(['C:\\Users\\p\\rag:/app/data:rw']);
});

test('several host ports of one container port are all published', () => {
  const port = { container: 9621, protocol: 'tcp' } as const;
  const ports = [
    { ...port, address: '127.0.0.1', host: 1 },
    { ...port, address: '', host: null },
  ];
  expect(containerOptions(samplePlan({ ports }), 'v').HostConfig?.PortBindings).toEqual({
    '9621/tcp': [
      { HostIp: '127.0.0.1', HostPort: '1' },
      { HostIp: '', HostPort: '' },
    ],
  });
});

test('the hash does not depend on order, versions or warnings, but on settings', () => {
  const one = sampleCompose({ environment: { A: '1', B: '2' }, labels: { x: '1', y: '2' } });
  const hash = configHash(one);
  expect(configHash(sampleCompose({ environment: { A: '1', B: '2' }, labels: { y: '2', x: '1' } }))).toBe(hash);
  expect(configHash({ ...one, warnings: ['odd'], envFiles: ['/x'] })).toBe(hash);
  expect(configHash({ ...one, environment: { A: '1', B: '3' } })).not.toBe(hash);
  expect(configHash({ ...one, binds: [] })).not.toBe(hash);
});

test('what the file says of networks, mounts and limits reaches the engine', () => {
  const network = { ...sampleCompose().networks[0], key: 'back', name: 'back', aliases: ['rag'], address4: '10.9.0.5' };
  const plan = samplePlan({
    binds: [
      { source: '/a', target: '/a', readOnly: true, relabel: 'Z', propagation: 'rslave' },
      { source: '/b', target: '/b', readOnly: false, mustExist: true, propagation: 'shared' },
    ],
    volumes: [
      {
        ...{ key: 'data', name: 'p_data', target: '/d', readOnly: false, copy: false, external: false },
        ...{ driver: '', options: {}, labels: {} },
      },
    ],
    tmpfs: [{ target: '/t', options: 'size=1' }],
    ports: [{ address: '', host: null, hostRange: '8000-8010', container: 80, protocol: 'sctp' }],
    runtime: {
      ...{ platform: 'linux/amd64', logging: { driver: 'local', options: { 'max-size': '1m' } } },
      ...{ ulimits: [{ name: 'nofile', soft: 1, hard: 2 }], sharedMemory: 5, addedCapabilities: ['A'] },
      ...{ droppedCapabilities: ['B'], readOnly: true, securityOptions: ['c'], dns: ['d'], dnsSearch: ['e'] },
      ...{ dnsOptions: ['f'], reservedMemory: 6, processes: 7 },
    },
  });
  expect(containerOptions(plan, 'v')).toMatchObject({
    platform: 'linux/amd64',
    HostConfig: {
      Binds: ['/a:/a:ro,Z,rslave', 'p_data:/d:rw,nocopy'],
      Mounts: [{ Type: 'bind', Source: '/b', Target: '/b', BindOptions: { Propagation: 'shared' } }],
      Tmpfs: { '/t': 'size=1' },
      PortBindings: { '80/sctp': [{ HostIp: '', HostPort: '8000-8010' }] },
      LogConfig: { Type: 'local', Config: { 'max-size': '1m' } },
      Ulimits: [{ Name: 'nofile', Soft: 1, Hard: 2 }],
      ...{ ShmSize: 5, CapAdd: ['A'], CapDrop: ['B'], ReadonlyRootfs: true, SecurityOpt: ['c'], Dns: ['d'] },
      ...{ DnsSearch: ['e'], DnsOptions: ['f'], MemoryReservation: 6, PidsLimit: 7 },
    },
  });
  const inTwo = samplePlan();
  const [first] = inTwo.compose.networks;
  if (first === undefined) throw new Error('no network');
  const compose = { ...inTwo.compose, networks: [{ ...first, ...network }, first] };
  const options = containerOptions({ ...inTwo, compose }, 'v');
  expect(options.NetworkingConfig).toEqual({
    EndpointsConfig: { back: { Aliases: ['lightrag', 'rag'], IPAMConfig: { IPv4Address: '10.9.0.5' } } },
  });
  expect(options).not.toHaveProperty('others');
  expect(configHash(compose)).not.toBe(configHash({ ...compose, networks: compose.networks.slice(0, 1) }));
});

test('the hash of what older versions knew stays as it was', () => {
  expect(configHash(sampleCompose())).toBe('53b3ab3cb264d3521f6db47eed06bfc65304588700a60593ea36c880746e1938');
});
