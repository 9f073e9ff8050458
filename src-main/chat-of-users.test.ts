import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askFor, type ChatHousehold, openChatHousehold, wellAnswered } from './testing/chat-household.ts';

let household: ChatHousehold;
beforeEach(async () => {
  household = await openChatHousehold();
});
afterEach(() => household.end());

const question = (text: string) => ({ messages: [{ role: 'user' as const, text }] });
const changed = { ok: false, error: { code: 'settings/user-changed' } };
const keysThatCame = () => household.server.requests.map(({ headers }) => headers.authorization);

describe('a provider that never answers', () => {
  it('keeps nobody else waiting: not the settings, not the home, not another user, not the end', async () => {
    const anna = await household.equip('anna');
    const ben = await household.equip('ben');
    for (const purpose of ['list', 'chat'] as const) household.server.fail(purpose, { kind: 'never' });
    let answered = 0;
    const target = { configurationId: anna.configurationId };
    const hanging = [
      anna.api.chat.check({ ask: 1, kind: 'access', target }),
      anna.api.chat.check({ ask: 2, kind: 'chat', target }),
      anna.api.chat.listModels({ ask: 3, fresh: true, target }),
      anna.api.chat.open(question('hello')).then((opened) => (opened.ok ? anna.api.chat.next(opened.value) : opened)),
    ].map((asked) => asked.finally(() => (answered += 1)));
    await expect.poll(() => household.server.requests.length).toBe(4);

    expect(await wellAnswered(anna.api.settings.get())).toMatchObject({ userId: 'anna' });
    expect(await wellAnswered(ben.api.settings.get())).toMatchObject({ userId: 'ben' });
    await wellAnswered(ben.api.home.get());
    await wellAnswered(ben.api.users.list());
    expect(await wellAnswered(anna.api.chat.contexts())).toMatchObject({ own: { userId: 'anna', inUse: 1 } });
    await wellAnswered(anna.api.settings.setPreferences({ sessionOnly: false }));
    for (const purpose of ['list', 'chat'] as const) household.server.fail(purpose, null);
    expect((await askFor(ben.api, 'hello')).last?.end?.result.outcome).toBe('ok');
    expect(answered).toBe(0);
    await household.app.end();
    await Promise.all(hanging);
  });
});

describe('a user who changes while something is asked', () => {
  it('gets nothing of the former one, whether a check, a list or an answer comes late', async () => {
    const { api, configurationId } = await household.equip('anna');
    const { windowId } = household.windowOf('anna');
    const target = { configurationId };
    for (const purpose of ['list', 'chat'] as const) household.server.fail(purpose, { kind: 'never' });
    const late = [
      api.chat.check({ ask: 1, kind: 'access', target }),
      api.chat.listModels({ ask: 2, fresh: true, target }),
      api.chat.open(question('hello')).then((opened) => (opened.ok ? api.chat.next(opened.value) : opened)),
    ];
    await expect.poll(() => household.server.requests.length).toBe(3);
    household.app.features.shell.setWindowUser(windowId, 'ben');
    for (const answer of await Promise.all(late)) expect(answer).toMatchObject(changed);
    // Nothing of it is Ben's now, and the window cannot ask with what it knows of Anna.
    expect(await wellAnswered(api.settings.get())).toMatchObject({ userId: 'ben', configurations: [] });
    expect(await wellAnswered(api.chat.contexts())).toMatchObject({ own: null });
    for (const asked of [
      api.chat.check({ ask: 3, kind: 'access', target }),
      api.chat.listModels({ ask: 4, fresh: false, target }),
      api.chat.open({ ...question('hello'), configurationId }),
    ]) {
      expect(await asked).toMatchObject({ ok: false, error: { code: 'settings/unknown-configuration' } });
    }
    expect(household.server.requests.length).toBe(3);
  });

  it('is the same by a switch of the computer, in a window that follows it', async () => {
    await household.equip('anna');
    const api = household.apiOf({ kind: 'window', windowId: 99 });
    household.server.fail('chat', { kind: 'held' });
    const { stream } = await wellAnswered(api.chat.open(question('hello')));
    await expect.poll(() => household.server.open()).toBe(1);
    const report = await wellAnswered(api.switching.start({ userId: 'ben', services: false }));
    expect(report.success).toBe(true);
    // Also where nobody reads on.
    await expect.poll(() => household.server.open()).toBe(0);
    expect(await api.chat.next({ stream })).toMatchObject(changed);
    expect(await wellAnswered(api.chat.contexts())).toMatchObject({ own: null });
  });

  it('leaves nothing behind with the last window', async () => {
    const { api } = await household.equip('ben');
    const { windowId } = household.windowOf('ben');
    household.app.features.shell.noteWindow(windowId, 'ben');
    await askFor(api, 'hello');
    household.server.fail('chat', { kind: 'held' });
    await wellAnswered(api.chat.open(question('hello')));
    await expect.poll(() => household.server.open()).toBe(1);
    household.app.features.shell.forgetWindow(windowId);
    household.app.leave(windowId);
    await expect.poll(() => household.server.open()).toBe(0);
    household.app.features.shell.setWindowUser(windowId, 'ben');
    expect(await wellAnswered(api.chat.contexts())).toMatchObject({ own: null });
  });
});

describe('tags', () => {
  const profile = (tag: string, configurationId: string) => ({
    ...{ id: null, revision: 0, name: tag, tag, description: '', configurationId, parameters: {} },
  });

  it('are each user’s own: the same tag leads elsewhere, and another’s is unknown', async () => {
    const anna = await household.equip('anna');
    const ben = await household.equip('ben', 'chat-small');
    await wellAnswered(anna.api.settings.saveProfile(profile('FAST', anna.configurationId)));
    await wellAnswered(anna.api.settings.saveProfile(profile('ANNAS', anna.configurationId)));
    await wellAnswered(ben.api.settings.saveProfile(profile('FAST', ben.configurationId)));
    const own = { provider: 'lm-studio', profile: { tag: 'FAST' } };
    expect((await askFor(anna.api, '@fast hello')).last?.source).toMatchObject({ ...own, model: 'chat-large' });
    expect((await askFor(ben.api, '@fast hello')).last?.source).toMatchObject({ ...own, model: 'chat-small' });
    expect(keysThatCame()).toEqual(['Bearer key-of-anna', 'Bearer key-of-ben']);
    const refused = await ben.api.chat.open(question('@annas hello'));
    expect(refused).toMatchObject({ ok: false, error: { code: 'chat/unknown-tag' } });
    expect(JSON.stringify(refused)).toContain('@FAST');
    const foreign = await ben.api.chat.open({ ...question('hello'), configurationId: anna.configurationId });
    expect(foreign).toMatchObject({ ok: false, error: { code: 'settings/unknown-configuration' } });
    expect(household.server.requests.length).toBe(2);
  });

  it('that go while their answer comes end nothing, and are unknown to the next question', async () => {
    const { api, configurationId } = await household.equip('anna');
    const { profiles } = await wellAnswered(api.settings.saveProfile(profile('FAST', configurationId)));
    household.server.fail('chat', { kind: 'held' });
    const { stream } = await wellAnswered(api.chat.open(question('@FAST hello')));
    await expect.poll(() => household.server.open()).toBe(1);
    await wellAnswered(api.settings.removeProfile({ id: profiles[0]?.id ?? '' }));
    await wellAnswered(api.settings.removeConfiguration({ id: configurationId }));
    expect(await api.chat.open(question('@FAST again'))).toMatchObject({ error: { code: 'chat/unknown-tag' } });
    expect(await api.chat.open(question('again'))).toMatchObject({ error: { code: 'chat/not-configured' } });
    household.server.release();
    let last = await wellAnswered(api.chat.next({ stream }));
    while (last !== null && last.end === null) last = await wellAnswered(api.chat.next({ stream }));
    expect(last).toMatchObject({ source: { profile: { tag: 'FAST' } }, end: { result: { outcome: 'ok' } } });
    expect(household.server.requests.length).toBe(1);
  });
});

it('nothing that was said is kept, and of a test only that it was made', async () => {
  const { api, configurationId } = await household.equip('anna');
  household.server.say(['canary-of-the-answer']);
  expect((await askFor(api, 'canary-of-the-question')).text).toBe('canary-of-the-answer');
  const target = { configurationId };
  await wellAnswered(api.chat.check({ ask: 1, kind: 'chat', target }));
  await wellAnswered(api.chat.listModels({ ask: 2, fresh: true, target }));
  household.server.fail('list', { kind: 'page' });
  await wellAnswered(api.chat.check({ ask: 3, kind: 'access', target }));
  await household.app.features.activity.end();
  const { entries } = await wellAnswered(api.activity.list({}));
  expect(entries.filter(({ what }) => what !== 'settings.configuration' && what !== 'settings.choose')).toMatchObject([
    { what: 'settings.test', result: 'failed', who: 'anna', subject: null, detail: null },
    { what: 'settings.test', result: 'ok', who: 'anna', subject: null, detail: null },
  ]);
  const files = await readdir(household.home, { recursive: true, withFileTypes: true });
  for (const entry of files.filter((one) => one.isFile())) {
    const text = await readFile(join(entry.parentPath, entry.name), 'latin1');
    expect(/canary-of|key-of-anna/.test(text), entry.name).toBe(false);
  }
  expect(household.logged.join('\n')).not.toMatch(/canary-of|key-of-anna/);
});
