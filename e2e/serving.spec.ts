import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright/test';
import { expect, test } from './fixtures.ts';
import { ServeDialog } from './pages/serve-dialog.ts';
import { SettingsPage } from './pages/settings-page.ts';
import { setFaults } from './stand-ins/lightrag/faults.ts';
import { waitFor } from './stand-ins/wait-for.ts';
import { expectNoViolations } from './support/accessibility.ts';
import { nextWindow } from './support/app-windows.ts';

const key = 'sk-canary-of-the-services';
const memoryEnv = 'lightrag_memory_server/env.memory_server';

/** Makes a configuration of OpenAI and opens what it takes to use it for the services. */
async function openDialog(page: Page, model: string): Promise<ServeDialog> {
  const settings = new SettingsPage(page);
  await settings.open();
  await settings.begin('OpenAI');
  await settings.field('API key').fill(key);
  await settings.field('Model').fill(model);
  await settings.save();
  await settings.act('Use for the services').click();
  const serve = new ServeDialog(page);
  await serve.dialog.waitFor();
  return serve;
}

test('a configuration becomes the LLM of a service, which is made anew and answers', async ({
  home,
  services,
  desktop,
}) => {
  const { overview, page } = desktop;
  await overview.untilAllIsWellFor('Anna');
  const before = await services.both();
  const serve = await openDialog(page, 'gpt-4o');
  await serve.box('Embedding').uncheck();
  await serve.box('Knowledge').uncheck();
  await expect(serve.change('Memory', 'LLM_BINDING_HOST')).toContainText('https://api.openai.com/v1');
  await expect(serve.change('Memory', 'LLM_BINDING_API_KEY')).toContainText('********');
  await expect(serve.notice('written in clear')).toBeVisible();
  await expectNoViolations(page, 'using a configuration for the services');
  expect(await page.content()).not.toContain(key);
  await serve.use.click();
  await expect(serve.notice('It serves Memory from now on.')).toBeVisible({ timeout: 30_000 });
  await serve.dialog.getByRole('button', { name: 'Close' }).click();
  const after = await services.both();
  expect([after.memory.running, after.memory.id === before.memory.id]).toEqual([true, false]);
  expect(after.knowledge.id).toBe(before.knowledge.id);
  expect(await readFile(join(home.folder, memoryEnv), 'utf8')).toContain('LLM_MODEL=gpt-4o');
});

test('where a service does not answer with it, files and containers are as they were', async ({
  home,
  services,
  launch,
}) => {
  const { overview, page } = await launch({ env: { PERSAG_SERVICE_TIMEOUT: '5' } });
  await overview.untilAllIsWellFor('Anna');
  const before = { env: await readFile(join(home.folder, memoryEnv)), containers: await services.both() };
  await setFaults(home.dataRoot, 'anna', 'memory', { health: 'never' });
  const serve = await openDialog(page, 'gpt-4o');
  await serve.box('Embedding').uncheck();
  await serve.use.click();
  await expect(serve.dialog.getByRole('status')).toContainText('Wait until they answer', { timeout: 20_000 });
  await waitFor('the new container to say that it is not well', 20_000, async () => {
    const answer = await fetch(`http://127.0.0.1:${home.memoryPort}/health`).catch(() => null);
    return answer?.status === 503;
  });
  await setFaults(home.dataRoot, 'anna', 'memory', null);
  await expect(serve.notice('It failed, and everything was put back.')).toBeVisible({ timeout: 40_000 });
  expect(await readFile(join(home.folder, memoryEnv))).toEqual(before.env);
  const after = await services.both();
  expect([after.knowledge.id, after.memory.id]).toEqual([before.containers.knowledge.id, before.containers.memory.id]);
  await serve.dialog.getByRole('button', { name: 'Close' }).click();
});

test('vectors of another dimension, and another role than an Admin’s, keep it from being done', async ({
  home,
  desktop,
}) => {
  const { overview, page, sidebar } = desktop;
  await overview.current('Anna').waitFor();
  const file = join(home.dataRoot, 'agno/anna/memory_rag_storage/vdb_chunks.json');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ embedding_dim: 768, data: [{ __id__: 'chunk-1' }], matrix: '' }));
  const serve = await openDialog(page, 'text-embedding-3-small');
  await serve.box('LLM').uncheck();
  await expect(serve.notice('Memory has vectors with 768 numbers each')).toBeVisible();
  await expect(serve.use).toHaveAttribute('aria-disabled', 'true');
  await serve.box('Memory').uncheck();
  await expect(serve.use).not.toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Escape');
  await expect(serve.dialog).toBeHidden();

  const second = await nextWindow(desktop, () => sidebar.openWindowAs('Ben'));
  const ofBen = await openDialog(second.page, 'gpt-4o');
  await expect(ofBen.use).toHaveAccessibleDescription(/Ben \(Standard\) may not give the services other models/);
  await ofBen.dialog.getByRole('button', { name: 'Cancel' }).click();
});
