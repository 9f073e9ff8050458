import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writePlainHome } from '../../../e2e/stand-ins/homes.ts';
import { runInProcess } from '../testing/run-in-process.ts';
import { addServices } from './services.ts';
import { addSettings } from './settings.ts';

const key = 'sk-canary-of-the-services';
let root = '';
let home = '';
let passphrase = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'persag-services-use-'));
  home = join(root, 'home');
  await writePlainHome(home, { image: 'none' });
  passphrase = join(root, 'passphrase');
  await writeFile(passphrase, 'of the shell\n');
  await writeFile(join(root, 'key'), `${key}\n`);
});
afterEach(() => rm(root, { recursive: true }));

const settings = (...args: readonly string[]) => runInProcess(addSettings, ['--home', home, 'settings', ...args]);
const use = (...args: readonly string[]) => runInProcess(addServices, ['--home', home, 'services', 'use', ...args]);
const opening = () => ['--passphrase-file', passphrase];
const setWork = () => {
  const secret = ['--secret-file', `apiKey=${join(root, 'key')}`];
  return settings('set', 'Work', '--provider', 'openai', '--model', 'gpt-x', ...secret, ...opening());
};
const setHere = () => settings('set', 'Here', '--provider', 'ollama', '--model', 'bge-m3');
const env = () => readFile(join(home, 'lightrag_memory_server/env.memory_server'), 'utf8');

describe('persag services use', () => {
  it('shows each variable before and after, without the key, and changes nothing', async () => {
    expect((await setWork()).code).toBe(0);
    const before = await env();
    const { code, said } = await use('work', '--for', 'llm', '--dry-run', ...opening());
    expect(code).toBe(0);
    expect(said).toMatch(/Memory +LLM_MODEL +\S+ +gpt-x/);
    expect(said).toMatch(/LLM_BINDING_API_KEY +- +\*{8}/);
    expect(said).toContain('written in clear');
    expect(said).not.toContain(key);
    expect(await env()).toBe(before);
  });

  it('writes them, and has nothing to do the next time', async () => {
    await setHere();
    const done = await use('Here', '--for', 'llm', '--service', 'memory', '--json');
    expect([done.code, done.json()]).toMatchObject([0, { success: true, error: null }]);
    expect(await env()).toContain('LLM_MODEL=bge-m3');
    expect((await use('Here', '--for', 'llm', '--service', 'memory')).said).toContain('Nothing to do');
  });

  it('ends with 1 where the vectors that are there forbid it, with the reason', async () => {
    await setHere();
    const file = join(home, 'data/agno/anna/memory_rag_storage/vdb_chunks.json');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, JSON.stringify({ embedding_dim: 768, data: [{}], matrix: '' }));
    const planned = await use('Here', '--for', 'embedding', '--dry-run', '--json');
    expect([planned.code, planned.json()]).toMatchObject([1, { refusals: [{ code: 'serving/dimension-differs' }] }]);
    const refused = await use('Here', '--for', 'embedding', '--json');
    expect([refused.code, refused.json()]).toMatchObject([1, { error: { code: 'serving/dimension-differs' } }]);
    expect(await env()).toContain('EMBEDDING_DIM=768');
  });

  it('knows no other configuration, and no dimension that is none', async () => {
    const unknown = await use('Nowhere', '--for', 'llm', '--json');
    expect([unknown.code, unknown.json()]).toMatchObject([1, { error: { code: 'settings/unknown-configuration' } }]);
    expect((await use('Here', '--for', 'embedding', '--dimension', '0')).code).toBe(2);
    expect((await use('Here', '--for', 'anything')).code).toBe(2);
  });
});
