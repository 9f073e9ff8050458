import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeApi, type FakeApi } from '../../testing/fake-api.ts';
import { someListing, someReadySettings, someResult } from '../../testing/settings-facts.ts';
import { panel, press, rowOf } from '../../testing/settings-window.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
let fake: FakeApi;
afterEach(() => window.end());

const callsOf = (name: string) => fake.calls.filter((call) => call.name === name).map(({ input }) => input);
const lastCall = (name: string) => callsOf(name).at(-1);

async function openSettings(settings = someReadySettings()): Promise<void> {
  fake = createFakeApi({ settings });
  window = await openTestWindow({}, fake, '#settings');
}
async function openFirst(settings = someReadySettings()): Promise<void> {
  await openSettings(settings);
  await act(async () => rowOf(1)?.click());
}

describe('the model', () => {
  const options = () =>
    [...document.querySelectorAll('[role="option"] .model-id')].map(({ textContent }) => textContent);

  it('is asked for when the list is opened, without those that are for no chat', async () => {
    await openFirst();
    expect(callsOf('chat.listModels')).toEqual([]);
    await press(window.field('Model'), 'ArrowDown');
    expect(options()).toEqual(['gpt-large', 'gpt-small']);
    expect(panel()?.textContent).toContain('4 models, listed 2 min ago');
    await act(async () => window.field('Also 2 models that are not for chats').click());
    expect(options()).toEqual(['gpt-large', 'gpt-small', 'embed-1', 'paint-1']);
    await window.click('Refresh');
    expect(lastCall('chat.listModels')).toMatchObject({ fresh: true });
  });

  it('is chosen with the keys, and found by a part of its id', async () => {
    await openFirst();
    await window.type('Model', 'lar');
    expect(options()).toEqual(['gpt-large']);
    await press(window.field('Model'), 'ArrowDown');
    expect(window.field('Model').getAttribute('aria-activedescendant')).toBe(
      document.querySelector('[role="option"]')?.id,
    );
    await press(window.field('Model'), 'Enter');
    expect(window.field('Model').value).toBe('gpt-large');
    expect(options()).toEqual([]);
    expect(panel()).not.toBeNull();
  });

  it('can be typed whatever the provider says; Escape closes the list and not the form', async () => {
    await openFirst();
    const result = someResult({ outcome: 'permission', message: 'The key may not list.', hint: 'Type the id.' });
    fake.answers.set('chat.listModels', someListing({ models: [], result }));
    await window.type('Model', 'my-own');
    expect(panel()?.textContent).toContain('The key may not list. Type the id.');
    expect(panel()?.textContent).toContain('What you type counts all the same.');
    await press(window.field('Model'), 'Escape');
    expect(document.querySelector('.model-options')).toBeNull();
    await window.click('Save');
    expect(lastCall('settings.saveConfiguration')).toMatchObject({ model: 'my-own' });
  });

  it('has names that are text, and no more rows than anybody reads', async () => {
    await openFirst();
    const models = Array.from({ length: 5000 }, (_, at) => ({
      ...{ id: `<img src=x onerror="steal(${at})">`, name: '__proto__', kind: 'unknown', contextSize: null },
    }));
    fake.answers.set('chat.listModels', someListing({ models: models as never, isCut: true }));
    await press(window.field('Model'), 'ArrowDown');
    expect(options()).toHaveLength(200);
    expect(options()[0]).toBe('<img src=x onerror="steal(0)">');
    expect(document.querySelector('.side-panel img')).toBeNull();
    expect(panel()?.textContent).toContain('4,800 more models');
  });
});
