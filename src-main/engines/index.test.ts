import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../../src-shared/define.ts';
import type { EngineChoice, EngineEntry, EnginesState } from '../../src-shared/engines.ts';
import { Fault } from '../../src-shared/errors.ts';
import { createFiles } from '../lib/files.ts';
import { createEngines, type EnginesFeature } from './index.ts';

const caller: Caller = { kind: 'window', windowId: 1 };
const entry = (name: string, change: Partial<EngineEntry> = {}): EngineEntry => ({
  ...{ name, origin: 'known-place', address: `unix:///${name}.sock`, inUse: false, remark: null },
  condition: { state: 'usable', version: '27', apiVersion: '1.47' },
  ...change,
});
const gone: EngineEntry['condition'] = {
  state: 'unusable',
  error: { code: 'docker/not-found', message: 'gone', hint: 'h' },
};

let folder: string;
let engines: EngineEntry[];
let feature: EnginesFeature;
let changes: number;
let busy: boolean;
const file = () => join(folder, 'desktop', 'engine.json');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-engines-'));
  engines = [
    entry('docker'),
    entry('colima', { origin: 'context' }),
    entry('colima', { address: 'unix:///other.sock' }),
  ];
  changes = 0;
  busy = false;
  feature = make();
});
afterEach(async () => {
  await feature.end();
  await rm(folder, { recursive: true });
});

function make(): EnginesFeature {
  return createEngines({
    files: createFiles(),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    folder: () => join(folder, 'desktop'),
    listEngines: async () => engines,
    async checkEngine(choice: EngineChoice) {
      if (choice.name.includes('bad')) throw new Fault('docker/too-old', 'too old');
    },
    async changeEngine() {
      changes += 1;
    },
    usedEngine: () => ({ name: 'docker', origin: 'known-place', address: 'unix:///docker.sock' }),
    onEngine: () => () => undefined,
    async hold(what) {
      if (busy) throw new Fault('switching/busy', what);
      return async () => undefined;
    },
  });
}

const codeFor = (engine: string) =>
  Promise.resolve(feature.use({ engine }, caller)).then(
    () => 'done',
    (cause) => cause.code as string,
  );

test('nothing is chosen at first, and no file is made by looking', async () => {
  const state = await feature.list(undefined, caller);
  expect(state).toMatchObject({ choice: null, trouble: null, engines });
  expect(state.why).toContain('docker');
  await expect(readFile(file())).rejects.toThrow();
});

test('a choice is kept over a restart, followed at once, and taken back by auto', async () => {
  await feature.use({ engine: 'COLIMA' }, caller);
  expect(changes).toBe(1);
  const choice = { kind: 'context', name: 'colima' };
  expect(await feature.choice()).toEqual(choice);
  expect(await make().choice()).toEqual(choice);
  await feature.use({ engine: 'unix:///other.sock' }, caller);
  expect(await feature.choice()).toEqual({ kind: 'address', name: 'colima', address: 'unix:///other.sock' });
  await feature.use({ engine: 'tcp://10.0.0.7:2376' }, caller);
  expect(await feature.choice()).toMatchObject({ address: 'tcp://10.0.0.7:2376' });
  await feature.use({ engine: 'auto' }, caller);
  expect(await make().choice()).toBeNull();
  expect(changes).toBe(4);
});

test('what nobody knows, what cannot be used, and what comes at a bad time changes nothing', async () => {
  await feature.use({ engine: 'docker' }, caller);
  const before = await readFile(file(), 'utf8');
  expect(await codeFor('nobody')).toBe('engines/unknown');
  expect(await codeFor('unix:///bad.sock')).toBe('docker/too-old');
  busy = true;
  expect(await codeFor('colima')).toBe('switching/busy');
  expect(await readFile(file(), 'utf8')).toBe(before);
  expect(changes).toBe(1);
});

test('of two with one name the one that can be used is meant', async () => {
  engines = [entry('Docker', { condition: gone }), entry('Docker', { address: 'unix:///second.sock' })];
  await feature.use({ engine: 'docker' }, caller);
  expect(await feature.choice()).toMatchObject({ address: 'unix:///second.sock' });
});

test.each(['{ broken', '{"kind":"other"}', ''])('a file that is not ours (%j) is told, and no choice', async (text) => {
  await feature.use({ engine: 'docker' }, caller);
  await writeFile(file(), text);
  const state = await feature.list(undefined, caller);
  expect(state.choice).toBeNull();
  expect(state.trouble).toContain('engine.json');
  await feature.use({ engine: 'docker' }, caller);
  expect((await feature.list(undefined, caller)).trouble).toBeNull();
});

test('a choice that another process makes is followed, and told to whoever looks', async () => {
  await feature.watch();
  const told: EnginesState[] = [];
  feature.onChanged((state) => told.push(state));
  await feature.list(undefined, caller);
  const other = make();
  await other.use({ engine: 'docker' }, caller);
  await expect.poll(() => changes, { timeout: 5000 }).toBe(2);
  await expect.poll(() => told.at(-1)?.choice, { timeout: 5000 }).toMatchObject({ name: 'docker' });
});
