import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../../src-shared/define.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { PortView } from '../../src-shared/ports.ts';
import { readCompose } from '../formats/compose-file.ts';
import { realDisk } from '../lib/disk.ts';
import { createFiles } from '../lib/files.ts';
import { createJournal } from '../lib/journal.ts';
import { systemClock } from '../lib/system.ts';
import { createPorts, type PortsFeature } from './index.ts';

const caller: Caller = { kind: 'window', windowId: 1 };
const compose = (port: string) => `# ours
services:
  lightrag:
    container_name: k
    image: i
    ports:
      - "127.0.0.1:${port}:9621" # published
    env_file: env.server
`;
const knowledgeEnv = `# Where the services answer.
LIGHTRAG_URL=http://localhost:9621/webui  # the page
LIGHTRAG_SERVER="http://host.docker.internal:9621"
LIGHTRAG_SERVER_PORT=9621
LIGHTRAG_MEMORY_URL=http://localhost:9622
LIGHTRAG_MEMORY_PORT=9621
PORT=9621
OTHER_URL=http://localhost:9621
LIGHTRAG_FAR=http://example.org:9621
LIGHTRAG_BY_NAME=http://localhost:\${LIGHTRAG_SERVER_PORT}
LIGHTRAG_BY_PORT=http://localhost:\${PORT}
`.replaceAll('\\$', '$');
const memoryEnv = 'LIGHTRAG_URL=http://127.0.0.1:9621\nLIGHTRAG_MEMORY_URL=http://127.0.0.1:9622/\n';

let root: string;
let feature: PortsFeature;
let views: PortView[];
let taken: Record<number, string>;
let recreated: string[];
let failing: Fault | null;
let busy: boolean;
const path = (name: string) => join(root, name);
const text = (name: string) => readFile(path(name), 'utf8');
const names = ['docker-compose.yml', 'env.server', 'env.memory_server'];
const all = async () => Object.fromEntries(await Promise.all(names.map(async (name) => [name, await text(name)])));

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'persag-ports-'));
  await writeFile(path('docker-compose.yml'), compose('9621'));
  await writeFile(path('env.server'), knowledgeEnv);
  await writeFile(path('env.memory_server'), memoryEnv);
  const base = { service: 'knowledge', index: 0, address: '127.0.0.1', container: 9621, protocol: 'tcp' } as const;
  const holder = { kind: 'process', name: 'python3', pid: 4711 } as const;
  views = [{ ...base, port: 9621, state: 'taken', holder, suggestion: 9631 }];
  [taken, recreated, failing, busy] = [{ 9640: 'a program of this computer uses it' }, [], null, false];
  const files = createFiles();
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  feature = createPorts({
    files,
    journal: createJournal({ disk: realDisk, folder: () => path('journal'), clock: systemClock, log }),
    log,
    async services() {
      const readEnvFile = () => '';
      const options = { variable: () => undefined, folder: root, file: path('docker-compose.yml'), readEnvFile };
      return [
        {
          name: 'knowledge',
          composeFile: path('docker-compose.yml'),
          compose: readCompose(await text('docker-compose.yml'), options),
        },
      ];
    },
    settingFiles: () => ['env.server', '.env', 'env.memory_server'].map(path),
    viewPorts: async () => views,
    whyPortTaken: async (_address, port) => taken[port] ?? null,
    freePortFor: async () => 9631,
    listeningHere: async () => [],
    async recreate(service) {
      recreated.push(`${service} ${/:(\d+):/.exec(await text('docker-compose.yml'))?.[1]}`);
      if (failing !== null) throw failing;
    },
    webUrl: () => 'http://127.0.0.1:9631/webui',
    onDocker: () => () => undefined,
    onFiles: () => () => undefined,
    backUp: async (reason) => {
      await writeFile(path('backup'), `${reason}\n${await text('env.server')}`);
      return 'backup-1';
    },
    async hold(what) {
      if (busy) throw new Fault('switching/busy', what);
      return async () => undefined;
    },
  });
});
afterEach(async () => {
  feature.end();
  await rm(root, { recursive: true });
});

const codeFor = (work: unknown) =>
  Promise.resolve(work).then(
    () => 'done',
    (cause) => cause.code as string,
  );

test('a plan shows every file that names the port, and changes none', async () => {
  const before = await all();
  const plan = await feature.plan({ service: 'knowledge' }, caller);
  expect(plan).toMatchObject({ from: 9621, to: 9631 });
  expect(plan.files.map((file) => file.path)).toEqual(names.map(path));
  expect(plan.remarks).toEqual([expect.stringContaining('LIGHTRAG_BY_PORT')]);
  expect(plan.files[0]?.diff).toContain('+      - "127.0.0.1:9631:9621" # published');
  expect(await all()).toEqual(before);
});

test('a move changes what names this port of this service, and not a byte more', async () => {
  const { id } = await feature.plan({ service: 'knowledge', to: 9700 }, caller);
  const report = await feature.move({ id }, caller);
  expect(report).toMatchObject({ from: 9621, to: 9700, answers: true, error: null, backup: 'backup-1' });
  expect(report.files).toEqual(names.map(path));
  expect(recreated).toEqual(['knowledge 9700']);
  expect(await text('docker-compose.yml')).toBe(compose('9700'));
  expect(await text('env.memory_server')).toBe(memoryEnv.replace('127.0.0.1:9621', '127.0.0.1:9700'));
  const moved = knowledgeEnv
    .replace('LIGHTRAG_URL=http://localhost:9621', 'LIGHTRAG_URL=http://localhost:9700')
    .replace('host.docker.internal:9621', 'host.docker.internal:9700')
    .replace('LIGHTRAG_SERVER_PORT=9621', 'LIGHTRAG_SERVER_PORT=9700');
  expect(await text('env.server')).toBe(moved);
  // Made before the first change.
  expect(await text('backup')).toContain(knowledgeEnv);
  expect(await codeFor(feature.move({ id }, caller))).toBe('ports/unknown-plan');
});

test('a service that cannot be made there leaves the files as they were', async () => {
  failing = new Fault('docker/image-missing', 'no image');
  const before = await all();
  const { id } = await feature.plan({ service: 'knowledge' }, caller);
  const report = await feature.move({ id }, caller);
  expect(report).toMatchObject({ files: [], answers: false, error: { code: 'docker/image-missing' } });
  expect(await all()).toEqual(before);
});

test('a container that was made there and does not answer yet keeps the files that name its port', async () => {
  failing = new Fault('docker/never-healthy', 'slow');
  const { id } = await feature.plan({ service: 'knowledge' }, caller);
  views = views.map((view) => ({ ...view, port: 9631, state: 'ours', holder: null }));
  const report = await feature.move({ id }, caller);
  expect(report).toMatchObject({ answers: false, error: { code: 'docker/never-healthy' } });
  expect(report.files).toHaveLength(3);
  expect(await text('docker-compose.yml')).toBe(compose('9631'));
});

test('what is not free, not published, changed meanwhile or badly timed is refused, and nothing is changed', async () => {
  const before = await all();
  expect(await codeFor(feature.plan({ service: 'knowledge', to: 9640 }, caller))).toBe('ports/not-free');
  expect(await codeFor(feature.plan({ service: 'knowledge', from: 9999 }, caller))).toBe('ports/no-port');
  expect(await codeFor(feature.plan({ service: 'memory' }, caller))).toBe('compose/missing');
  const { id } = await feature.plan({ service: 'knowledge', to: 9650 }, caller);
  taken[9650] = 'somebody was quicker';
  expect(await codeFor(feature.move({ id }, caller))).toBe('ports/not-free');
  const second = await feature.plan({ service: 'knowledge' }, caller);
  busy = true;
  expect(await codeFor(feature.move({ id: second.id }, caller))).toBe('switching/busy');
  busy = false;
  expect(await all()).toEqual(before);
  const third = await feature.plan({ service: 'knowledge' }, caller);
  await writeFile(path('env.server'), `${knowledgeEnv}# an editor was here\n`);
  expect(await codeFor(feature.move({ id: third.id }, caller))).toBe('home/file-changed');
  expect(await text('docker-compose.yml')).toBe(compose('9621'));
  expect(recreated).toEqual([]);
});
