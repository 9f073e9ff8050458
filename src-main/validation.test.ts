import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writePlainHome, writeUpstreamHome } from '../e2e/stand-ins/homes.ts';
import type { Caller } from '../src-shared/define.ts';
import type { Finding, ValidationState } from '../src-shared/validation.ts';
import { type App, createApp } from './app.ts';
import { systemClock } from './lib/system.ts';

const caller: Caller = { kind: 'cli', windowId: 0 };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const seedFolder = join(import.meta.dirname, '..', 'assets', 'seed');
const open: App[] = [];
let person = '';
let home = '';

beforeEach(async () => {
  person = await mkdtemp(join(tmpdir(), 'persag-validation-'));
  home = join(person, '.persag');
});
afterEach(async () => {
  for (const app of open.splice(0)) await app.end();
  await rm(person, { recursive: true });
});

const path = (name: string) => join(home, name);
const compose = 'lightrag_server/docker-compose.yml';
const memoryCompose = 'lightrag_memory_server/docker-compose.yml';
const env = 'lightrag_server/env.server';
const memoryEnv = 'lightrag_memory_server/env.memory_server';

async function openApp(options: { watch: boolean } = { watch: false }): Promise<App> {
  const app = createApp({
    surroundings: { env: { PATH: '' }, homeFolder: person, platform: 'linux', seedFolder, version: '1' },
    clock: systemClock,
    log,
    desktop: null,
  });
  open.push(app);
  await app.open(options);
  return app;
}

async function validate(): Promise<ValidationState> {
  return (await openApp()).features.validation.run(undefined, caller);
}

/** Replaces a part of a file, which has to be there. */
async function edit(name: string, what: string, by: string): Promise<void> {
  const text = await readFile(path(name), 'utf8');
  expect(text).toContain(what);
  await writeFile(path(name), text.replace(what, by));
}

const only = (state: ValidationState, ...codes: readonly string[]) =>
  state.findings.filter(({ code }) => codes.includes(code));
/** Shows what matters of a finding. */
const brief = ({ code, severity, service, file, line, fix }: Finding) => ({
  ...{ code, severity, service, line },
  file: file?.slice(home.length + 1),
  fix: fix !== null,
});
/** One finding of a file. */
const at = (
  code: string,
  severity: string,
  service: string | null,
  file: string,
  line: number | null,
  fix = false,
) => ({
  ...{ code, severity, service, file, line, fix },
});

describe('validation', () => {
  it('finds nothing wrong with a home of the seed whose user was chosen', async () => {
    await openApp();
    await writeFile(path('env.userid'), 'USER_ID="default_user"\n');
    expect((await validate()).findings).toEqual([]);
  });

  it('finds of a home of upstream what upstream is known for, and nothing else', async () => {
    await writeUpstreamHome(home);
    const state = await validate();
    expect(state).toMatchObject({ home, counts: { error: 0 } });
    expect(state.findings.map(brief)).toEqual([
      at('healthcheck-port/not-listening', 'warn', 'memory', memoryCompose, 17, true),
      at('open-ports/network', 'warn', 'knowledge', compose, 8, true),
      at('open-ports/network', 'warn', 'memory', memoryCompose, 8, true),
      at('port-settings/other-port', 'info', 'knowledge', env, 4),
      at('data-dir/not-here', 'info', 'knowledge', env, 13),
      at('data-dir/not-here', 'info', 'memory', memoryEnv, 11),
    ]);
  });

  it('gives every finding of a home that is broken in every way an id of its own', async () => {
    await writeUpstreamHome(home);
    await edit(env, 'HOST=0.0.0.0', 'HOST=1\nHOST=2\nA=${LATE}\nLATE=1\nA=$B$$\n?=\nUSER_ID=x');
    await edit(compose, '9621:9621', '9622:9621');
    const { findings } = await validate();
    expect(findings.length).toBeGreaterThan(10);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length);
    expect(findings.every(({ message, why }) => message.endsWith('.') && why.endsWith('.'))).toBe(true);
  });

  it('is told again when a file changed, and only when the findings did', async () => {
    await writeUpstreamHome(home);
    const app = await openApp({ watch: true });
    const told: ValidationState[] = [];
    app.features.validation.onChanged((state) => void told.push(state));
    await writeFile(path('env.userid'), 'nonsense\n');
    await expect.poll(() => told.at(-1)?.counts.error, { timeout: 10_000 }).toBe(1);
    const before = told.length;
    await writeFile(path('env.userid'), 'more nonsense\n');
    await writeFile(path('env.userid'), 'USER_ID="charlie"\n');
    await expect.poll(() => told.at(-1)?.counts.error, { timeout: 10_000 }).toBe(0);
    expect(new Set(told.map((state) => JSON.stringify(state))).size).toBe(told.length);
    expect(told.length).toBeGreaterThan(before);
  });
});

describe('the checks', () => {
  it('structure: tells what is missing and what cannot be read', async () => {
    await writeUpstreamHome(home);
    await rm(path('lightrag_memory_server'), { recursive: true });
    await rm(path(env));
    await rm(path(compose));
    await mkdir(path(compose));
    const found = only(
      await validate(),
      'structure/folder-missing',
      'structure/file-missing',
      'structure/file-unreadable',
    );
    expect(found.map(brief)).toEqual([
      at('structure/file-unreadable', 'error', 'knowledge', compose, null),
      at('structure/file-missing', 'error', 'knowledge', env, null),
      at('structure/folder-missing', 'error', 'memory', 'lightrag_memory_server', null),
    ]);
  });

  it('user-id: tells of a text nobody can read, of none, and of an id that is not safe', async () => {
    await writeUpstreamHome(home);
    for (const [text, code, severity] of [
      ['who?\n', 'user-id/unreadable', 'error'],
      ['USER_ID="Paula Smith"\n', 'user-id/unsafe', 'error'],
      ['USER_ID=".."\n', 'user-id/unsafe', 'error'],
    ] as const) {
      await writeFile(path('env.userid'), text);
      expect(only(await validate(), code).map(brief)).toEqual([at(code, severity, null, 'env.userid', null)]);
      expect(await readFile(path('env.userid'), 'utf8')).toBe(text);
    }
    await rm(path('env.userid'));
    expect(only(await validate(), 'user-id/missing').map(brief)).toEqual([
      at('user-id/missing', 'info', null, 'env.userid', null),
    ]);
  });

  it('both-homes: tells of the one that is not used', async () => {
    await writeUpstreamHome(home);
    await cp(home, join(person, '.persagent'), { recursive: true });
    expect(only(await validate(), 'both-homes/found')).toMatchObject([{ severity: 'warn', file: home }]);
  });

  it('compose-readable: tells the line of what is not understood', async () => {
    await writeUpstreamHome(home);
    await edit(compose, '    restart: unless-stopped\n', '    privileged: true\n');
    await edit(memoryCompose, '    ports:\n', '    ports: [\n');
    const codes = ['compose-readable/unsupported-key', 'compose-readable/not-yaml'];
    expect(only(await validate(), ...codes).map(brief)).toEqual([
      at('compose-readable/unsupported-key', 'error', 'knowledge', compose, 13),
      at('compose-readable/not-yaml', 'error', 'memory', memoryCompose, expect.any(Number) as number),
    ]);
  });

  it('mounts: tells of folders of another user and of folders all users share', async () => {
    await writeUpstreamHome(home);
    await edit(compose, '${AGNO_STORAGE_DIR}/rag_storage', `${home}/data/agno/paula.smith/rag_storage`);
    await edit(compose, '${AGNO_STORAGE_DIR}/inputs', '/srv/inputs');
    await edit(memoryCompose, '${AGNO_STORAGE_DIR}/memory_inputs', '${AGNO_STORAGE_DIR}-other/memory_inputs');
    expect(only(await validate(), 'mounts/other-user', 'mounts/shared').map(brief)).toEqual([
      at('mounts/other-user', 'error', 'knowledge', compose, 10),
      at('mounts/other-user', 'error', 'memory', memoryCompose, 11),
      at('mounts/shared', 'warn', 'knowledge', compose, 11),
    ]);
  });

  it('ports: tells of a port that both services publish', async () => {
    await writeUpstreamHome(home, { knowledgePort: 9700, memoryPort: 9700 });
    expect(only(await validate(), 'ports/twice').map(brief)).toEqual([
      at('ports/twice', 'error', 'memory', memoryCompose, 8),
    ]);
  });

  it('open-ports: is content with an address of this computer', async () => {
    await writePlainHome(home, { image: 'a/b:1' });
    expect(only(await validate(), 'open-ports/network')).toEqual([]);
    await edit(compose, '"127.0.0.1:', '"0.0.0.0:');
    expect(only(await validate(), 'open-ports/network')).toHaveLength(1);
  });

  it('port-settings: compares addresses of this computer with the published port', async () => {
    await writeUpstreamHome(home, { knowledgePort: 9621 });
    await edit(compose, '9621:9621', '9700:9621');
    const found = only(await validate(), 'port-settings/other-port');
    expect(found.map(({ id, severity }) => [id, severity])).toEqual([
      ['port-settings/other-port:knowledge:LIGHTRAG_SERVER', 'warn'],
      ['port-settings/other-port:knowledge:LIGHTRAG_SERVER_URL', 'warn'],
      ['port-settings/other-port:knowledge:LIGHTRAG_SERVER_PORT', 'info'],
    ]);
  });

  it('image: tells of one without a tag, not of a port of a registry or a digest', async () => {
    for (const [name, count] of [
      ['a/b', 1],
      ['r.io:5000/a/b', 1],
      ['r.io:5000/a/b:2', 0],
      ['a/b@sha256:00', 0],
    ] as const) {
      await rm(home, { recursive: true, force: true });
      await writeUpstreamHome(home, { image: name });
      const found = only(await validate(), 'image/no-tag').filter(({ service }) => service === 'memory');
      expect(found).toHaveLength(count);
    }
  });

  it('interpolation: tells of variables that have no value, in compose and env files', async () => {
    await writeUpstreamHome(home);
    await edit(compose, 'container_name: lightrag_pagent', 'container_name: lightrag${SUFFIX}');
    await edit(memoryCompose, '${AGNO_STORAGE_DIR}/memory_inputs', '${NOWHERE}/memory_inputs');
    await edit(env, 'HOST=0.0.0.0', 'HOST=${NOBODY}');
    expect(only(await validate(), 'interpolation/compose-file', 'interpolation/env-file').map(brief)).toEqual([
      at('interpolation/compose-file', 'error', 'memory', memoryCompose, 11),
      at('interpolation/compose-file', 'warn', 'knowledge', compose, 3),
      at('interpolation/env-file', 'warn', 'knowledge', env, 3),
    ]);
  });

  it('env-order: tells of a key that is set below its use', async () => {
    await writeUpstreamHome(home);
    await edit(env, 'HOST=0.0.0.0', 'HOST=${LATER}\nLATER=1');
    expect(only(await validate(), 'env-order/used-before').map(brief)).toEqual([
      at('env-order/used-before', 'warn', 'knowledge', env, 3),
    ]);
  });

  it('env-lines: tells of lines nobody reads and of those that are read in two ways', async () => {
    await writeUpstreamHome(home);
    await edit(env, 'HOST=0.0.0.0', '?? what\nHOST=a$$b');
    expect(only(await validate(), 'env-lines/unreadable', 'env-lines/disputed').map(brief)).toEqual([
      at('env-lines/unreadable', 'warn', 'knowledge', env, 3),
      at('env-lines/disputed', 'warn', 'knowledge', env, 4),
    ]);
  });

  it('env-file-name: tells of an env file that no switch writes', async () => {
    await writeUpstreamHome(home);
    await edit(compose, '      - env.server\n', '      - ../lightrag_memory_server/env.memory_server\n');
    expect(only(await validate(), 'env-file-name/other-file').map(brief)).toEqual([
      at('env-file-name/other-file', 'error', 'knowledge', compose, 6),
    ]);
  });

  it('env-user: tells of a missing user, too', async () => {
    await writeUpstreamHome(home);
    await edit(memoryEnv, 'USER_ID=charlie\n', '');
    expect(only(await validate(), 'env-user/missing').map(brief)).toEqual([
      at('env-user/missing', 'warn', 'memory', memoryEnv, null, true),
    ]);
  });
});
