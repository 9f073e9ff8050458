import { expect, test } from 'vitest';
import { readFacts, readSummary } from './container-facts.ts';

test('a list item is read', () => {
  const summary = readSummary({
    Id: 'abc',
    Names: ['/lightrag_pagent'],
    Image: 'i:latest',
    State: 'running',
    Labels: { a: 'b' },
    Ports: [
      { IP: '0.0.0.0', PrivatePort: 9621, PublicPort: 9621, Type: 'tcp' },
      { PrivatePort: 80, Type: 'tcp' },
    ],
  });
  expect(summary).toEqual({
    id: 'abc',
    names: ['lightrag_pagent'],
    image: 'i:latest',
    state: 'running',
    labels: { a: 'b' },
    ports: [
      { address: '0.0.0.0', host: 9621, container: 9621, protocol: 'tcp' },
      { address: '0.0.0.0', host: null, container: 80, protocol: 'tcp' },
    ],
  });
});

test.each([[{}], [{ Names: null, Labels: null, Ports: null }], [{ Ports: [{}], State: 7 }]])(
  'an item with nothing in it is read (%j)',
  (answer) => {
    expect(readSummary(answer)).toMatchObject({ names: [], labels: {} });
  },
);

const inspected = {
  Id: 'abc',
  Name: '/lightrag_pagent',
  State: {
    ...{ Status: 'running', Running: true, Paused: false, ExitCode: 0, Error: '' },
    ...{ StartedAt: '2026-11-22T06:09:21Z', FinishedAt: '0001-01-01T00:00:00Z', Health: { Status: 'unhealthy' } },
  },
  Config: { Image: 'i', Env: ['USER_ID=paula', 'A=b=c', 'EMPTY='], Labels: { l: '1' } },
  HostConfig: { PortBindings: { '9621/tcp': [{ HostIp: '', HostPort: '9621' }], '1/udp': null } },
  Mounts: [{ Type: 'bind', Source: '/s', Destination: '/t', RW: false }],
};

test('an inspection is read', () => {
  expect(readFacts(inspected)).toMatchObject({
    name: 'lightrag_pagent',
    running: true,
    startedAt: '2026-11-22T06:09:21Z',
    finishedAt: null,
    health: 'unhealthy',
    environment: { USER_ID: 'paula', A: 'b=c', EMPTY: '' },
    ports: [{ address: '0.0.0.0', host: 9621, container: 9621, protocol: 'tcp' }],
    mounts: [{ type: 'bind', source: '/s', target: '/t', readOnly: true }],
  });
});

test('health means nothing while the container does not run', () => {
  const State = { ...inspected.State, Running: false, Status: 'exited' };
  expect(readFacts({ ...inspected, State }).health).toBeNull();
  expect(readFacts({ ...inspected, State: { ...inspected.State, Paused: true } }).health).toBeNull();
});

test.each([
  [{}],
  [{ Id: 'x', State: null, Config: null, HostConfig: null, Mounts: null }],
  [{ Config: { Env: null } }],
])('an inspection with nothing in it is read (%j)', (answer) => {
  expect(readFacts(answer)).toMatchObject({ running: false, environment: {}, mounts: [], ports: [] });
});
