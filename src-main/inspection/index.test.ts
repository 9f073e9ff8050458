import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../src-shared/errors.ts';
import { realDisk } from '../lib/disk.ts';
import { createInspection } from './index.ts';
import type { InspectionPorts, SeenContainer } from './ports.ts';

const caller = { kind: 'window', windowId: 1 } as const;
const canary = 'canary-4711-secret';
let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'persag-inspection-'));
});
afterEach(() => rm(root, { recursive: true }));

const seen = (changes: Partial<SeenContainer> = {}): SeenContainer => ({
  ...{ id: 'k1', name: 'lightrag_pagent', mounts: [] },
  environment: {
    ...{ PATH: '/bin', USER_ID: 'anna', EMPTY: '', LLM_MODEL: 'old', OPENAI_API_KEY: canary, MAX_TOKENS: '8192' },
    DATABASE_URL: `postgres://me:${canary}@host/db`,
  },
  ...changes,
});
const written = {
  environment: { USER_ID: 'anna', EMPTY: '', LLM_MODEL: 'new', OPENAI_API_KEY: canary, ONLY_FILE: '1' },
  binds: [],
};

function setUp(changes: Partial<InspectionPorts> = {}, files: object = written) {
  const opened: string[] = [];
  const inspection = createInspection({
    container: async () => seen(),
    describe: async () => ({}),
    files: async () => ({ compose: files }) as Awaited<ReturnType<InspectionPorts['files']>>,
    usersFolder: async () => join(root, 'agno'),
    disk: realDisk,
    desktop: {
      openFolder: async (path) => void opened.push(path),
    },
    ...changes,
  });
  return { inspection, opened };
}

describe('the environment', () => {
  it('stands beside that of the files, with what differs, and without a single secret', async () => {
    const { inspection } = setUp();
    const view = await inspection.environment({ service: 'knowledge' }, caller);
    const verdicts = Object.fromEntries(view.rows.map(({ name, verdict }) => [name, verdict]));
    expect(verdicts).toEqual({
      ...{ PATH: 'image', USER_ID: 'same', EMPTY: 'same', LLM_MODEL: 'differs', OPENAI_API_KEY: 'same' },
      ...{ MAX_TOKENS: 'image', DATABASE_URL: 'image', ONLY_FILE: 'only-file' },
    });
    expect(view.rows.filter(({ isSecret }) => isSecret).map(({ name }) => name)).toEqual([
      'DATABASE_URL',
      'OPENAI_API_KEY',
    ]);
    expect(JSON.stringify(view)).not.toContain(canary);
    expect(view.rows.find(({ name }) => name === 'EMPTY')?.container).toEqual({ value: '', isEmpty: true });
  });

  it('tells the one secret that was asked for', async () => {
    const { inspection } = setUp();
    const asked = { service: 'knowledge', where: 'container' } as const;
    expect(await inspection.reveal({ ...asked, name: 'OPENAI_API_KEY' }, caller)).toEqual({ value: canary });
    for (const name of ['NOT_THERE', 'toString', '__proto__']) {
      await expect(inspection.reveal({ ...asked, name }, caller)).rejects.toMatchObject({ code: 'input/invalid' });
    }
  });

  it('is that of the files alone where there is no engine or no container', async () => {
    const gone = async () => {
      throw new Fault('docker/unreachable', 'Docker is not running.');
    };
    const { inspection } = setUp({ container: gone });
    const view = await inspection.environment({ service: 'knowledge' }, caller);
    expect(view).toMatchObject({ container: null, why: 'Docker is not running.' });
    expect(view.rows.map(({ verdict }) => verdict)).toEqual(Object.keys(written.environment).map(() => 'only-file'));
  });
});

describe('the mounts', () => {
  async function withFolders() {
    const source = join(root, 'agno', 'anna', 'rag_storage');
    await mkdir(source, { recursive: true });
    await writeFile(join(source, 'one.json'), 'x'.repeat(100));
    await mkdir(join(source, 'deep'));
    await writeFile(join(source, 'deep', 'two.json'), 'x'.repeat(50));
    const mount = { type: 'bind', source, target: '/app/data', readOnly: false };
    const missing = { type: 'bind', source: join(root, 'nowhere'), target: '/app/none', readOnly: true };
    const volume = { type: 'volume', source: '/var/lib/docker/volumes/x', target: '/cache', readOnly: false };
    const bind = { source, target: '/app/inputs', readOnly: false };
    return setUp(
      { container: async () => seen({ mounts: [mount, missing, volume] }) },
      { environment: {}, binds: [bind, { source: mount.source, target: mount.target, readOnly: false }] },
    );
  }

  it('say whose they are, what is there, and where they are written', async () => {
    const { inspection } = await withFolders();
    const { rows } = await inspection.mounts({ service: 'knowledge' }, caller);
    expect(rows).toMatchObject([
      { target: '/app/data', owner: 'anna', kind: 'folder', where: 'both', readOnly: false },
      { target: '/app/inputs', owner: 'anna', kind: 'folder', where: 'only-files' },
      { target: '/app/none', owner: null, kind: 'missing', where: 'only-container', readOnly: true },
      { target: '/cache', owner: null, kind: null, where: 'only-container' },
    ]);
  });

  it('are measured and opened one by one, and nothing else is', async () => {
    const { inspection, opened } = await withFolders();
    const service = 'knowledge' as const;
    const where = 'container' as const;
    expect(await inspection.measure({ service, target: '/app/data', where }, caller)).toEqual({
      ...{ files: 2, bytes: 150, complete: true },
    });
    await inspection.openMount({ service, target: '/app/data', where }, caller);
    expect(opened).toEqual([join(root, 'agno', 'anna', 'rag_storage')]);
    for (const target of ['/app/none', '/cache', '/etc', '/app/data/..']) {
      await expect(inspection.openMount({ service, target, where }, caller), target).rejects.toMatchObject({
        code: 'input/invalid',
      });
      await expect(inspection.measure({ service, target, where }, caller), target).rejects.toMatchObject({
        code: 'input/invalid',
      });
    }
  });
});

describe('what the engine says', () => {
  it('is shown whole, but for secrets wherever they stand', async () => {
    const description = {
      Id: 'k1',
      Config: {
        Env: [`OPENAI_API_KEY=${canary}`, 'USER_ID=anna', `URL=http://a:${canary}@h/`],
        Labels: { token: canary },
      },
      Args: ['--key', canary],
      State: { Health: { Log: [{ Output: `key ${canary}` }] } },
    };
    const { inspection } = setUp({ describe: async () => description });
    const answer = await inspection.describe({ service: 'knowledge' }, caller);
    expect(answer?.json).not.toContain(canary);
    expect(JSON.parse(answer?.json ?? '')).toMatchObject({
      Id: 'k1',
      Config: { Env: ['OPENAI_API_KEY=********', 'USER_ID=anna', 'URL=http://********@h/'] },
    });
  });

  it('is nothing where there is no container', async () => {
    const { inspection } = setUp({ container: async () => null });
    expect(await inspection.describe({ service: 'knowledge' }, caller)).toBeNull();
  });
});
