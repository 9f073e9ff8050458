import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DockerState, LampState, Service } from '../../src-shared/docker.ts';
import { type HealthState, healthLimits } from '../../src-shared/health.ts';
import { createFiles } from '../lib/files.ts';
import { createHealth, type HealthFeature } from './index.ts';
import type { ToldProbe } from './ports.ts';

const caller = { kind: 'cli', windowId: 0 } as const;
let folder: string;
let warnings: string[];
let seconds = 0;
const open: {
  feature: HealthFeature;
  lamps(http: LampState, engine?: 'ready' | 'connecting'): void;
  probe(told: Partial<ToldProbe>): void;
}[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-health-'));
  warnings = [];
  seconds = 0;
});
afterEach(async () => {
  for (const { feature } of open.splice(0)) await feature.end();
  await rm(folder, { recursive: true });
});

const lamp = { state: 'ok', why: 'Fine.', since: '2026-01-01T00:00:00Z', advice: null } as const;
const well: Service = {
  ...{ name: 'knowledge', title: 'Knowledge', container: 'c', image: 'i', ports: [], version: null, latency: null },
  ...{ startedAt: null, servesUser: null, dockerHealth: null, findings: [], differences: [], webUrl: null, busy: null },
  error: null,
  lamps: { container: lamp, http: lamp, model: lamp, mounts: lamp },
};

/** @param isAsked whether the engine was asked for the container already */
function start(isAsked = true) {
  let onLamps: (state: DockerState) => void = () => undefined;
  let onProbed: (told: ToldProbe) => void = () => undefined;
  const at = () => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
  const feature = createHealth({
    clock: { now: () => new Date(at()), tick: () => seconds * 1000 },
    log: { info() {}, warn: (message) => warnings.push(message), error: (message) => warnings.push(message) },
    files: createFiles(),
    path: () => join(folder, 'lamp-history.json'),
    onLamps(listener) {
      onLamps = listener;
      return () => undefined;
    },
    onProbed(listener) {
      onProbed = listener;
      return () => undefined;
    },
  });
  const one = {
    feature,
    lamps(http: LampState, engine: 'ready' | 'connecting' = 'ready') {
      seconds += 1;
      const lamps = { ...well.lamps, http: { ...lamp, state: http, why: `It is ${http}.` } };
      const ready = { state: 'ready', endpoint: 'e', version: '1', apiVersion: '1.41' } as const;
      const state = engine === 'ready' ? ready : ({ state: 'connecting', endpoint: null } as const);
      onLamps({ engine: state, services: [{ ...well, lamps }], consistent: true });
    },
    probe(told: Partial<ToldProbe>) {
      seconds += 2;
      const probe = { at: at(), state: 'ok', why: 'Fine.', ms: 3 } as const;
      onProbed({ service: 'knowledge', lamp: 'http', probe, again: null, ...told });
    },
  };
  open.push(one);
  if (isAsked)
    onProbed({
      service: 'knowledge',
      lamp: 'container',
      probe: { at: at(), state: 'ok', why: 'It runs.', ms: 1 },
      again: null,
    });
  return one;
}

const http = async (feature: HealthFeature) => {
  const state: HealthState = await feature.get(undefined, caller);
  const found = state.services.find(({ name }) => name === 'knowledge');
  if (found === undefined) throw new Error('no service');
  return found.lamps.http;
};

describe('the past of a lamp', () => {
  it('has its changes, the newest first, with their reasons', async () => {
    const { feature, lamps } = start();
    lamps('starting');
    lamps('ok');
    lamps('ok');
    lamps('failed');
    expect((await http(feature)).transitions).toMatchObject([
      { from: 'ok', to: 'failed', why: 'It is failed.', at: '2026-01-01T00:00:04.000Z' },
      { from: null, to: 'ok', at: '2026-01-01T00:00:02.000Z' },
    ]);
  });

  it('has nothing of the moment in which the engine is looked for', async () => {
    const { feature, lamps } = start();
    lamps('ok');
    lamps('unknown', 'connecting');
    lamps('ok');
    expect((await http(feature)).transitions).toHaveLength(1);
  });

  it('has nothing of the moment before the engine was asked for the container, and all of its first answer', async () => {
    const { feature, lamps, probe } = start(false);
    lamps('unknown');
    lamps('failed');
    expect((await http(feature)).transitions).toEqual([]);
    probe({ lamp: 'container' });
    expect((await http(feature)).transitions).toMatchObject([{ from: null, to: 'failed' }]);
  });

  it('has its last probes with time and result, and when the next one is', async () => {
    const { feature, probe } = start();
    probe({});
    probe({ probe: { at: '2026-01-01T00:00:10.000Z', state: 'failed', why: 'No.', ms: null } });
    probe({ probe: null, again: '2026-01-01T00:00:20.000Z' });
    const { probes, again } = await http(feature);
    expect(probes.map(({ state, ms }) => [state, ms])).toEqual([
      ['failed', null],
      ['ok', 3],
    ]);
    expect(again).toBe('2026-01-01T00:00:20.000Z');
  });

  it('is bounded, and a burst of looks is one', async () => {
    const { feature, probe, lamps } = start();
    for (let turn = 0; turn < 100; turn += 1) {
      probe({});
      lamps(turn % 2 === 0 ? 'ok' : 'failed');
    }
    const { probes, transitions } = await http(feature);
    expect([probes.length, transitions.length]).toEqual([healthLimits.probes, healthLimits.transitions]);
    const at = '2026-02-01T00:00:00.000Z';
    for (let turn = 0; turn < 5; turn += 1) probe({ probe: { at, state: 'ok', why: 'Fine.', ms: turn } });
    expect((await http(feature)).probes.filter((one) => one.at === at)).toMatchObject([{ ms: 4 }]);
  });

  it('is told at once where a lamp changes', () => {
    const { feature, lamps } = start();
    const told: HealthState[] = [];
    feature.onChanged((state) => told.push(state));
    lamps('ok');
    lamps('ok');
    lamps('failed');
    expect(told).toHaveLength(2);
  });

  it('outlasts a restart', async () => {
    const first = start();
    first.feature.watch();
    first.lamps('ok');
    first.lamps('failed');
    first.probe({});
    await first.feature.end();
    const second = start();
    await second.feature.load();
    second.lamps('failed');
    expect((await http(second.feature)).transitions.map(({ to }) => to)).toEqual(['failed', 'ok']);
    second.lamps('ok');
    const { transitions, probes } = await http(second.feature);
    expect(transitions[0]).toMatchObject({ from: 'failed', to: 'ok' });
    expect(probes).toHaveLength(1);
  });

  it('is not written by who does not watch, nor where it cannot be', async () => {
    const look = start();
    look.lamps('ok');
    await look.feature.end();
    await expect(readFile(join(folder, 'lamp-history.json'))).rejects.toThrow();
    await mkdir(join(folder, 'lamp-history.json'));
    const { feature, lamps } = start();
    await feature.load();
    feature.watch();
    lamps('ok');
    await feature.end();
    expect(warnings).toHaveLength(2);
    expect((await http(feature)).transitions).toHaveLength(1);
  });

  it.each(['', '{', '[]', '{"version":2}', '\u0000\u0000', '{"version":1,"services":{"knowledge":{}}}'])(
    'begins anew where the file has %j',
    async (text) => {
      await writeFile(join(folder, 'lamp-history.json'), text);
      const { feature, lamps } = start();
      await feature.load();
      lamps('ok');
      expect((await http(feature)).transitions).toHaveLength(1);
    },
  );
});
