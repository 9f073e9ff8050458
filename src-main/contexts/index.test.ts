import { beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../src-shared/errors.ts';
import type { ResolvedConfiguration } from '../lib/resolved-configuration.ts';
import type { RunRequest } from '../lib/run-context.ts';
import { type Contexts, createContexts } from './index.ts';
import { configurationOf, createFakeSettings, type FakeUser, noChoice, profileOf } from './testing/fake-settings.ts';

const hour = 3_600_000;
const usual: RunRequest = { kind: 'usual' };

/** A client that only remembers of whom it is and whether it was ended. */
interface Opened {
  readonly configuration: ResolvedConfiguration;
  isEnded: boolean;
}

let users: Record<string, FakeUser>;
let opened: Opened[];
let idle: string[];
let now = 0;
let openFails = false;
let contexts: Contexts;

beforeEach(() => {
  users = {
    anna: {
      configurations: [configurationOf('anna', 'one'), configurationOf('anna', 'two')],
      profiles: [profileOf('FAST', 'two', { parameters: { temperature: 0.5 } })],
      choice: { ...noChoice, activeConfigurationId: 'one' },
    },
    ben: {
      configurations: [configurationOf('ben', 'one')],
      profiles: [profileOf('SLOW', 'one')],
      choice: { ...noChoice, activeConfigurationId: 'one' },
    },
  };
  opened = [];
  idle = [];
  now = 0;
  openFails = false;
  contexts = createContexts({
    settings: createFakeSettings(users),
    openClient(configuration) {
      if (openFails) throw new Fault('input/invalid', 'no client can be made of this');
      const own: Opened = { configuration, isEnded: false };
      opened.push(own);
      return {
        chat: nothing,
        end() {
          own.isEnded = true;
        },
      };
    },
    clock: { now: () => new Date(now), tick: () => now },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    times: async () => ({ cleanupIntervalSeconds: 300, maxAgeHours: 24 }),
    onIdle: (userId) => idle.push(userId),
  });
});

async function* nothing(): AsyncGenerator<never> {}

const code = (wanted: string) => expect.objectContaining({ code: wanted });
const user = (id: string): FakeUser => {
  const found = users[id];
  if (found === undefined) throw new Error(`there is no ${id}`);
  return found;
};

describe('what a request is made with', () => {
  it('is one frozen snapshot of that user alone', async () => {
    const { context, release } = await contexts.lease('anna', usual);
    expect(context).toMatchObject({ userId: 'anna', profile: null, model: 'model-of-anna-one', mcp: null });
    expect(context.configuration.secrets).toEqual({ apiKey: 'key-of-anna-one' });
    for (const part of [context, context.parameters]) expect(Object.isFrozen(part)).toBe(true);
    user('anna').configurations = [configurationOf('anna', 'one', { model: 'another' })];
    expect(context.model).toBe('model-of-anna-one');
    release();
  });

  it('is the most specific choice: what is named, the default profile, the active configuration, nothing', async () => {
    const modelFor = async (request: RunRequest) => (await contexts.resolve('anna', request)).model;
    const tag: RunRequest = { kind: 'tag', tag: 'FAST' };
    const named: RunRequest = { kind: 'configuration', configurationId: 'one' };
    expect(await modelFor(usual)).toBe('model-of-anna-one');
    user('anna').choice = { activeConfigurationId: 'one', defaultProfileId: 'profile-FAST' };
    expect(await modelFor(usual)).toBe('model-of-anna-two');
    expect(await modelFor(named)).toBe('model-of-anna-one');
    user('anna').profiles = [profileOf('FAST', 'two'), profileOf('OTHER', 'one')];
    expect(await modelFor({ kind: 'tag', tag: 'OTHER' })).toBe('model-of-anna-one');
    expect(await modelFor(tag)).toBe('model-of-anna-two');
    user('anna').choice = noChoice;
    await expect(contexts.resolve('anna', usual)).rejects.toEqual(code('chat/not-configured'));
  });

  it('takes the parameters of the profile before those of the configuration', async () => {
    const both = configurationOf('anna', 'two', { parameters: { temperature: 1, topP: 0.1 } });
    user('anna').configurations = [both];
    const { parameters, profile } = await contexts.resolve('anna', { kind: 'tag', tag: 'FAST' });
    expect(parameters).toEqual({ temperature: 0.5, topP: 0.1 });
    expect(profile).toEqual({ id: 'profile-FAST', name: 'FAST', tag: 'FAST' });
  });

  it('is never something else in the place of what was chosen', async () => {
    const own = user('anna');
    own.choice = { activeConfigurationId: 'one', defaultProfileId: 'gone' };
    await expect(contexts.lease('anna', usual)).rejects.toEqual(code('chat/profile-missing'));
    own.choice = { activeConfigurationId: 'one', defaultProfileId: 'profile-FAST' };
    own.configurations = [configurationOf('anna', 'one')];
    await expect(contexts.lease('anna', usual)).rejects.toEqual(code('input/invalid'));
    await expect(contexts.lease('anna', { kind: 'tag', tag: 'FAST' })).rejects.toEqual(code('input/invalid'));
    own.choice = { activeConfigurationId: 'gone', defaultProfileId: null };
    await expect(contexts.lease('anna', usual)).rejects.toEqual(code('input/invalid'));
    expect(opened).toEqual([]);
  });

  it('names the tags there are of this user, and nobody else’s', async () => {
    const refused = contexts.lease('ben', { kind: 'tag', tag: 'FAST' });
    await expect(refused).rejects.toEqual(code('chat/unknown-tag'));
    await expect(refused).rejects.toThrow('@SLOW');
    user('ben').profiles = [];
    await expect(contexts.lease('ben', { kind: 'tag', tag: 'SLOW' })).rejects.not.toThrow('@FAST');
  });

  it('is refused where the settings answer with another user’s', async () => {
    user('ben').configurations = [configurationOf('anna', 'one')];
    await expect(contexts.lease('ben', usual)).rejects.toThrow('somebody else');
    expect(opened).toEqual([]);
  });

  it('cannot be asked for without a user', async () => {
    // @ts-expect-error a request alone says nothing about whose it is
    const alone = contexts.lease(usual);
    await expect(alone).rejects.toThrow();
    // @ts-expect-error nobody's state
    expect(() => contexts.state()).toThrow();
    // @ts-expect-error nothing is left out
    await expect(contexts.resolve(undefined, usual)).rejects.toThrow();
  });
});

describe('clients', () => {
  const ended = () => opened.map(({ isEnded }) => isEnded);

  it('are one a user and configuration, shared by that user’s requests', async () => {
    const first = await contexts.lease('anna', usual);
    const second = await contexts.lease('anna', { kind: 'configuration', configurationId: 'one' });
    const bens = await contexts.lease('ben', usual);
    expect(second.client).toBe(first.client);
    expect(bens.client).not.toBe(first.client);
    expect(opened.map(({ configuration }) => configuration.userId)).toEqual(['anna', 'ben']);
  });

  it.each([
    ['the revision', { revision: 2 }],
    ['a key', { secrets: { apiKey: 'new' } }],
    ['the address', { fields: { baseUrl: 'http://elsewhere.test' } }],
    ['the model', { model: 'another' }],
  ])('are made anew after a change of %s, the former one ending when its request is over', async (_what, change) => {
    const before = await contexts.lease('anna', usual);
    user('anna').configurations = [configurationOf('anna', 'one', change)];
    const after = await contexts.lease('anna', usual);
    expect(after.client).not.toBe(before.client);
    expect(ended()).toEqual([false, false]);
    before.release();
    before.release();
    expect(ended()).toEqual([true, false]);
    after.release();
    // Kept for the next request.
    expect(ended()).toEqual([true, false]);
  });

  it('of a change that fails leave the former ones in force', async () => {
    const before = await contexts.lease('anna', usual);
    const configurations = user('anna').configurations;
    user('anna').configurations = [configurationOf('anna', 'one', { revision: 2 })];
    openFails = true;
    await expect(contexts.lease('anna', usual)).rejects.toEqual(code('input/invalid'));
    expect(contexts.state('anna')).toMatchObject({ inUse: 1, trouble: { code: 'input/invalid' } });
    expect(ended()).toEqual([false]);
    user('anna').configurations = configurations;
    const again = await contexts.lease('anna', usual);
    expect(again.client).toBe(before.client);
    expect(contexts.state('anna')).toMatchObject({ inUse: 2, trouble: null });
  });

  it('go when the settings change, those in use when their request is over', async () => {
    const used = await contexts.lease('anna', usual);
    (await contexts.lease('anna', { kind: 'tag', tag: 'FAST' })).release();
    const bens = await contexts.lease('ben', usual);
    bens.release();
    contexts.noteChange('anna');
    expect(ended()).toEqual([false, true, false]);
    used.release();
    expect(ended()).toEqual([true, true, false]);
  });
});

describe('idle contexts', () => {
  it('are there from the first real use on, and looking keeps none alive', async () => {
    expect(contexts.state('anna')).toBeNull();
    await contexts.resolve('anna', usual);
    await expect(contexts.lease('nobody', usual)).rejects.toEqual(code('chat/not-configured'));
    openFails = true;
    await expect(contexts.lease('anna', usual)).rejects.toEqual(code('input/invalid'));
    openFails = false;
    for (const id of ['anna', 'nobody']) expect(contexts.state(id)).toBeNull();
    (await contexts.lease('anna', usual)).release();
    now = 20 * hour;
    contexts.state('ANNA');
    await contexts.resolve('anna', usual);
    expect(contexts.state('anna')).toMatchObject({ lastUsedAt: new Date(0).toISOString(), inUse: 0 });
    now = 24 * hour;
    await contexts.cleanUp();
    expect(contexts.state('anna')).not.toBeNull();
    now += 1;
    await contexts.cleanUp();
    expect(contexts.state('anna')).toBeNull();
    expect(opened.map(({ isEnded }) => isEnded)).toEqual([true]);
    expect(idle).toEqual(['anna']);
  });

  it('are not dropped while a request uses them, however long it takes', async () => {
    const lease = await contexts.lease('anna', usual);
    now = 1000 * hour;
    await contexts.cleanUp();
    expect(contexts.state('anna')).toMatchObject({ inUse: 1 });
    expect(opened[0]?.isEnded).toBe(false);
    lease.release();
    // The end of a request is a use as well.
    await contexts.cleanUp();
    expect(contexts.state('anna')).not.toBeNull();
    now += 24 * hour + 1;
    await contexts.cleanUp();
    expect(contexts.state('anna')).toBeNull();
    expect(idle).toEqual(['anna']);
  });
});

describe('the last window of a user', () => {
  it('takes that user’s clients with it, those in use as well, and nobody else’s', async () => {
    const annas = await contexts.lease('anna', usual);
    const bens = await contexts.lease('ben', usual);
    contexts.endUser('Anna');
    expect(opened.map(({ isEnded }) => isEnded)).toEqual([true, false]);
    expect(contexts.state('anna')).toBeNull();
    annas.release();
    expect(contexts.state('anna')).toBeNull();
    const again = await contexts.lease('anna', usual);
    expect(again.client).not.toBe(annas.client);
    bens.release();
    contexts.end();
    expect(opened.every(({ isEnded }) => isEnded)).toBe(true);
  });

  it('ends what was only beginning', async () => {
    const asked = contexts.lease('anna', usual);
    const bens = contexts.lease('ben', usual);
    contexts.endUser('anna');
    await expect(asked).rejects.toEqual(code('chat/ended'));
    expect((await bens).context.userId).toBe('ben');
    expect(contexts.state('anna')).toBeNull();
  });
});
