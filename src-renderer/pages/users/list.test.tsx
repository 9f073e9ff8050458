import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { ago, someHome, someReport, someRunning, someUser, someUsers, unusedHome } from '../../testing/facts.ts';
import { createFakeApi, someError } from '../../testing/fake-api.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
afterEach(() => window.end());

const heading = () => document.querySelector('h1')?.textContent;
const rows = () => [...document.querySelectorAll<HTMLElement>('[data-user]')];
const ids = () => rows().map(({ dataset }) => dataset.user);
const open = (users: Parameters<typeof someUsers>[0]) =>
  openTestWindow({ users: someUsers(users) }, undefined, '#users');
const crowd = Array.from({ length: 10_000 }, (_, index) => someUser(`user${String(index).padStart(5, '0')}`));
const main = () => document.querySelector('main')?.textContent ?? '';

async function press(key: string, target: Element | null = document.activeElement): Promise<void> {
  await act(async () => target?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })));
}

describe('the list', () => {
  it('answers how many there are and who is current, and tells of each what there is to know', async () => {
    window = await open([
      someUser('paula', { type: 'Admin', lastSeen: ago(130_000), completeness: 75 }),
      someUser('a..b', { name: 'Old', unsafe: 'the id has two dots in a row' }),
    ]);
    expect(heading()).toBe('2 users. Paula is current.');
    expect(rows().map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/Old.*Unsafe id.*two dots in a row.*a\.\.b.*Standard.*Never/),
      expect.stringMatching(/Paula.*Current.*paula.*Admin.*2 min ago.*75 %/),
    ]);
  });

  it('draws only what is in sight of ten thousand, and finds one of them as somebody types', async () => {
    window = await open(crowd);
    expect(heading()).toBe('10,000 users.');
    expect(rows().length).toBeGreaterThanOrEqual(10);
    expect(rows().length).toBeLessThan(40);
    expect(document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount')).toBe('10001');
    await window.type('Filter users', '0999');
    expect(main()).toContain('11 of 10,000 users');
    expect(ids()[0]).toBe('user00999');
    await window.type('Filter users', 'nobody');
    expect(main()).toContain('Nobody has “nobody” in their name or id.');
    await window.click('Clear the filter');
    expect(ids()[0]).toBe('user00000');
    expect(document.activeElement).toBe(window.field('Filter users'));
  });

  it('is put in order by a click on a head, and turned round by another', async () => {
    window = await open([
      someUser('paula', { lastSeen: '2026-11-01T10:00:00', type: 'Guest', completeness: 100 }),
      someUser('charlie', { lastSeen: '2026-11-20T10:00:00', type: 'Admin', completeness: 38 }),
      someUser('bert', { name: 'Zed', lastSeen: null, completeness: 50 }),
    ]);
    const sorted = () => document.querySelector('[aria-sort]');
    expect(ids()).toEqual(['charlie', 'paula', 'bert']);
    await window.click('Name');
    expect(ids()).toEqual(['bert', 'paula', 'charlie']);
    expect([sorted()?.textContent, sorted()?.getAttribute('aria-sort')]).toEqual(['Name', 'descending']);
    await window.click('Last here');
    expect(ids()).toEqual(['charlie', 'paula', 'bert']);
    await window.click('Id');
    expect(ids()).toEqual(['bert', 'charlie', 'paula']);
    await window.click('Role');
    expect(ids()).toEqual(['charlie', 'paula', 'bert']);
    await window.click('Profile');
    expect(ids()).toEqual(['charlie', 'bert', 'paula']);
  });

  it('switches from a row, and not where that cannot be', async () => {
    window = await open([someUser('paula'), someUser('dana'), someUser('a..b', { name: 'Old', unsafe: 'bad' })]);
    await act(async () => rows()[0]?.querySelector('button')?.click());
    expect(window.fake.calls).toEqual([
      { name: 'switching.start', input: { userId: 'dana', services: true, repair: false } },
    ]);
    for (const row of rows().slice(1)) await act(async () => row.querySelector('button')?.click());
    expect(window.fake.calls).toHaveLength(1);
  });
});

describe('by keyboard', () => {
  it('the arrows go from the filter into the rows, one row is in the way of Tab, Enter opens it', async () => {
    window = await open(crowd);
    await act(async () => window.field('Filter users').focus());
    await press('ArrowDown');
    expect((document.activeElement as HTMLElement).dataset.user).toBe('user00000');
    await press('ArrowDown');
    await press('ArrowDown');
    expect((document.activeElement as HTMLElement).dataset.user).toBe('user00002');
    expect(rows().filter(({ tabIndex }) => tabIndex === 0)).toEqual([document.activeElement]);
    await press('PageDown');
    expect((document.activeElement as HTMLElement).dataset.user).not.toBe('user00002');
    await press('End');
    expect((document.activeElement as HTMLElement).dataset.user).toBe('user09999');
    await press('Home');
    await press('ArrowUp');
    expect((document.activeElement as HTMLElement).dataset.user).toBe('user00000');
    await press('ArrowRight');
    expect(document.activeElement?.tagName).toBe('BUTTON');
    await press('ArrowLeft');
    await press('Enter');
    expect(document.querySelector('.side-panel h2')?.textContent).toBe('User00000');
    expect(document.activeElement?.className).toBe('side-panel');
  });

  it('Escape closes the panel, and the focus is on the row again', async () => {
    window = await open([someUser('paula'), someUser('dana')]);
    await act(async () => rows()[1]?.click());
    await press('Escape', document.querySelector('.side-panel'));
    expect(document.querySelector('.side-panel')).toBeNull();
    expect((document.activeElement as HTMLElement).dataset.user).toBe('paula');
  });

  it('Escape in the filter empties it', async () => {
    window = await open([someUser('paula'), someUser('dana')]);
    await window.type('Filter users', 'dan');
    expect(ids()).toEqual(['dana']);
    await press('Escape', window.field('Filter users'));
    expect(ids()).toEqual(['dana', 'paula']);
  });
});

describe('other states', () => {
  it('waits for main, and shows why main cannot tell', async () => {
    window = await openTestWindow({ users: null }, undefined, '#users');
    expect(heading()).toBe('Users');
    window.end();
    const fake = createFakeApi();
    const list = () => Promise.resolve({ ok: false, error: someError('home/unwritable', 'No home.') } as const);
    const api = { ...fake.api, users: { ...fake.api.users, list } };
    window = await openTestWindow({}, { ...fake, api }, '#users');
    expect(heading()).toBe('The users are not known.');
    expect(main()).toContain('No home.');
  });

  it('says what will be here while there is nobody, and the next step', async () => {
    window = await openTestWindow(unusedHome(), undefined, '#users');
    expect(heading()).toMatch(/^No users yet/);
    await window.click('Add the first user');
    expect(document.querySelector('.side-panel h2')?.textContent).toBe('Add a user');
  });

  it('shows what main has to say of a start', async () => {
    const users = { ...someUsers(), notices: [{ message: 'A deletion was finished.', hint: 'Nothing to do.' }] };
    window = await openTestWindow({ users }, undefined, '#users');
    expect(main()).toContain('A deletion was finished.');
    await window.follow('Overview');
    expect(main()).toContain('A deletion was finished.');
  });

  it('shows a switch that runs, and how it ended, with the way to its steps', async () => {
    window = await openTestWindow({ home: someHome() }, undefined, '#users');
    window.tell('switching', someRunning());
    expect(main()).toContain('Switching to Charlie');
    window.tell('switching', { state: 'idle', last: { endedAt: ago(0), report: someReport() } });
    expect(main()).toContain('Switched to Charlie.');
    await window.click('Dismiss');
    expect(main()).not.toContain('Switched to Charlie.');
    const error = someError('docker/never-healthy', 'It does not answer.');
    const failed = someReport({ success: false, error });
    window.tell('switching', { state: 'idle', last: { endedAt: ago(-1000), report: failed } });
    expect(main()).toContain('It does not answer.');
    await window.follow('Show the steps');
    expect(heading()).toMatch(/is current/);
  });

  it('shows why a switch was refused', async () => {
    const fake = createFakeApi();
    fake.refusals.set('switching.start', someError('switching/busy', 'Another one runs.'));
    window = await openTestWindow({}, fake, '#users');
    await act(async () => rows()[0]?.querySelector('button')?.click());
    expect(main()).toContain('The switch to Charlie was refused.');
  });
});
