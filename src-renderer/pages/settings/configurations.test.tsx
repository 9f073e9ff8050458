import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeApi, type FakeApi, someError } from '../../testing/fake-api.ts';
import {
  someConfiguration,
  someReadySettings,
  someResult,
  someSettings,
  someTagProfile,
  uuid,
} from '../../testing/settings-facts.ts';
import { panel, rowOf } from '../../testing/settings-window.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
let fake: FakeApi;
afterEach(() => window.end());

const page = () => document.querySelector('main')?.textContent ?? '';
const callsOf = (name: string) => fake.calls.filter((call) => call.name === name).map(({ input }) => input);
const lastCall = (name: string) => callsOf(name).at(-1);
const errorOf = (label: string) => {
  const field = window.field(label);
  if (field.getAttribute('aria-invalid') === null) return null;
  return document.getElementById(field.getAttribute('aria-describedby')?.split(' ').at(-1) ?? '')?.textContent;
};

async function openSettings(settings = someReadySettings()): Promise<void> {
  fake = createFakeApi({ settings });
  window = await openTestWindow({}, fake, '#settings');
}
async function openFirst(settings = someReadySettings()): Promise<void> {
  await openSettings(settings);
  await act(async () => rowOf(1)?.click());
}
/** Chooses a provider by its name. */
async function choose(name: string): Promise<void> {
  const found = [...document.querySelectorAll<HTMLButtonElement>('.provider-button')];
  await act(async () => found.find(({ textContent }) => textContent.startsWith(name))?.click());
}

describe('where nothing is set up', () => {
  it('what runs here and needs no key comes first', async () => {
    await openSettings(someSettings());
    const buttons = [...document.querySelectorAll('.provider-button')].map(({ textContent }) => textContent);
    expect(buttons).toEqual(['OllamaNo key needed', 'OpenAIAPI key', 'Azure OpenAIEndpoint, key']);
    expect(document.querySelector('h1')?.textContent).toContain('Paula');
  });

  it('three clicks lead to the first one: its models are there at once, and it is the default from then on', async () => {
    await openSettings(someSettings());
    await choose('Ollama');
    expect(document.activeElement).toBe(window.field('Model'));
    expect(lastCall('chat.listModels')).toMatchObject({
      fresh: false,
      target: { draft: { provider: 'ollama', id: null } },
    });
    await act(async () => document.querySelector<HTMLElement>('[role="option"]')?.click());
    await window.click('Save');
    expect(lastCall('settings.saveConfiguration')).toMatchObject({ name: 'Ollama', fields: {}, model: 'gpt-large' });
    expect(panel()?.textContent).toContain('Saved.');
    expect(document.querySelectorAll('.settings-row')).toHaveLength(1);
  });

  it('chooses the first one where nothing else does', async () => {
    await openSettings(someSettings());
    await choose('OpenAI');
    fake.answers.set(
      'settings.saveConfiguration',
      someSettings({ configurations: [someConfiguration(1, { name: 'OpenAI' })] }),
    );
    await window.type('API key', 'sk-canary-1234');
    await window.click('Save');
    expect(lastCall('settings.choose')).toEqual({ activeConfigurationId: uuid(1) });
  });
});

describe('the form', () => {
  it('is made of what the catalogue says', async () => {
    await openSettings(someSettings());
    await choose('Azure OpenAI');
    expect(window.field('Endpoint').placeholder).toBe('');
    expect(window.field('Key').type).toBe('password');
    expect(panel()?.textContent).toContain('Deployment');
    expect(document.querySelector('[name="model"]')?.getAttribute('role')).toBeNull();
    await window.choose('Kind of address', 'classic');
    await window.type('Endpoint', 'https://mine.example');
    await window.type('Key', 'k-canary');
    await window.click('Save');
    expect(lastCall('settings.saveConfiguration')).toMatchObject({
      provider: 'azure-openai',
      fields: { endpoint: 'https://mine.example', path: 'classic' },
      secrets: { apiKey: { kind: 'set', value: 'k-canary' } },
    });
    expect(document.body.innerHTML).not.toContain('k-canary');
  });

  it('shows the whole address as it would be called, and what is odd about it', async () => {
    await openFirst();
    expect(panel()?.textContent).toContain('https://example.org/v1/chat/completions');
    fake.answers.set('providers.preview', {
      ...{ url: 'http://far.example/v1/chat/completions', problems: {} },
      warnings: ['It is not encrypted.'],
    });
    await window.type('Base URL', 'http://far.example');
    expect(lastCall('providers.preview')).toEqual({
      ...{ provider: 'openai', model: 'gpt-small' },
      fields: { baseUrl: 'http://far.example' },
    });
    expect(panel()?.textContent).toContain('http://far.example/v1/chat/completions');
    expect(panel()?.textContent).toContain('It is not encrypted.');
  });

  it('says what is wrong at once, and what is missing only once it was tried', async () => {
    await openFirst();
    const problems = { baseUrl: 'This is no address.', model: 'Name a model.' };
    fake.answers.set('providers.preview', { url: null, problems, warnings: [] });
    await window.type('Base URL', 'x');
    await window.type('Model', '');
    expect([errorOf('Base URL'), errorOf('Model')]).toEqual(['This is no address.', null]);
    fake.refusals.set(
      'settings.saveConfiguration',
      someError('settings/field-invalid', 'No.', ['model: Name a model.']),
    );
    await window.click('Save');
    expect(errorOf('Model')).toBe('Name a model.');
    expect(document.activeElement).toBe(window.field('Model'));
  });

  it('keeps a key that is not touched, replaces and removes it on purpose', async () => {
    await openFirst();
    expect(panel()?.textContent).toContain('Set, ends in 1234');
    await window.type('Name', 'Other');
    await window.click('Save');
    expect(lastCall('settings.saveConfiguration')).toMatchObject({ secrets: {} });
    await window.click('Remove: API key');
    expect(panel()?.textContent).toContain('Will be removed when you save');
    await window.click('Keep: API key');
    await window.click('Replace: API key');
    expect(window.field('API key').value).toBe('');
    await window.type('API key', 'sk-new-5678');
    await window.click('Save');
    expect(lastCall('settings.saveConfiguration')).toMatchObject({
      secrets: { apiKey: { kind: 'set', value: 'sk-new-5678' } },
    });
    expect(panel()?.textContent).toContain('Set, ends in 5678');
    expect(document.body.innerHTML).not.toContain('sk-new');
    await window.click('Remove: API key');
    await window.click('Save');
    expect(lastCall('settings.saveConfiguration')).toMatchObject({ secrets: { apiKey: { kind: 'remove' } } });
  });

  it('tells no key from one that cannot be read', async () => {
    const error = someError('settings/secret-elsewhere', 'It was entered for another address.');
    await openFirst(
      someReadySettings({
        configurations: [someConfiguration(1, { secrets: { apiKey: { state: 'unreadable', error } } })],
      }),
    );
    expect(rowOf(1)?.textContent).toContain('key cannot be read');
    expect(panel()?.textContent).toContain('It was entered for another address.');
    expect(window.hasButton('Replace: API key')).toBe(true);
    window.tell(
      'settings',
      someReadySettings({ configurations: [someConfiguration(1, { secrets: { apiKey: { state: 'none' } } })] }),
    );
    await act(async () => undefined);
    expect(rowOf(1)?.textContent).toContain('no key');
    expect(window.field('API key').value).toBe('');
  });

  it('asks what counts where it was changed elsewhere meanwhile', async () => {
    await openFirst();
    await window.type('Name', 'Mine');
    const theirs = someConfiguration(1, { revision: 2, name: 'Theirs' });
    await act(async () => fake.tell('settings', someReadySettings({ configurations: [theirs] })));
    expect(panel()?.textContent).toContain('changed elsewhere');
    expect(window.button('Save').getAttribute('aria-disabled')).toBe('true');
    await window.click('Keep mine');
    await window.click('Save');
    expect(lastCall('settings.saveConfiguration')).toMatchObject({ revision: 2, name: 'Mine' });
  });

  it('is kept while somebody looks at another page, and asked about before it goes', async () => {
    await openFirst(someReadySettings({ configurations: [someConfiguration(1), someConfiguration(2)] }));
    await window.type('Name', 'Mine');
    await window.follow('Overview');
    await window.follow('Settings');
    expect(window.field('Name').value).toBe('Mine');
    await act(async () => rowOf(2)?.click());
    expect(panel()?.textContent).toContain('Work 1 is not saved.');
    await window.click('Discard changes');
    expect(window.field('Name').value).toBe('Work 2');
  });
});

describe('a test', () => {
  it('has two lamps, of which only the second costs; both stand in the list afterwards', async () => {
    await openFirst();
    await window.click('Test: Access');
    expect(lastCall('chat.check')).toMatchObject({ kind: 'access', target: { configurationId: uuid(1) } });
    expect(panel()?.textContent).toContain('Access: Works');
    const refused = someResult({
      outcome: 'quota',
      status: 429,
      message: 'Nothing is left.',
      hint: 'Pay.',
      retryAfterMs: 2000,
    });
    fake.answers.set('chat.check', refused);
    await window.click('Test: Answer');
    expect(panel()?.textContent).toContain('Answer: Nothing left to spend');
    expect(panel()?.textContent).toContain('Nothing is left.');
    expect(panel()?.textContent).toContain('It may be asked again in 2.0 s.');
    expect(window.hasButton('Work 1, Access: Works')).toBe(true);
    expect(window.hasButton('Work 1, Answer: Nothing left to spend')).toBe(true);
  });

  it('is of what is typed, before it is saved; another address makes it untrue, saving keeps it', async () => {
    await openFirst();
    await window.type('Model', 'other');
    await window.click('Test: Access');
    expect(lastCall('chat.check')).toMatchObject({ target: { draft: { id: uuid(1), model: 'other', secrets: {} } } });
    expect(panel()?.textContent).toContain('Access: Works');
    await window.type('Base URL', 'https://else.example');
    expect(panel()?.textContent).toContain('Access: Not tested');
    await window.click('Test: Access');
    await window.click('Save');
    expect(window.hasButton('Work 1, Access: Works')).toBe(true);
  });

  it('is cancelled by its own number, and wants a model for an answer', async () => {
    await openFirst();
    await window.type('Model', '');
    expect(window.button('Test: Answer').getAttribute('aria-disabled')).toBe('true');
    fake.answers.set('chat.check', new Promise(() => undefined));
    await window.click('Test: Access');
    const { ask } = lastCall('chat.check') as { ask: number };
    await window.click('Cancel: Access');
    expect(lastCall('chat.cancel')).toEqual({ ask });
  });

  it('that nobody could make says why', async () => {
    await openFirst();
    fake.refusals.set('chat.check', someError('settings/locked', 'Your keys are locked.'));
    await window.click('Test: Access');
    expect(panel()?.textContent).toContain('Access: Not possible');
    expect(panel()?.textContent).toContain('Your keys are locked.');
  });
});

describe('what can be done with one', () => {
  it('is to use it by default, to duplicate and to remove it', async () => {
    await openFirst(someReadySettings({ activeConfigurationId: null, profiles: [] }));
    expect(document.querySelector('h1')?.textContent).toBe('Choose what Paula asks by default.');
    await window.click('Use by default');
    expect(lastCall('settings.choose')).toEqual({ activeConfigurationId: uuid(1) });
    expect(rowOf(1)?.textContent).toContain('Default');
    await window.click('Duplicate');
    expect([window.field('Name').value, window.field('API key').value]).toEqual(['Work 1 2', '']);
    await window.click('Discard');
    await act(async () => rowOf(1)?.click());
    await window.click('Remove');
    await window.click('Remove Work 1');
    expect(lastCall('settings.removeConfiguration')).toEqual({ id: uuid(1) });
    expect(panel()).toBeNull();
  });

  it('is not to remove what a profile asks', async () => {
    await openFirst(someReadySettings({ profiles: [someTagProfile(1)] }));
    expect(window.button('Remove').title).toBe('Used by @FAST');
  });
});

it('says why the settings are not there, and asks again', async () => {
  fake = createFakeApi({ settings: someError('home/unwritable', 'No.') });
  window = await openTestWindow({}, fake, '#settings');
  expect(page()).toContain('The settings are not known.');
  expect(window.hasButton('Try again')).toBe(true);
});
