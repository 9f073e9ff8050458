import { describe, expect, it } from 'vitest';
import type { ChatBatch } from '../../src-shared/chat.ts';
import { textOfBlocks } from '../lib/text-blocks.ts';
import { createFakeApi, someError } from '../testing/fake-api.ts';
import { someBatch, uuid } from '../testing/settings-facts.ts';
import { settled } from '../testing/settled.ts';
import { createChatStore } from './chat.ts';

function chatting() {
  const fake = createFakeApi();
  const store = createChatStore(fake.api.chat);
  const now = () => store.getState();
  async function say(text: string, ...batches: readonly ChatBatch[]): Promise<void> {
    now().type(text);
    const sent = now().send();
    for (const batch of batches) {
      await settled();
      fake.feedChat(batch);
    }
    await settled();
    if (batches.at(-1)?.end != null) await sent;
  }
  return {
    fake,
    now,
    say,
    opened: () => fake.calls.filter(({ name }) => name === 'chat.open').map(({ input }) => input),
  };
}
const end = someBatch({ text: '', end: 'ok' });

describe('a conversation', () => {
  it('puts an answer together, with who gave it, how fast and how much', async () => {
    const { fake, now, say, opened } = chatting();
    await say('Hello ', someBatch({ text: 'Good ' }), someBatch({ text: 'day.' }), end);
    expect(opened()).toEqual([{ messages: [{ role: 'user', text: 'Hello' }], configurationId: null }]);
    const [turn] = now().turns;
    expect(textOfBlocks(turn?.blocks ?? [])).toBe('Good day.');
    expect(turn).toMatchObject({
      ...{ isRunning: false, error: null, firstTokenMs: 80 },
      ...{ source: { model: 'gpt-small' }, end: { outputTokens: 7 } },
    });
    expect(now().draft).toBe('');
    expect([...fake.streams.open]).toEqual([]);
  });

  it('tells the model what was said, but nothing that was not answered', async () => {
    const { fake, say, opened } = chatting();
    await say('One', someBatch({ text: 'First.' }), end);
    fake.refusals.set('chat.open', someError('chat/unknown-tag', 'There is no @SLOW.'));
    await say('@SLOW two');
    fake.refusals.clear();
    await say('Three', end);
    expect(opened().at(-1)).toEqual({
      messages: [
        { role: 'user', text: 'One' },
        { role: 'assistant', text: 'First.' },
        { role: 'user', text: 'Three' },
      ],
      configurationId: null,
    });
  });

  it('asks whom was chosen, but for a question with a tag', async () => {
    const { now, say, opened } = chatting();
    now().chooseConfiguration(uuid(3));
    await say('One', end);
    await say('@FAST two', end);
    await say('\\@FAST three', end);
    expect(opened()).toMatchObject([
      { configurationId: uuid(3) },
      { configurationId: null },
      { configurationId: uuid(3) },
    ]);
  });

  it('sends nothing empty, and nothing while an answer comes', async () => {
    const { now, say, opened } = chatting();
    await say('  ');
    await say('One', someBatch({ text: 'F' }));
    await say('Two');
    expect(opened()).toHaveLength(1);
    expect(now().draft).toBe('Two');
  });
});

describe('an answer', () => {
  it('is stopped, keeps what has come, and closes its stream; what comes later lands nowhere', async () => {
    const { fake, now, say } = chatting();
    await say('One', someBatch({ text: 'Half an ' }));
    expect(fake.streams.open.size).toBe(1);
    now().stop();
    expect(now().turns[0]).toMatchObject({ isRunning: false, end: null, blocks: ['Half an '] });
    expect(fake.streams.open.size).toBe(0);
    fake.feedChat(someBatch({ text: 'answer' }));
    await settled();
    expect(now().turns[0]?.blocks).toEqual(['Half an ']);
  });

  it('that is refused or breaks off says why', async () => {
    const { fake, now, say } = chatting();
    fake.refusals.set('chat.open', someError('settings/locked', 'Locked.'));
    await say('One');
    expect(now().turns[0]).toMatchObject({ isRunning: false, error: { code: 'settings/locked' }, blocks: [] });
    fake.refusals.clear();
    await say('Two', someBatch({ text: 'Ha', end: 'rate_limited' }));
    expect(now().turns[1]).toMatchObject({
      isRunning: false,
      error: null,
      end: { result: { outcome: 'rate_limited' } },
    });
  });
});

describe('the last question', () => {
  it('is taken back, and takes the place of itself when it is sent again', async () => {
    const { now, say, opened } = chatting();
    await say('One', someBatch({ text: 'First.' }), end);
    await say('Tow', someBatch({ text: 'What?' }), end);
    now().editLast();
    expect(now()).toMatchObject({ draft: 'Tow', editing: now().turns[1]?.id });
    await say('Two', someBatch({ text: 'Second.' }), end);
    expect(now().turns.map(({ question }) => question)).toEqual(['One', 'Two']);
    expect(opened().at(-1)).toMatchObject({ messages: [{ text: 'One' }, { text: 'First.' }, { text: 'Two' }] });
  });

  it('stays where it is while something else is typed, or when it is left alone', async () => {
    const { now, say } = chatting();
    await say('One', end);
    now().type('x');
    now().editLast();
    expect(now()).toMatchObject({ draft: 'x', editing: null });
    now().type('');
    now().editLast();
    now().stopEditing();
    expect(now()).toMatchObject({ draft: '', editing: null });
    expect(now().turns).toHaveLength(1);
  });
});

it('is gone with the user, and so is what still comes for them', async () => {
  const { fake, now, say } = chatting();
  await say('My secret', someBatch({ text: 'Your' }));
  now().type('half a word');
  now().chooseConfiguration(uuid(1));
  now().userChanged();
  fake.feedChat(someBatch({ text: ' secret' }));
  await settled();
  expect(now()).toMatchObject({ turns: [], draft: '', editing: null, configurationId: null });
  expect(fake.streams.open.size).toBe(0);
});

it('a question that is still being opened when the user goes is closed as soon as it is open', async () => {
  const { fake, now } = chatting();
  let open: (value: unknown) => void = () => undefined;
  fake.answers.set('chat.open', new Promise((resolve) => (open = resolve)));
  now().type('One');
  void now().send();
  now().userChanged();
  open(null);
  await settled();
  expect(fake.streams.open.size).toBe(0);
  expect(now().turns).toEqual([]);
});

it('clearing ends what runs', async () => {
  const { fake, now, say } = chatting();
  await say('One', someBatch({ text: 'F' }));
  now().clear();
  expect([now().turns, fake.streams.open.size]).toEqual([[], 0]);
});
