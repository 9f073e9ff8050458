import { act } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFakeApi, type FakeApi, someError } from '../../testing/fake-api.ts';
import {
  someBatch,
  someConfiguration,
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
const opened = () => fake.calls.filter(({ name }) => name === 'chat.open').map(({ input }) => input);
function field(): HTMLTextAreaElement {
  const found = document.querySelector('textarea');
  if (found === null) throw new Error('there is no field');
  return found;
}
const type = (text: string) =>
  act(async () => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set?.call(field(), text);
    field().setSelectionRange(text.length, text.length);
    field().dispatchEvent(new Event('input', { bubbles: true }));
  });
const press = (key: string, more: KeyboardEventInit = {}) =>
  act(async () => {
    field().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
  });
const feed = (...batches: readonly Parameters<FakeApi['feedChat']>[0][]) =>
  act(async () => {
    for (const batch of batches) {
      fake.feedChat(batch);
      await new Promise((resolve) => setTimeout(resolve));
    }
  });
const end = someBatch({ text: '', end: 'ok' });

async function openChat(settings = someReadySettings()): Promise<void> {
  fake = createFakeApi({ settings });
  window = await openTestWindow({}, fake, '#try-it');
}

describe('where nothing is set up', () => {
  it('the page says what it is for, and leads on', async () => {
    await openChat(someSettings());
    expect(document.querySelector('h1')?.textContent).toBe('Paula has no model to ask yet.');
    expect(document.querySelector('textarea')).toBeNull();
    await window.follow('Set up a model');
    expect(main()).toContain('No model is set up for Paula yet.');
  });
});

describe('the keys', () => {
  it('are Enter to send and Shift with Enter for a line; the focus begins in the field', async () => {
    await openChat();
    expect(document.activeElement).toBe(field());
    await type('Hello');
    await press('Enter', { shiftKey: true });
    await press('Enter', { isComposing: true });
    expect(opened()).toEqual([]);
    await press('Enter');
    expect(opened()).toEqual([{ messages: [{ role: 'user', text: 'Hello' }], configurationId: null }]);
    expect(field().value).toBe('');
    expect(main()).toContain('Waiting for the first word');
    await feed(someBatch({ text: 'Good ' }), someBatch({ text: 'day.' }), end);
    expect(main()).toContain('Good day.');
    expect(main()).toContain('Work 1, gpt-small · first word after 80 ms · 1.2 s in all · 12 tokens in, 7 out');
  });

  it('are Escape to stop, and the arrow up to change the last question', async () => {
    await openChat();
    await type('Helo');
    await press('Enter');
    await feed(someBatch({ text: 'Half' }));
    await press('Escape');
    expect(main()).toContain('stopped');
    expect(fake.streams.open.size).toBe(0);
    await press('ArrowUp');
    expect(field().value).toBe('Helo');
    expect(main()).toContain('to be asked anew');
    await press('Escape');
    expect(field().value).toBe('');
    await press('ArrowUp');
    await type('Hello');
    await press('Enter');
    await feed(someBatch({ text: 'Whole.' }), end);
    expect(document.querySelectorAll('.turn')).toHaveLength(1);
    expect(main()).not.toContain('Half');
  });
});

describe('a tag', () => {
  const two = someReadySettings({
    configurations: [someConfiguration(1), someConfiguration(2, { model: 'gpt-large' })],
    profiles: [someTagProfile(1), someTagProfile(2, { tag: 'SLOW', name: 'Careful', configurationId: uuid(2) })],
  });
  const offered = () => [...document.querySelectorAll('[role="option"] code')].map(({ textContent }) => textContent);

  it('is offered from the first @ on, chosen by keys, and says who will answer', async () => {
    await openChat(two);
    expect(main()).toContain('Answers: Work 1, gpt-small');
    await type('@');
    expect(offered()).toEqual(['@FAST', '@SLOW']);
    await press('ArrowDown');
    expect(document.querySelector('[aria-selected="true"]')?.textContent).toContain('@SLOW');
    await press('Tab');
    expect(field().value).toBe('@SLOW ');
    expect(offered()).toEqual([]);
    expect(main()).toContain('Answers: @SLOW: Work 2, gpt-large');
    await type('@SLOW why?');
    await press('Enter');
    expect(opened()).toMatchObject([{ messages: [{ text: '@SLOW why?' }] }]);
  });

  it('is found by what is typed of it or of its name; Enter takes it and Escape leaves it', async () => {
    await openChat(two);
    await type('@care');
    expect(offered()).toEqual(['@SLOW']);
    await press('Escape');
    expect(offered()).toEqual([]);
    expect(main()).toContain('Answers: Nobody: there is no @CARE');
    await type('@fa');
    await press('Enter');
    expect(field().value).toBe('@FAST ');
    expect(opened()).toEqual([]);
    await type('mail to @fa');
    expect(offered()).toEqual([]);
  });

  it('that nobody has is refused with the tags there are, and the question can be changed', async () => {
    await openChat(two);
    fake.refusals.set('chat.open', someError('chat/unknown-tag', 'There is no @NONE; there are @FAST and @SLOW.'));
    await type('@NONE why?');
    await press('Enter');
    const alert = document.querySelector('.turn [role="alert"]')?.textContent;
    expect(alert).toContain('Nothing was asked.');
    expect(alert).toContain('there are @FAST and @SLOW');
    await press('ArrowUp');
    expect(field().value).toBe('@NONE why?');
  });

  it('comes before the default profile, which comes before the configuration in use', async () => {
    await openChat({ ...two, defaultProfileId: uuid(102) });
    expect(main()).toContain('Answers: @SLOW: Work 2, gpt-large');
    await window.choose('Ask', uuid(1));
    expect(main()).toContain('Answers: Work 1, gpt-small');
    await type('Hello');
    await press('Enter');
    expect(opened()).toMatchObject([{ configurationId: uuid(1) }]);
  });
});

describe('an answer', () => {
  it('is text, whatever it looks like', async () => {
    await openChat();
    await type('<b>bold</b>');
    await press('Enter');
    await feed(someBatch({ text: '<img src=x onerror=alert(1)>\n**not bold**' }), end);
    expect(document.querySelector('.turn img, .turn b')).toBeNull();
    expect(main()).toContain('<img src=x onerror=alert(1)>');
  });

  it('that goes wrong says what happened and what to do', async () => {
    await openChat();
    await type('Hello');
    await press('Enter');
    await feed(someBatch({ text: 'Ha', end: 'rate_limited' }));
    expect(document.querySelector('.turn [role="alert"]')?.textContent).toContain('It answers.');
    expect(main()).toContain('Ha');
  });

  it('is copied whole, and all is cleared', async () => {
    const write = vi.fn(async () => undefined);
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: write } });
    await openChat();
    await type('Hello');
    await press('Enter');
    const long = `${'word '.repeat(30)}\n`.repeat(60);
    await feed(someBatch({ text: long }), end);
    expect(document.querySelectorAll('.turn-block').length).toBeGreaterThan(3);
    await window.click('Copy answer');
    expect(write).toHaveBeenCalledWith(long);
    await window.click('Clear');
    expect(document.querySelectorAll('.turn')).toHaveLength(0);
  });

  it('redraws only its last piece when something is added', async () => {
    await openChat();
    await type('Hello');
    await press('Enter');
    await feed(someBatch({ text: `${'word '.repeat(30)}\n`.repeat(60) }));
    const [first] = document.querySelectorAll('.turn-block');
    const seen: MutationRecord[] = [];
    const observer = new MutationObserver((records) => seen.push(...records));
    if (first === undefined) throw new Error('there is no piece');
    observer.observe(first, { childList: true, characterData: true, subtree: true });
    await feed(someBatch({ text: 'more' }));
    expect(seen).toEqual([]);
    observer.disconnect();
  });
});
