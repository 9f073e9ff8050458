import { describe, expect, it } from 'vitest';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { someImportPlan, someReadySettings, someSettings, uuid } from '../testing/settings-facts.ts';
import { settled } from '../testing/settled.ts';
import { createSettingsStore } from './settings.ts';

async function followed(settings = someReadySettings()) {
  const fake = createFakeApi({ settings });
  const store = createSettingsStore(fake.api.settings);
  const end = store.getState().connect();
  await settled();
  return { fake, end, now: () => store.getState() };
}
const ben = someSettings({ userId: 'ben' });

describe('the settings of one user', () => {
  it('are asked for again when they change, and not when those of somebody else do', async () => {
    const { fake, now, end } = await followed();
    fake.tell('settings', someReadySettings({ isLocked: true }));
    await settled();
    expect(now().settings?.isLocked).toBe(true);
    // Told of Ben's, whom this window does not act for: nothing is asked.
    fake.tell('settings', ben);
    await settled();
    expect(now().settings?.userId).toBe('paula');
    end();
    expect(fake.listeners('settings')).toBe(0);
  });

  it('are gone at once when the window acts for somebody else, with all that was found out', async () => {
    const { fake, now } = await followed();
    fake.answers.set('settings.planImport', someImportPlan());
    await now().planImport();
    await now().lookInEnvironment();
    await now().exportToFile();
    fake.refusals.set('settings.choose', someError('settings/locked', 'Locked.'));
    await now().choose({ activeConfigurationId: null });
    expect(now()).toMatchObject({
      offers: [],
      exportedTo: '/chosen/settings.json',
      failure: { code: 'settings/locked' },
    });
    now().userChanged();
    expect(now()).toMatchObject({
      ...{ settings: null, error: null, failure: null, busy: null },
      ...{ offers: null, plan: null, imported: null, exportedTo: null },
    });
  });

  it('are never those of an answer that comes too late', async () => {
    const { fake, now } = await followed();
    let answer: (value: unknown) => void = () => undefined;
    fake.answers.set('settings.setPreferences', new Promise((resolve) => (answer = resolve)));
    const done = now().setSessionOnly(true);
    expect(now().busy).toBe('setPreferences');
    fake.tell('settings', ben);
    now().userChanged();
    await settled();
    answer(someReadySettings({ preferences: { sessionOnly: true } }));
    expect(await done).toBe(false);
    expect(now()).toMatchObject({ settings: { userId: 'ben', preferences: { sessionOnly: false } }, busy: null });
  });

  it('are asked for anew where main says that the user changed meanwhile', async () => {
    const { fake, now } = await followed();
    fake.refusals.set('settings.choose', someError('settings/user-changed', 'Somebody else is here.'));
    expect(await now().choose({ activeConfigurationId: null })).toBe(false);
    expect(now().failure).toBeNull();
    await settled();
    expect(now().settings?.userId).toBe('paula');
  });

  it('which an answer brings for somebody else push out what was there', async () => {
    const { fake, now } = await followed();
    await now().exportToFile();
    fake.answers.set('settings.unlock', ben);
    await now().unlock('words');
    expect(now()).toMatchObject({ settings: { userId: 'ben' }, exportedTo: null });
  });

  it('that cannot be read say why, and keep what was known', async () => {
    const { fake, now } = await followed();
    fake.tell('settings', someReadySettings());
    const error = someError('settings/unreadable', 'Torn.');
    const broken = createFakeApi({ settings: error });
    const store = createSettingsStore(broken.api.settings);
    store.getState().connect();
    await settled();
    expect(store.getState()).toMatchObject({ settings: null, error });
    expect(now().settings?.configurations).toHaveLength(1);
  });
});

describe('an import', () => {
  it('is done as planned, and says how many keys are missing', async () => {
    const { fake, now } = await followed();
    fake.answers.set('settings.planImport', someImportPlan());
    await now().planImport();
    expect(now().plan?.configurations).toHaveLength(1);
    expect(await now().importFile()).toBe(true);
    expect(fake.calls.at(-1)).toEqual({ name: 'settings.importFile', input: { planId: 'plan' } });
    expect(now()).toMatchObject({ plan: null, imported: { configurations: 1, missingSecrets: 1 } });
    now().dismiss();
    expect(now().imported).toBeNull();
    expect(await now().importFile()).toBe(false);
  });

  it('is nothing where the person chose no file, and stays planned where it is refused', async () => {
    const { fake, now } = await followed();
    await now().planImport();
    expect(now().plan).toBeNull();
    fake.answers.set('settings.planImport', someImportPlan());
    fake.refusals.set('settings.importFile', someError('settings/unknown-plan', 'Gone.'));
    await now().planImport();
    expect(await now().importFile()).toBe(false);
    expect(now()).toMatchObject({ plan: { planId: 'plan' }, failure: { code: 'settings/unknown-plan' } });
  });

  it('from the environment takes what was chosen', async () => {
    const { fake, now } = await followed();
    fake.answers.set('settings.lookInEnvironment', [{ provider: 'openai', variables: ['OPENAI_API_KEY'] }]);
    await now().lookInEnvironment();
    expect(now().offers).toHaveLength(1);
    expect(await now().importFromEnvironment(['openai'])).toBe(true);
    expect(fake.calls.at(-1)).toEqual({ name: 'settings.importFromEnvironment', input: { providers: ['openai'] } });
    expect(now()).toMatchObject({ offers: null, imported: { configurations: 1, missingSecrets: 0 } });
  });
});

it('what was changed by somebody else is read again when a form is refused for it', async () => {
  const { fake, now } = await followed();
  const [former] = now().settings?.configurations ?? [];
  if (former === undefined) throw new Error('no configuration');
  fake.refusals.set('settings.saveProfile', someError('settings/changed', 'Changed.'));
  const newer = { ...former, revision: 2, name: 'Theirs' };
  // Told to nobody: the refusal alone makes the store look again.
  const { settings } = fake.api;
  Object.assign(settings, { get: async () => ({ ok: true, value: someReadySettings({ configurations: [newer] }) }) });
  const draft = {
    id: null,
    revision: 0,
    name: 'A',
    tag: 'A',
    description: '',
    configurationId: uuid(1),
    parameters: {},
  };
  expect((await now().saveProfile(draft))?.ok).toBe(false);
  await settled();
  expect(now().settings?.configurations[0]?.name).toBe('Theirs');
  expect(now().failure).toBeNull();
});
