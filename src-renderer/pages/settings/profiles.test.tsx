import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeApi, type FakeApi, someError } from '../../testing/fake-api.ts';
import {
  someConfiguration,
  someImportPlan,
  someReadySettings,
  someSettings,
  someTagProfile,
  uuid,
} from '../../testing/settings-facts.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
let fake: FakeApi;
afterEach(() => window.end());

const main = () => document.querySelector('main')?.textContent ?? '';
const panel = () => document.querySelector<HTMLElement>('.side-panel')?.textContent ?? '';
const lastCall = (name: string) => fake.calls.filter((call) => call.name === name).at(-1)?.input;
const errorOf = (label: string) =>
  document.getElementById(window.field(label).getAttribute('aria-describedby')?.split(' ').at(-1) ?? '')?.textContent;
const openRow = (id: string) => act(async () => document.querySelector<HTMLElement>(`[data-row="${id}"]`)?.click());

async function open(part: 'profiles' | 'keeping', settings = someReadySettings()): Promise<void> {
  fake = createFakeApi({ settings });
  window = await openTestWindow({}, fake, `#settings/${part}`);
}

describe('profiles', () => {
  it('begin with a configuration, and say what they are for', async () => {
    await open('profiles', someSettings());
    expect(main()).toContain('@FAST');
    await window.follow('Set up a configuration first');
    expect(main()).toContain('No model is set up for Paula yet.');
  });

  it('are made of a tag, a configuration and parameters that come before its own', async () => {
    const configurations = [someConfiguration(1, { parameters: { temperature: 0.9 } }), someConfiguration(2)];
    await open('profiles', someReadySettings({ configurations, profiles: [] }));
    await window.click('Add the first profile');
    expect(document.activeElement).toBe(window.field('Tag'));
    expect(window.field('Temperature').placeholder).toBe('0.9');
    await window.type('Tag', '@slow');
    await window.type('Name', 'Careful answers');
    await window.type('Temperature', '0.1');
    await window.click('Save');
    expect(lastCall('settings.saveProfile')).toEqual({
      ...{ id: null, revision: 0, name: 'Careful answers', tag: 'SLOW', description: '' },
      ...{ configurationId: uuid(1), mcpServerId: null, parameters: { temperature: 0.1 } },
    });
    expect(main()).toContain('asks Work 1 · temperature 0.1');
  });

  it('say at once what is wrong with a tag, and what is missing only once it was tried', async () => {
    await open('profiles');
    await window.click('Add profile');
    expect(window.field('Name').getAttribute('aria-invalid')).toBeNull();
    await window.type('Tag', 'fast');
    expect(errorOf('Tag')).toBe('Quick answers has this tag already.');
    await window.type('Tag', 'FÄST');
    expect(errorOf('Tag')).toContain('letters or digits');
    await window.click('Save');
    expect(lastCall('settings.saveProfile')).toBeUndefined();
    expect(errorOf('Name')).toBe('Give it a name.');
    expect(document.activeElement).toBe(window.field('Tag'));
    await window.type('Tag', 'OTHER');
    await window.type('Name', 'Other');
    fake.refusals.set('settings.saveProfile', someError('settings/tag-taken', '@OTHER is the tag of "X".'));
    await window.click('Save');
    expect(errorOf('Tag')).toBe('@OTHER is the tag of "X".');
  });

  it('are the default, or not any more, and are removed', async () => {
    await open('profiles');
    await openRow(uuid(101));
    await window.click('Use by default');
    expect(lastCall('settings.choose')).toEqual({ defaultProfileId: uuid(101) });
    await window.click('No default profile');
    expect(lastCall('settings.choose')).toEqual({ defaultProfileId: null });
    await window.click('Remove');
    await window.click('Remove Quick answers');
    expect(lastCall('settings.removeProfile')).toEqual({ id: uuid(101) });
    expect(panel()).toBe('');
  });

  it('that lost what they asked say so', async () => {
    await open('profiles', someReadySettings({ profiles: [someTagProfile(1, { configurationId: uuid(9) })] }));
    expect(main()).toContain('Asks nothing');
    await openRow(uuid(101));
    await window.choose('Asks', uuid(1));
    await window.click('Save');
    expect(lastCall('settings.saveProfile')).toMatchObject({ configurationId: uuid(1) });
  });

  it('make way for a configuration only when what was typed is settled', async () => {
    await open('profiles');
    await openRow(uuid(101));
    await window.type('Name', 'Typed');
    await window.follow('Settings');
    await openRow(uuid(1));
    expect(panel()).toContain('Quick answers is not saved.');
    await window.click('Discard changes');
    expect(window.field('Model').value).toBe('gpt-small');
  });
});

describe('keys and files', () => {
  it('say who protects the keys, and for how long all of it is kept', async () => {
    await open('keeping');
    expect(main()).toContain('keyring of the desktop');
    expect(main()).toContain('are on the disk of this computer');
    await act(async () => window.field('Keep for this session only').click());
    expect(lastCall('settings.setPreferences')).toEqual({ sessionOnly: true });
    expect(main()).toContain('Nothing of your configurations, keys and profiles is on the disk.');
  });

  it('export all but the keys', async () => {
    await open('keeping');
    await window.click('Export');
    expect(main()).toContain('Exported, without any key.');
    expect(main()).toContain('/chosen/settings.json');
    await window.click('Dismiss');
    expect(main()).not.toContain('/chosen/settings.json');
  });

  it('have nothing to export where nothing is set up', async () => {
    await open('keeping', someSettings());
    expect(window.button('Export').getAttribute('aria-disabled')).toBe('true');
  });

  it('show what an import would bring before it is done', async () => {
    await open('keeping');
    fake.answers.set('settings.planImport', someImportPlan());
    await window.click('Import a file');
    expect(main()).toContain('What settings.json would bring');
    expect(main()).toContain('Work 1 2 (in the file: Work 1)');
    expect(main()).toContain('@FAST2 (in the file: @FAST)');
    await window.click('Discard');
    expect(main()).not.toContain('would bring');
    await window.click('Import a file');
    await window.click('Import');
    expect(lastCall('settings.importFile')).toEqual({ planId: 'plan' });
    expect(main()).toContain('1 configuration imported.');
    expect(main()).toContain('1 key still to be filled in');
  });

  it('take from the environment what was chosen, and nothing by themselves', async () => {
    await open('keeping');
    expect(fake.calls.some(({ name }) => name === 'settings.lookInEnvironment')).toBe(false);
    const offers = [
      { provider: 'openai', variables: ['OPENAI_API_KEY', 'OPENAI_BASE_URL'] },
      { provider: 'ollama', variables: ['OLLAMA_HOST'] },
    ];
    fake.answers.set('settings.lookInEnvironment', offers);
    await window.click('Look for keys');
    expect(main()).toContain('from OPENAI_API_KEY, OPENAI_BASE_URL');
    await act(async () => window.field('Ollama from OLLAMA_HOST').click());
    await window.click('Make 1 configuration');
    expect(lastCall('settings.importFromEnvironment')).toEqual({ providers: ['openai'] });
  });

  it('say where the environment has nothing', async () => {
    await open('keeping');
    await window.click('Look for keys');
    expect(main()).toContain('None were set when the app began.');
  });
});

it('somebody who may only look sees all of it, and why nothing can be changed', async () => {
  const { someAccess, someActor } = await import('../../testing/access-facts.ts');
  fake = createFakeApi({ settings: someReadySettings(), access: someAccess({ current: someActor('paula', 'Guest') }) });
  window = await openTestWindow({}, fake, '#settings');
  expect(window.button('Add configuration').getAttribute('aria-disabled')).toBe('true');
  await openRow(uuid(1));
  expect(window.field('Name').closest('fieldset')?.disabled).toBe(true);
  expect(panel()).toContain('Guest');
});
