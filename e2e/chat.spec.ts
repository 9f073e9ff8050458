import { join } from 'node:path';
import { expect, test } from './fixtures.ts';
import { SettingsPage } from './pages/settings-page.ts';
import { TryItPage } from './pages/try-it-page.ts';
import { openAiErrors, startOpenAi } from './stand-ins/providers/openai.ts';
import type { ProviderStandIn } from './stand-ins/providers/server.ts';
import { canaryKey } from './support/canary.ts';
import type { DesktopApp, LaunchOptions } from './support/desktop-app.ts';
import { saveSettings } from './support/window-api.ts';

let openai: ProviderStandIn;
test.beforeEach(async () => {
  openai = await startOpenAi();
});
test.afterEach(() => openai.stop());

type Start = (options?: LaunchOptions & { readonly env?: NodeJS.ProcessEnv }) => Promise<DesktopApp>;

/** Two configurations and a profile, made as the page would; then the page Try it. */
async function openChat(launch: Start, folder: string): Promise<{ app: DesktopApp; tryIt: TryItPage }> {
  const app = await launch({ env: { DOCKER_HOST: `unix://${join(folder, 'no.sock')}` } });
  await app.page.evaluate(saveSettings, { baseUrl: `${openai.url}/v1`, key: canaryKey('anna') });
  const tryIt = new TryItPage(app.page);
  await tryIt.open();
  await tryIt.question.waitFor();
  return { app, tryIt };
}

const modelOf = ({ body }: { readonly body: string }) => (JSON.parse(body) as { model?: string }).model;
const chats = () => openai.requests.filter(({ method }) => method === 'POST');

/** Runs inside the page: measures the time between two frames from now on. */
function watchFrames(): void {
  Reflect.set(window, 'longestFrame', 0);
  let last = performance.now();
  const tick = (now: number) => {
    Reflect.set(window, 'longestFrame', Math.max(Number(Reflect.get(window, 'longestFrame')), now - last));
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

/** Runs inside the page. */
const longestFrame = () => Number(Reflect.get(window, 'longestFrame'));

test('a question is asked and answered by the keyboard alone, with who answered, times and tokens', async ({
  folder,
  launch,
}) => {
  const { app, tryIt } = await openChat(launch, folder);
  await expect(tryIt.headline).toHaveText('Anna asks Small.');
  await expect(tryIt.question).toBeFocused();
  await app.page.keyboard.type('First line');
  await app.page.keyboard.press('Shift+Enter');
  await app.page.keyboard.type('second line');
  await app.page.keyboard.press('Enter');
  await expect(tryIt.turns).toContainText('Hello there.');
  await expect(tryIt.turns).toContainText(
    /Small, chat-small · first word after [\d.]+ m?s · .* in all · 7 tokens in, 3 out/,
  );
  expect(chats()[0]?.body).toContain('First line\\nsecond line');
  await app.page.keyboard.press('ArrowUp');
  await expect(tryIt.question).toHaveValue('First line\nsecond line');
  await app.page.keyboard.press('Escape');
  await expect(tryIt.question).toHaveValue('');
  await tryIt.ask('And now?');
  await expect(tryIt.turns).toHaveCount(2);
  await expect(tryIt.turns.nth(1)).toContainText('Hello there.');
  expect(chats()[1]?.body).toContain('Hello there.');
  await tryIt.button('Clear').click();
  await expect(tryIt.turns).toHaveCount(0);
});

test('a tag is chosen by keys, answers that message alone, and an unknown one asks nobody', async ({
  folder,
  launch,
}) => {
  const { app, tryIt } = await openChat(launch, folder);
  await app.page.keyboard.type('@');
  await expect(tryIt.tags).toHaveText([/@DEEP/, /@FAST/]);
  await app.page.keyboard.press('ArrowDown');
  await app.page.keyboard.press('ArrowUp');
  await app.page.keyboard.press('Tab');
  await expect(tryIt.question).toHaveValue('@DEEP ');
  await expect(tryIt.answerer).toContainText('@DEEP: Large, chat-large');
  await app.page.keyboard.type('why?');
  await app.page.keyboard.press('Enter');
  await expect(tryIt.turns).toContainText('@DEEP: Large, chat-large');
  await tryIt.ask('And without?');
  await expect(tryIt.turns.nth(1)).toContainText('Small, chat-small');
  expect(chats().map(modelOf)).toEqual(['chat-large', 'chat-small']);
  // The tag was for the app, and not for the model.
  expect(chats().some(({ body }) => body.includes('@DEEP'))).toBe(false);
  await tryIt.ask('@NONE why?');
  await expect(tryIt.turns.nth(2).getByRole('alert')).toContainText(/DEEP.*FAST/);
  expect(chats()).toHaveLength(2);
  await tryIt.ask('mail to a@b.com');
  await expect(tryIt.turns.nth(3)).toContainText('Hello there.');
});

test('an answer is stopped, and a long one stays smooth and whole', async ({ folder, launch }) => {
  const { app, tryIt } = await openChat(launch, folder);
  openai.fail('chat', { kind: 'held' });
  await tryIt.ask('One');
  await expect(tryIt.turns).toContainText('Hello');
  await app.page.keyboard.press('Escape');
  await expect(tryIt.turns).toContainText('stopped');
  await expect.poll(() => openai.open()).toBe(0);
  openai.fail('chat', null);

  const line = `${'<b>word</b> '.repeat(12)}\n`;
  openai.say(Array.from({ length: 4000 }, () => line));
  await app.page.evaluate(watchFrames);
  await tryIt.ask('Long');
  await expect(tryIt.turns.nth(1)).toContainText('in all', { timeout: 30_000 });
  const length = await tryIt.turns
    .nth(1)
    .locator('.turn-answer')
    .evaluate((answer) => answer.textContent.length);
  // The line that ends a piece is ended by the piece.
  expect(length).toBeGreaterThan(line.length * 4000 - 500);
  expect(await app.page.evaluate(longestFrame), 'longest frame, in ms').toBeLessThan(400);
  await expect(app.page.locator('.turn b')).toHaveCount(0);
});

test('what goes wrong says what to do, in the place of the answer', async ({ folder, launch }) => {
  const { tryIt } = await openChat(launch, folder);
  openai.fail('chat', { kind: 'reply', reply: openAiErrors.tooOften });
  await tryIt.ask('One');
  await expect(tryIt.turns.getByRole('alert')).not.toBeEmpty();
  openai.fail('chat', { kind: 'cut', abruptly: true });
  await tryIt.ask('Two');
  await expect(tryIt.turns.nth(1)).toContainText('Hello');
  await expect(tryIt.turns.nth(1).getByRole('alert')).not.toBeEmpty();
  await openai.stop();
  await tryIt.ask('Three');
  await expect(tryIt.turns.nth(2).getByRole('alert')).not.toBeEmpty();
  openai = await startOpenAi();
});

test('profiles are made on the page Settings, and are there for the next question', async ({ folder, launch }) => {
  const { app, tryIt } = await openChat(launch, folder);
  const settings = new SettingsPage(app.page);
  await settings.open();
  await settings.part('Profiles');
  await settings.main.getByRole('button', { name: 'Add profile' }).click();
  await settings.field('Tag').fill('fast');
  await expect(settings.field('Tag')).toHaveAccessibleDescription(/has this tag already/);
  await settings.field('Tag').fill('calm');
  await settings.field('Name').fill('Calm answers');
  await settings.panel.locator('summary').filter({ hasText: 'Parameters' }).click();
  await settings.field('Temperature').fill('0.1');
  await settings.save();
  await settings.act('Use by default').click();
  await expect(settings.row('Calm answers')).toContainText('Default');
  await tryIt.open();
  await expect(tryIt.answerer).toContainText('@CALM');
  await tryIt.ask('Hello?');
  await expect(tryIt.turns).toContainText('@CALM');
  expect(JSON.parse(chats()[0]?.body ?? '{}')).toMatchObject({ temperature: 0.1 });
});
