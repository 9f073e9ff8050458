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

test.each([
  [
    'OCI runtime exec failed: exec failed: unable to start container process: exec: "curl": executable file not found in $PATH: unknown',
    'curl',
  ],
  ['/bin/sh: 1: wget: not found\n', 'wget'],
  ['sh: curl: command not found', 'curl'],
])('a probe whose program is not in the image is pointed out: %s', (output, program) => {
  const plan = samplePlan();
  const facts = sampleFacts({ lastProbe: { exitCode: 127, output } });
  const found = findingsOf(plan, facts).find(({ code }) => code === 'probe-tool');
  expect(found?.message).toContain(`runs ${program},`);
  const well = sampleFacts({ lastProbe: { exitCode: 0, output } });
  expect(findingsOf(plan, well).some(({ code }) => code === 'probe-tool')).toBe(false);
  const refused = sampleFacts({ lastProbe: { exitCode: 1, output: 'urlopen error [Errno 111] Connection refused' } });
  expect(findingsOf(plan, refused).some(({ code }) => code === 'probe-tool')).toBe(false);
});
