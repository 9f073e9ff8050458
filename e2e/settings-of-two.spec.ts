import { expect, test } from './fixtures.ts';
import { TryItPage } from './pages/try-it-page.ts';
import { startOpenAi } from './stand-ins/providers/openai.ts';
import type { ProviderStandIn } from './stand-ins/providers/server.ts';
import { nextWindow } from './support/app-windows.ts';
import { canaryKey, seenInAnswers, seenInPage } from './support/canary.ts';
import { keyOf, openSettings, setUp, withoutEngine } from './support/open-settings.ts';

let openai: ProviderStandIn;
test.beforeEach(async () => {
  openai = await startOpenAi();
});
test.afterEach(() => openai.stop());

test('two users at once, each in a window of their own, see and use only what is theirs', async ({
  folder,
  launch,
}) => {
  const [annas, bens] = [canaryKey('anna'), canaryKey('ben')];
  const app = await launch(withoutEngine(folder));
  await app.overview.current('Anna').waitFor();
  const second = await nextWindow(app, () => app.sidebar.openWindowAs('Ben'));
  const [anna, ben] = [await openSettings(app), await openSettings(second)];
  await expect(ben.headline).toHaveText('No model is set up for Ben yet.');
  await setUp(anna, openai, annas, 'chat-small', 'Of Anna');
  await expect(ben.main.locator('.provider-button').first()).toBeVisible();
  await setUp(ben, openai, bens, 'chat-large', 'Of Ben');
  for (const [page, theirs] of [[app.page, /Of Ben/] as const, [second.page, /Of Anna/] as const]) {
    expect(await page.content()).not.toMatch(theirs);
    const answer = await page.evaluate(() => window.persag.settings.get());
    expect(JSON.stringify(answer)).not.toMatch(theirs);
  }
  const [asAnna, asBen] = [new TryItPage(app.page), new TryItPage(second.page)];
  await asAnna.open();
  await asBen.open();
  openai.pace(30);
  openai.answer(({ body }) => [`You asked: `, body.includes('I am Anna') ? 'as Anna' : 'as Ben', '.']);
  const before = openai.requests.length;
  await Promise.all([asAnna.ask('I am Anna'), asBen.ask('I am Ben')]);
  await expect(asAnna.turns).toContainText('You asked: as Anna.');
  await expect(asBen.turns).toContainText('You asked: as Ben.');
  await expect(asAnna.turns).toContainText('Of Anna, chat-small');
  await expect(asBen.turns).toContainText('Of Ben, chat-large');
  const asked = openai.requests
    .slice(before)
    .map((request) => `${keyOf(request)} ${/I am (\w+)/.exec(request.body)?.[1]}`);
  expect(asked.sort()).toEqual([`Bearer ${annas} Anna`, `Bearer ${bens} Ben`].sort());
  for (const { page } of [app, second]) {
    for (const key of [annas, bens]) {
      expect(await seenInPage(page, key)).toEqual([]);
      expect(await seenInAnswers(page, key)).toEqual([]);
    }
  }
});

test('two users one after the other in one window: nothing of the first is left, typed or late', async ({
  cli,
  folder,
  launch,
}) => {
  const annas = canaryKey('anna');
  const app = await launch(withoutEngine(folder));
  const settings = await openSettings(app);
  await setUp(settings, openai, annas, 'chat-small', 'Of Anna');
  openai.fail('list', { kind: 'never' });
  await settings.act('Test: Access').click();
  await settings.act('Replace: API key').click();
  await settings.field('API key').fill(canaryKey('typed'));
  const tryIt = new TryItPage(app.page);
  await tryIt.open();
  openai.fail('chat', { kind: 'held' });
  await tryIt.ask('A question of Anna');
  await expect(tryIt.turns).toContainText('Hello');
  const switched = await cli(['switch', 'ben', '--no-services']);
  expect(switched.code, switched.stderr).toBe(0);
  await expect(tryIt.headline).toHaveText('Ben has no model to ask yet.');
  openai.release();
  await settings.open();
  await expect(settings.headline).toHaveText('No model is set up for Ben yet.');
  for (const text of ['Of Anna', 'A question of Anna', 'sk-canary', 'Hello there'])
    expect(await seenInPage(app.page, text), text).toEqual([]);
  await expect.poll(() => openai.open(), 'the answer is given up').toBe(0);
});
