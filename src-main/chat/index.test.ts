import { beforeEach, describe, expect, it } from 'vitest';
import { type ChatBatch, type ChatMessage, chatOpening } from '../../src-shared/chat.ts';
import type { Caller } from '../../src-shared/define.ts';
import { type Asked, type ChatStage, createChatStage, endOf, fine, windowCaller } from './testing/chat-stage.ts';

let stage: ChatStage;
beforeEach(() => {
  stage = createChatStage();
});

const anna = windowCaller(1);
const ben = windowCaller(2);
const said = (text: string): ChatMessage => ({ role: 'user', text });

async function ask(text: string, caller: Caller = anna, before: readonly ChatMessage[] = []): Promise<number> {
  const opening = chatOpening.parse({ messages: [...before, said(text)] });
  return (await stage.chat.open(opening, caller)).stream;
}
function last(): Asked {
  const found = stage.asked.at(-1);
  if (found === undefined) throw new Error('nobody was asked');
  return found;
}
const next = (stream: number, caller = anna) => stage.chat.next({ stream }, caller) as Promise<ChatBatch | null>;
const code = (wanted: string) => expect.objectContaining({ code: wanted });

describe('an answer', () => {
  it('comes in pieces, with who answered, the time to the first and the tokens at the end', async () => {
    const stream = await ask('hello');
    stage.now = 120;
    last().say({ kind: 'text', text: 'good ' });
    expect(await next(stream)).toEqual({
      source: {
        ...{ configurationId: 'one', configurationName: 'of anna', provider: 'ollama', model: 'small' },
        profile: null,
      },
      ...{ text: 'good ', firstTokenMs: 120, end: null },
    });
    stage.now = 500;
    last().say({ kind: 'text', text: 'day' });
    expect(await next(stream)).toMatchObject({ text: 'day', firstTokenMs: 120, end: null });
    stage.now = 700;
    last().say(endOf(fine));
    const end = { ms: 700, result: fine, inputTokens: 3, outputTokens: 5 };
    expect(await next(stream)).toMatchObject({ text: '', firstTokenMs: 120, end });
    expect(await next(stream)).toBeNull();
    expect(stage.leases()).toBe(0);
    expect(last()).toMatchObject({ userId: 'anna', request: { kind: 'usual' }, parameters: { temperature: 1 } });
  });

  it('puts together what comes faster than 20 times a second', async () => {
    const stream = await ask('hello');
    last().say({ kind: 'text', text: 'a' });
    await next(stream);
    for (const text of 'bcd') last().say({ kind: 'text', text });
    const waiting = next(stream);
    last().say({ kind: 'text', text: 'e' });
    expect(await waiting).toMatchObject({ text: 'bcde' });
  });

  it('is read no faster than it is fetched', async () => {
    const stream = await ask('hello');
    const piece = 'x'.repeat(200_000);
    let taken = 0;
    for (let at = 0; at < 8; at += 1) last().say({ kind: 'text', text: piece });
    last().say(endOf(fine));
    for (let batch = await next(stream); batch !== null; batch = await next(stream)) {
      // Two pieces fit, the rest waits with the provider.
      expect(batch.text.length).toBeLessThanOrEqual(2 * piece.length);
      taken += batch.text.length;
    }
    expect(taken).toBe(8 * piece.length);
  });

  it('ends when it is stopped, and lets go of what asks', async () => {
    const stream = await ask('hello');
    const waiting = next(stream);
    stage.chat.close({ stream }, anna);
    expect(await waiting).toBeNull();
    expect(last().signal.aborted).toBe(true);
    await expect.poll(() => stage.leases()).toBe(0);
    expect(await next(stream)).toBeNull();
  });

  it('ends as broken off where the client breaks its promise, and says so in no word of it', async () => {
    const stream = await ask('hello');
    // What is no piece throws in the reader, as a client that throws does.
    last().say(null as never);
    expect(await next(stream)).toMatchObject({ end: { result: { outcome: 'bad_shape' } } });
    expect(stage.leases()).toBe(0);
  });

  it('is the asking window’s alone', async () => {
    const stream = await ask('hello');
    last().say({ kind: 'text', text: 'secret' });
    expect(await next(stream, ben)).toBeNull();
    expect(await next(stream, { kind: 'cli', windowId: 1 })).toBeNull();
    stage.chat.close({ stream }, ben);
    expect(last().signal.aborted).toBe(false);
    expect(await next(stream)).toMatchObject({ text: 'secret' });
  });
});

describe('the question', () => {
  it('goes to the profile of its tag, without the tag', async () => {
    await ask('@fast first\nsecond', anna, [said('@SLOW before'), { role: 'assistant', text: '@FAST is mine' }]);
    expect(last().request).toEqual({ kind: 'tag', tag: 'FAST' });
    expect(last().messages).toEqual([
      said('before'),
      { role: 'assistant', text: '@FAST is mine' },
      said('first\nsecond'),
    ]);
    await ask('\\@fast is a word', anna, [said('@no-tag'), said('\\@FAST')]);
    expect(last().request).toEqual({ kind: 'usual' });
    expect(last().messages).toEqual([said('@no-tag'), said('@FAST'), said('@fast is a word')]);
  });

  it('goes to the configuration that was chosen', async () => {
    const configurationId = crypto.randomUUID();
    await stage.chat.open({ messages: [said('anna@example.org')], configurationId }, anna);
    expect(last().request).toEqual({ kind: 'configuration', configurationId });
    const both = stage.chat.open({ messages: [said('@FAST hello')], configurationId }, anna);
    await expect(both).rejects.toEqual(code('chat/two-choices'));
  });

  it.each([
    ['@FAST', 'chat/tag-alone'],
    ['@FAST \n ', 'chat/tag-alone'],
    ['@FАST hello', 'chat/unknown-tag'],
    ['  \n', 'chat/empty-message'],
  ])('%j is refused before anybody is asked', async (text, wanted) => {
    await expect(ask(text)).rejects.toEqual(code(wanted));
    expect([stage.asked.length, stage.leases()]).toEqual([0, 0]);
  });

  it('is the last message, and a person’s', async () => {
    const messages: ChatMessage[] = [said('hello'), { role: 'assistant', text: 'hello' }];
    const refused = stage.chat.open({ messages, configurationId: null }, anna);
    await expect(refused).rejects.toEqual(code('chat/empty-message'));
  });
});

describe('a user who changes', () => {
  it('is told so instead of the former one’s answer, which ends', async () => {
    const stream = await ask('hello');
    last().say({ kind: 'text', text: 'for Anna' });
    stage.actingUsers[1] = 'ben';
    await expect(next(stream)).rejects.toEqual(code('settings/user-changed'));
    expect(last().signal.aborted).toBe(true);
    expect(await next(stream)).toBeNull();
  });

  it('ends what nobody reads, too, and other windows’ goes on', async () => {
    const stream = await ask('hello');
    const bens = await ask('hello', ben);
    stage.answers = { check: () => new Promise(() => undefined) };
    const hanging = stage.chat.check({ ask: 2, kind: 'access', target: { configurationId: 'one' } }, anna);
    stage.actingUsers[1] = 'carl';
    await stage.chat.noteUsers();
    expect(stage.asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    await expect(hanging).rejects.toEqual(code('settings/user-changed'));
    await expect(next(stream)).rejects.toEqual(code('settings/user-changed'));
    last().say(endOf(fine));
    expect(await next(bens, ben)).toMatchObject({ end: { result: fine } });
  });

  it('is asked nothing in the name of the former one', async () => {
    const goOn = stage.hold();
    const asked = ask('hello');
    const checked = stage.chat.check({ ask: 1, kind: 'access', target: { configurationId: 'one' } }, anna);
    stage.actingUsers[1] = 'ben';
    goOn();
    await expect(asked).rejects.toEqual(code('settings/user-changed'));
    await expect(checked).rejects.toEqual(code('settings/user-changed'));
    expect([stage.asked.length, stage.leases()]).toEqual([0, 0]);
  });

  it('learns nothing from the former one’s failure', async () => {
    const goOn = stage.hold();
    stage.refusal = new Error('Yours are @ANNAS');
    const asked = ask('hello');
    stage.actingUsers[1] = 'ben';
    goOn();
    await expect(asked).rejects.toEqual(code('settings/user-changed'));
  });
});

describe('a window that goes', () => {
  it('ends what it asks, and what it was about to ask', async () => {
    await ask('hello');
    const bens = await ask('hello', ben);
    const goOn = stage.hold();
    const asked = ask('again');
    stage.chat.leave(1);
    goOn();
    await expect(asked).rejects.toEqual(code('chat/ended'));
    expect(stage.asked.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    await expect.poll(() => stage.leases()).toBe(1);
    stage.chat.close({ stream: bens }, ben);
  });
});

it('everything ends with the app, and nothing of what was said is logged', async () => {
  const stream = await ask('a canary');
  last().say({ kind: 'text', text: 'a canary' });
  await next(stream);
  stage.chat.end();
  expect(last().signal.aborted).toBe(true);
  await expect.poll(() => stage.leases()).toBe(0);
  expect(stage.logged.join()).not.toContain('canary');
});
