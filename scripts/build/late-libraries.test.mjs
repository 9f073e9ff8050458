import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildOf, programs } from '../../vite.programs.ts';
import { inRoot } from '../bootstrap/paths.mjs';

const libraries = programs.find(({ file }) => file.endsWith('provider-libraries.cjs'));
let folder;

beforeAll(async () => {
  folder = await mkdtemp(inRoot('node_modules', '.late-libraries-'));
  await build(buildOf({ entry: 'src-main/providers/index.ts', file: 'main/providers.cjs' }, folder));
  await build(buildOf(libraries, folder));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the libraries of the providers are a file beside the program, which does not hold them', async () => {
  const program = await readFile(join(folder, 'main', 'providers.cjs'), 'utf8');
  expect(program).toContain('provider-libraries.cjs');
  // Words that only the libraries have.
  expect(program).not.toContain('AI_SDK_DEFAULT_PROVIDER');
  expect((await stat(join(folder, 'main', 'provider-libraries.cjs'))).size).toBeGreaterThan(500_000);
});

test('they are loaded with the first question, and ask through the guarded fetch', async () => {
  const { createProviders } = createRequire(import.meta.url)(join(folder, 'main', 'providers.cjs'));
  const providers = createProviders({ clock: { tick: () => performance.now() } });
  const configuration = {
    ...{ userId: 'anna', configurationId: 'c', revision: 1, name: 'Mine', provider: 'openai', parameters: {} },
    ...{ fields: { baseUrl: 'http://127.0.0.1:9/v1' }, secrets: { apiKey: 'sk-one' }, model: 'one' },
  };
  const result = await providers.check('chat', configuration, new AbortController().signal);
  expect(result).toMatchObject({ outcome: 'refused', status: null });
});
