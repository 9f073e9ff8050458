import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LightRagState } from '../src-shared/lightrag.ts';
import { expect, test } from './fixtures.ts';
import { editFile } from './support/edit-file.ts';
import { envFiles } from './support/home-files.ts';

test.describe('LightRAG’s own state', () => {
  test('is shown with the key of the env file, and with one that is entered where it is not there', async ({
    home,
    cli,
    launch,
  }) => {
    const key = 'a-key-of-this-home';
    const envFile = join(home.folder, envFiles.memory);
    await appendFile(envFile, `\nLIGHTRAG_API_KEY=${key}\n`);
    expect((await cli(['services', 'start'])).code).toBe(0);
    const memory = `http://127.0.0.1:${home.memoryPort}`;
    const insert = (url: string, headers: Record<string, string>) =>
      fetch(`${url}/documents/text`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify({ text: 'A text.', file_source: 'a.txt' }),
      });
    expect((await insert(memory, {})).status).toBe(403);
    expect((await insert(memory, { 'X-API-Key': key })).status).toBe(200);

    const said = await cli(['services', 'documents', '--json']);
    expect(said.code, said.stderr).toBe(0);
    const { services } = said.json<LightRagState>();
    expect(services.map(({ service, documents, access }) => [service, documents?.all, access.from])).toEqual([
      ['knowledge', 0, 'nothing'],
      ['memory', 1, 'env-file'],
    ]);
    expect(said.stdout).not.toContain(key);

    const { page, overview, output } = await launch();
    await expect(overview.memory.facts).toContainText('1 document');
    // What anybody puts in is seen while somebody looks.
    expect((await insert(`http://127.0.0.1:${home.knowledgePort}`, {})).status).toBe(200);
    await expect(overview.knowledge.facts).toContainText('1 document');

    // The server still wants the key; the app has it no longer.
    await editFile(envFile, /\nLIGHTRAG_API_KEY=.*\n/, '\n');
    await overview.memory.facts.getByRole('link', { name: /key/ }).click();
    const block = page.getByRole('article', { name: 'Memory' });
    await expect(block).toContainText('wants an API key');
    await block.getByLabel('API key of Memory').fill('wrong');
    await block.getByRole('button', { name: 'Use for Memory' }).click();
    await expect(block.getByLabel('API key of Memory')).toHaveValue('');
    await expect(block).toContainText('refuses the one the app has');
    await block.getByLabel('API key of Memory').fill(key);
    await block.getByRole('button', { name: 'Use for Memory' }).click();
    await expect(block).toContainText('until it is closed');
    await expect(page.getByLabel('Documents of Memory')).toContainText('1');
    expect(await page.content()).not.toContain(key);
    expect(output()).not.toContain(key);
    await block.getByRole('button', { name: 'Forget it' }).click();
    await expect(block).toContainText('wants an API key');

    const refused = await cli(['services', 'documents', '--json']);
    expect(refused.code).toBe(1);
    expect(refused.json<LightRagState>().services[1]?.state).toBe('needs-key');
  });
});
