import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { TryItPage } from './pages/try-it-page.ts';
import { startOllama } from './stand-ins/providers/ollama.ts';
import { openAiErrors, startOpenAi } from './stand-ins/providers/openai.ts';
import type { ProviderStandIn } from './stand-ins/providers/server.ts';
import { canaryKey, seenInAnswers, seenInFiles, seenInPage, seenInProcesses } from './support/canary.ts';
import { keyOf, openSettings, setUp, withoutEngine } from './support/open-settings.ts';

let openai: ProviderStandIn;
test.beforeEach(async () => {
  openai = await startOpenAi();
});
test.afterEach(() => openai.stop());

test('a first configuration: what runs here comes first, a model is chosen, tested, saved and asked', async ({
  folder,
  launch,
}) => {
  const ollama = await startOllama();
  const app = await launch(withoutEngine(folder));
  const settings = await openSettings(app);
  await expect(settings.headline).toHaveText('No model is set up for Anna yet.');
  await expect(settings.main.locator('.provider-button').first()).toContainText('No key needed');
  await settings.begin('Ollama');
  await expect(settings.field('Model')).toBeFocused();
  await settings.field('Model').press('Escape');
  await settings.unfold();
  await settings.field('Address').fill(ollama.url);
  await expect(settings.panel.getByRole('region', { name: 'Where questions go' })).toContainText(
    `${ollama.url}/api/chat`,
  );
  await settings.field('Model').press('ArrowDown');
  await settings.act('Refresh').click();
  await expect(settings.models).toHaveCount(2);
  await settings.field('Model').press('ArrowDown');
  await settings.field('Model').press('Enter');
  await expect(settings.field('Model')).toHaveValue('chat-large');
  for (const kind of ['Access', 'Answer'] as const) {
    await settings.act(`Test: ${kind}`).click();
    await expect(settings.check(kind)).toContainText('Works');
  }
  await settings.save();
  await expect(settings.lamp('Ollama', 'Answer')).toHaveAccessibleName('Ollama, Answer: Works');
  await expect(settings.headline).toHaveText('Anna asks Ollama.');
  await settings.panel.getByRole('link', { name: 'Try it' }).click();
  const tryIt = new TryItPage(app.page);
  await tryIt.ask('Hello?');
  await expect(tryIt.turns).toContainText('Hello there.');
  await expect(tryIt.turns).toContainText('Ollama, chat-large');
  await ollama.stop();
});

test('a key goes one way: it is sent to its provider, and stands nowhere else', async ({ folder, home, launch }) => {
  const key = canaryKey('anna');
  openai.accept([key]);
  const app = await launch(withoutEngine(folder));
  const settings = await openSettings(app);
  await setUp(settings, openai, key);
  await expect(settings.row('Work')).toContainText(`key set, ends in ${key.slice(-4)}`);
  await settings.act('Test: Access').click();
  await expect(settings.check('Access')).toContainText('Works');
  expect(openai.requests.map(keyOf)).toContain(`Bearer ${key}`);
  // The server says it back, as some do.
  openai.fail('chat', { kind: 'reply', reply: openAiErrors.wrongKey });
  await settings.act('Test: Answer').click();
  await expect(settings.check('Answer')).toContainText('Key refused');
  expect(await seenInPage(app.page, key)).toEqual([]);
  expect(await seenInAnswers(app.page, key)).toEqual([]);
  expect(seenInProcesses(app, key)).toEqual([]);
  expect(seenInFiles(home.folder, key)).toEqual([]);
  expect(app.output()).not.toContain(key);

  const other = canaryKey('other');
  openai.fail('chat', null);
  openai.accept([other]);
  await settings.act('Replace: API key').click();
  await settings.field('API key').fill(`Bearer ${other}`);
  await settings.act('Save').click();
  await expect(settings.field('API key')).toHaveAccessibleDescription(/Enter the key alone/);
  await settings.field('API key').fill(`  ${other} `);
  await settings.save();
  await settings.act('Test: Access').click();
  await expect(settings.check('Access')).toContainText('Works');
  expect(await seenInPage(app.page, other)).toEqual([]);
  await settings.act('Remove: API key').click();
  await settings.act('Save').click();
  await expect(settings.panel.getByText('API key is needed.')).toBeVisible();
});

test('bad input is refused beside its field, without the key, and stores nothing', async ({ folder, launch }) => {
  const settings = await openSettings(await launch(withoutEngine(folder)));
  await settings.begin('OpenAI');
  await settings.act('Save').click();
  await expect(settings.field('API key')).toHaveAccessibleDescription(/API key is needed\./);
  const odd = `sk-“curly”-${'x'.repeat(20)}`;
  await settings.field('API key').fill(odd);
  await settings.act('Save').click();
  await expect(settings.field('API key')).toHaveAccessibleDescription(/quotation marks/);
  await expect(settings.field('API key')).not.toHaveAccessibleDescription(/curly”/);
  await settings.unfold();
  for (const address of [
    'file:///etc/passwd',
    'http://user:secret@h.example/v1',
    'https://h.example:99999',
    'http://169.254.169.254/v1',
  ]) {
    await settings.field('Address').fill(address);
    await expect(settings.field('Address'), address).toHaveAttribute('aria-invalid', 'true');
  }
  await settings.field('Address').fill(`${openai.url}/v1/chat/completions/`);
  await expect(settings.field('Address')).not.toHaveAttribute('aria-invalid', 'true');
  await expect(settings.panel.getByRole('region', { name: 'Where questions go' })).toContainText(
    `${openai.url}/v1/chat/completions`,
  );
  await expect(settings.row('OpenAI')).toHaveCount(0);
});

test('a broken or hostile list blocks nothing, and its names are text', async ({ folder, launch }) => {
  const app = await launch(withoutEngine(folder));
  const settings = await openSettings(app);
  await setUp(settings, openai, canaryKey('anna'));
  const list = async (text: string | RegExp) => {
    await settings.field('Model').click();
    await settings.field('Model').press('ArrowDown');
    await settings.act('Refresh').click();
    await expect(settings.panel.locator('.model-state')).toContainText(text);
  };
  openai.fail('list', { kind: 'page' });
  await list('Not a model server');
  openai.fail('list', { kind: 'redirect', status: 307 });
  await list('Led elsewhere');
  expect(openai.elsewhere).toEqual([]);
  openai.fail('list', { kind: 'reply', reply: openAiErrors.noScope });
  await list('Not allowed');
  await expect(settings.panel.locator('.model-state')).toContainText('What you type counts all the same.');
  openai.fail('list', null);
  const evil = '<img src=x onerror="document.title=1">';
  openai.have([
    ...[evil, '__proto__', 'constructor'].map((id) => ({ id, name: id, contextSize: 1, kind: 'chat' as const })),
    ...Array.from({ length: 3000 }, (_, at) => ({
      id: `m-${at}`,
      name: `m-${at}`,
      contextSize: 1,
      kind: 'chat' as const,
    })),
  ]);
  await list(/models, listed/);
  await settings.field('Model').fill('onerror');
  await expect(settings.models).toHaveText(evil);
  await expect(settings.panel.locator('img')).toHaveCount(0);
  await settings.field('Model').press('ArrowDown');
  await settings.field('Model').press('Enter');
  await expect(settings.field('Model')).toHaveValue(evil);
  await settings.field('Model').fill('typed-by-hand');
  await settings.field('Model').press('Escape');
  await settings.save();
  await expect(settings.row('Work')).toContainText('typed-by-hand');
});

test('a provider that never answers delays no page, and is given up by a click', async ({ folder, launch }) => {
  const app = await launch(withoutEngine(folder));
  const settings = await openSettings(app);
  await setUp(settings, openai, canaryKey('anna'));
  for (const purpose of ['list', 'chat'] as const) openai.fail(purpose, { kind: 'never' });
  await settings.act('Test: Access').click();
  await settings.act('Test: Answer').click();
  await settings.field('Model').press('ArrowDown');
  await settings.act('Refresh').click();
  await expect(settings.panel.getByText('Asking the provider for its models')).toBeVisible();
  const begun = Date.now();
  await app.users.open();
  await app.users.row('ben').waitFor();
  const { overview } = app;
  await app.page.getByRole('link', { name: 'Overview' }).click();
  await overview.current('Anna').waitFor();
  await settings.open();
  await settings.row('Work').waitFor();
  expect(Date.now() - begun, 'three pages, in ms').toBeLessThan(3000);
  for (const kind of ['Access', 'Answer'] as const) {
    await settings.act(`Cancel: ${kind}`).click();
    await expect(settings.check(kind)).toContainText('Cancelled');
  }
});

test('the page opens with no network at all, asks nobody by itself, and says what a test came to', async ({
  folder,
  launch,
}) => {
  const first = await launch(withoutEngine(folder));
  await setUp(await openSettings(first), openai, canaryKey('anna'));
  await first.quit();
  const asked = openai.requests.length;
  await openai.stop();
  const app = await launch(withoutEngine(folder));
  await app.page.context().setOffline(true);
  const begun = Date.now();
  const settings = await openSettings(app);
  await settings.row('Work').waitFor();
  expect(Date.now() - begun, 'the page, in ms').toBeLessThan(2000);
  await settings.openRow('Work');
  expect(openai.requests).toHaveLength(asked);
  // Where no keyring kept the key, it went with the app.
  const replace = settings.act('Replace: API key');
  if (await replace.isVisible()) await replace.click();
  await settings.field('API key').fill(canaryKey('again'));
  await settings.act('Test: Access').click();
  await expect(settings.check('Access')).toContainText('Nobody answers');
});

test('a file that cannot be read stops nothing else; the last good copy comes back', async ({
  folder,
  home,
  launch,
}) => {
  const app = await launch(withoutEngine(folder));
  const settings = await openSettings(app);
  await setUp(settings, openai, canaryKey('anna'));
  await settings.field('Name').fill('Renamed');
  await settings.save();
  const file = join(home.folder, 'desktop/settings/anna/settings.json');
  const whole = await readFile(file, 'utf8');
  await writeFile(file, whole.slice(0, 40));
  await expect(settings.headline).toHaveText('The settings of Anna cannot be read.');
  const tryIt = new TryItPage(app.page);
  await tryIt.open();
  await expect(tryIt.headline).toHaveText('The settings of Anna cannot be read.');
  await app.users.open();
  await app.users.row('ben').waitFor();
  await settings.open();
  await settings.notice(/.*/).getByRole('button', { name: 'Use the last good copy' }).click();
  await expect(settings.row('Renamed').or(settings.row('Work'))).toBeVisible();
});
