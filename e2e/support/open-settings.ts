import { join } from 'node:path';
import { SettingsPage } from '../pages/settings-page.ts';
import type { ProviderStandIn } from '../stand-ins/providers/server.ts';
import type { DesktopApp } from './desktop-app.ts';

/** Where no engine is: nothing of settings needs one. */
export const withoutEngine = (folder: string) => ({ env: { DOCKER_HOST: `unix://${join(folder, 'no.sock')}` } });

/** What a request shows as its right to be answered. */
export const keyOf = ({ headers }: { readonly headers: Readonly<Record<string, string>> }) => headers.authorization;

/** Opens the page Settings of a window. */
export async function openSettings({ page }: Pick<DesktopApp, 'page'>): Promise<SettingsPage> {
  const settings = new SettingsPage(page);
  await settings.open();
  return settings;
}

/** Makes a configuration of the stand-in, and saves it. */
export async function setUp(
  settings: SettingsPage,
  openai: Pick<ProviderStandIn, 'url'>,
  key: string,
  model = 'chat-small',
  name = 'Work',
): Promise<void> {
  await settings.begin('OpenAI');
  await settings.field('API key').fill(key);
  await settings.field('Model').fill(model);
  await settings.field('Model').press('Escape');
  await settings.unfold();
  await settings.field('Address').fill(`${openai.url}/v1`);
  await settings.field('Name').fill(name);
  await settings.save();
}
