import { expect, test } from 'vitest';
import type { ComposeService } from '../../formats/compose-service.ts';
import { sampleFacts, samplePlan } from '../testing/samples.ts';
import { findingsOf, probedPort } from './findings.ts';

const probe = (port: number) => ({
  test: ['CMD', 'python', '-c', `import urllib.request; urllib.request.urlopen('http://localhost:${port}/health')`],
  ...{ interval: 60e9, timeout: 10e9, startPeriod: 120e9, startInterval: null, retries: 3 },
});
const closed = [{ address: '127.0.0.1', host: 9622, container: 9621, protocol: 'tcp' as const }];
const codes = (change: Partial<ComposeService>) => findingsOf(samplePlan(change), null).map(({ code }) => code);

test("upstream's memory probe asks a port nobody listens on", () => {
  const [finding, ...others] = findingsOf(samplePlan({ ports: closed, healthcheck: probe(9622) }), null);
  expect(others).toEqual([]);
  expect(finding?.code).toBe('probe-port');
  expect(finding?.message).toMatch(/9622.*9621/);
});

test('a probe on the port of the container is fine, also where PORT moves it', () => {
  expect(codes({ ports: closed, healthcheck: probe(9621) })).toEqual([]);
  const moved = [{ address: '127.0.0.1', host: 9622, container: 9700, protocol: 'tcp' as const }];
  expect(codes({ ports: moved, environment: { PORT: '9700' }, healthcheck: probe(9700) })).toEqual([]);
  expect(codes({ ports: moved, environment: { PORT: '9700' }, healthcheck: probe(9621) })).toEqual(['probe-port']);
});

test.each([
  [['CMD-SHELL', 'curl -f http://127.0.0.1:80/x || exit 1'], 80],
  [['CMD', 'true'], null],
  [['NONE'], null],
  [[], null],
])('%j asks port %s', (command, port) => {
  expect(probedPort(command)).toBe(port);
});

test('a port on all addresses is open to the network', () => {
  expect(codes({})).toEqual(['open-to-network']);
  expect(codes({ ports: closed })).toEqual([]);
});

test('warnings of the files are passed on', () => {
  expect(codes({ ports: closed, warnings: ['AGNO_STORAGE_DIR has no value'] })).toEqual(['compose']);
});

test('a container that is not what the files say is told of', () => {
  const facts = sampleFacts({ image: 'other', ports: closed });
  expect(findingsOf(samplePlan({ ports: closed }), facts).map(({ code }) => code)).toEqual(['adopted-drift']);
});
