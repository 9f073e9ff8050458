import { expect } from 'playwright/test';
import { SettingsPage } from '../pages/settings-page.ts';
import { TryItPage } from '../pages/try-it-page.ts';
import { openAiErrors, startOpenAi } from '../stand-ins/providers/openai.ts';
import type { DesktopApp } from '../support/desktop-app.ts';
import type { Camera } from './camera.ts';

const answer = [
  'A switch lets this computer act for another person: ',
  'their data, their memories and their settings take the place of those of whoever was there before.',
  '\n\nBoth services are started anew for them, and the switch is over only when both answer. ',
  'If anything goes wrong on the way, all of it is undone.',
];

/** The pages Settings and Try it, from the first configuration to a question that nobody can answer. */
export async function settingsPictures({ page }: DesktopApp, camera: Camera): Promise<void> {
  const openai = await startOpenAi();
  try {
    const settings = new SettingsPage(page);
    await settings.open();
    await expect(settings.headline).toContainText('No model is set up');
    await camera.shoot(page, 'settings-first-time');
    await makeConfiguration(settings, camera, `${openai.url}/v1`);
    openai.fail('chat', { kind: 'reply', reply: openAiErrors.noQuota });
    for (const kind of ['Access', 'Answer'] as const) {
      await settings.act(`Test: ${kind}`).click();
      await expect(settings.check(kind)).toContainText(kind === 'Access' ? 'Works' : 'Nothing left to spend');
    }
    await settings.check('Answer').scrollIntoViewIfNeeded();
    await camera.shoot(page, 'settings-tested');
    openai.fail('chat', null);
    await makeProfile(settings, camera);
    await settings.part('Keys and files');
    await camera.shoot(page, 'settings-keys');
    openai.say(answer);
    await tryIt(new TryItPage(page), camera);
  } finally {
    await openai.stop();
  }
}

async function makeConfiguration(settings: SettingsPage, camera: Camera, address: string): Promise<void> {
  await settings.begin('OpenAI');
  await camera.shoot(settings.page, 'settings-new-configuration');
  await settings.field('API key').fill('sk-demo-0000-0000-1234');
  await settings.unfold();
  await settings.field('Address').fill(address);
  await settings.field('Model').click();
  await settings.field('Model').press('ArrowDown');
  await expect(settings.models).toHaveCount(2);
  await camera.shoot(settings.page, 'settings-models');
  await settings.models.first().click();
  await settings.field('Name').fill('Work');
  await settings.save();
}

async function makeProfile(settings: SettingsPage, camera: Camera): Promise<void> {
  await settings.act('Close').click();
  await settings.part('Profiles');
  await camera.shoot(settings.page, 'settings-no-profiles');
  await settings.main.getByRole('button', { name: 'Add the first profile' }).click();
  await settings.field('Tag').fill('FAST');
  await settings.field('Name').fill('Quick answers');
  await settings.panel.locator('summary').filter({ hasText: 'Parameters' }).click();
  await settings.field('Temperature').fill('0.1');
  await camera.shoot(settings.page, 'settings-new-profile');
  await settings.save();
  await settings.act('Close').click();
}

async function tryIt(chat: TryItPage, camera: Camera): Promise<void> {
  await chat.open();
  await chat.question.fill('@');
  await expect(chat.tags).toHaveCount(1);
  await camera.shoot(chat.page, 'try-it-tags');
  await chat.ask('@FAST What is a switch, in a few sentences?');
  await expect(chat.turns).toContainText('in all');
  await camera.shoot(chat.page, 'try-it-answer');
  await chat.ask('@SLOW And why?');
  await expect(chat.turns.nth(1).getByRole('alert')).toBeVisible();
  await camera.shoot(chat.page, 'try-it-unknown-tag');
}
