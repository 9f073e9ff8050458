import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ActivityPage } from '../../../src-shared/activity.ts';
import { someAccess, someActivity, someActor, someEntry } from '../../testing/access-facts.ts';
import { createFakeApi, someError } from '../../testing/fake-api.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';
import { exportName } from './activity-words.ts';

let window: TestWindow;
afterEach(() => window.end());

const entries = [
  someEntry('3', {
    what: 'service.restart',
    subject: 'memory',
    who: 'charlie',
    via: 'tray',
    result: 'failed',
    code: 'docker/refused',
  }),
  someEntry('2', { detail: 'files only' }),
  someEntry('1', { what: 'user.create', subject: 'dana', via: 'cli', ms: 40 }),
];
const page = (found: ActivityPage['entries'], next: string | null = null): ActivityPage => ({ entries: found, next });

async function open(found = page(entries), state = someActivity(found.entries)): Promise<void> {
  const fake = createFakeApi({ activity: state });
  fake.answers.set('activity.list', found);
  window = await openTestWindow({}, fake, '#activity');
}

const rows = () => [...document.querySelectorAll('tbody tr')].map(({ textContent }) => textContent);
const asked = () => window.fake.calls.filter(({ name }) => name === 'activity.list').map(({ input }) => input);

describe('the page Activity', () => {
  it('says what was done last, and lists who did what, how it ended, where from and how long', async () => {
    await open();
    expect(document.querySelector('h1')?.textContent).toBe('Charlie could not restart Memory: failed.');
    const [first = '', second = '', third = ''] = rows();
    for (const words of ['Charlie could not restart Memory', 'Failed', 'Tray', 'docker/refused', '2 min ago']) {
      expect(first).toContain(words);
    }
    for (const words of ['Paula switched to Charlie', 'files only', 'Done', '5.2 s']) expect(second).toContain(words);
    for (const words of ['Paula added Dana', 'Command line', '40 ms']) expect(third).toContain(words);
  });

  it('says so where nothing was done yet', async () => {
    await open(page([]));
    expect(document.querySelector('h1')?.textContent).toBe('Nothing was done yet.');
    expect(window.text()).toContain('Nothing is written down yet.');
  });

  it('says so where the log cannot be kept or read, and tries again', async () => {
    const trouble = someError('home/unwritable', 'The disk is full.');
    await open(page(entries), someActivity(entries, { trouble }));
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('The disk is full.');
    window.end();
    const fake = createFakeApi({ activity: someActivity() });
    fake.refusals.set('activity.list', someError('home/file-unreadable', 'It is a folder.'));
    window = await openTestWindow({}, fake, '#activity');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('It is a folder.');
    fake.refusals.clear();
    fake.answers.set('activity.list', page(entries));
    await window.click('Try again');
    expect(rows()).toHaveLength(3);
  });

  it('looks again when something was done, as far back as before', async () => {
    await open();
    const newer = [someEntry('4', { what: 'backup.create', subject: 'b' }), ...entries];
    window.fake.answers.set('activity.list', page(newer));
    window.tell('activity', someActivity(newer));
    await act(async () => undefined);
    expect(rows()).toHaveLength(4);
    expect(asked()).toEqual([{ limit: 100 }, { limit: 100 }]);
  });

  it('shows what is older, a page at a time', async () => {
    await open(page(entries, '1'));
    window.fake.answers.set('activity.list', page([someEntry('0', { what: 'backup.prune', subject: null })]));
    await window.click('Show older');
    expect(rows()).toHaveLength(4);
    expect(rows().at(-1)).toContain('removed old backups');
    expect(asked().at(-1)).toEqual({ limit: 100, before: '1' });
    expect(window.hasButton('Show older')).toBe(false);
  });
});

describe('filters', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => vi.useRealTimers());
  const settle = () => act(() => vi.advanceTimersByTimeAsync(300));

  async function choose(label: string, value: string): Promise<void> {
    const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label);
    const select = document.getElementById(found?.htmlFor ?? '');
    if (!(select instanceof HTMLSelectElement)) throw new Error(`no choice "${label}"`);
    await act(async () => {
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
  }

  it('narrow by words, user (by name or id), act, result and day, and are cleared', async () => {
    await open();
    await window.type('Find', 'mem');
    await window.type('Find', 'memory');
    await settle();
    expect(asked().at(-1)).toEqual({ limit: 100, text: 'memory' });
    expect(asked()).toHaveLength(2);
    await window.type('User', 'Charlie');
    await settle();
    await choose('Act', 'service.restart');
    await choose('Result', 'failed');
    await window.type('From', '2026-01-31');
    await window.type('To', '2026-01-31');
    expect(asked().at(-1)).toEqual({
      limit: 100,
      text: 'memory',
      user: 'charlie',
      what: 'service.restart',
      result: 'failed',
      since: new Date(2026, 0, 31).toISOString(),
      until: new Date(2026, 1, 1).toISOString(),
    });
    await window.click('Clear filters');
    expect(asked().at(-1)).toEqual({ limit: 100 });
    expect([window.field('Find').value, window.field('User').value]).toEqual(['', '']);
  });

  it('that find nothing say so, with the way back', async () => {
    await open();
    window.fake.answers.set('activity.list', page([]));
    await choose('Result', 'undone');
    expect(window.text()).toContain('Nothing matches.');
    window.fake.answers.set('activity.list', page(entries));
    await window.click('Clear filters');
    expect(rows()).toHaveLength(3);
  });
});

describe('the export', () => {
  it('writes what is shown into a file of its own in the chosen folder', async () => {
    await open();
    window.fake.answers.set('shell.chooseFolder', '/home/paula/out');
    await window.click('Table (CSV)');
    const path = expect.stringMatching(/^\/home\/paula\/out\/persag-activity-[\d-]+\.csv$/);
    expect(window.fake.calls).toContainEqual({ name: 'activity.export', input: { format: 'csv', path } });
    expect(window.text()).toContain('3 entries exported.');
  });

  it('is nothing where no folder was chosen, and says why it was refused', async () => {
    await open();
    await window.click('JSON lines');
    expect(window.fake.calls.map(({ name }) => name)).not.toContain('activity.export');
    window.fake.answers.set('shell.chooseFolder', '/home/paula/out');
    window.fake.refusals.set('activity.export', someError('activity/export-unwritable', 'No space is left.'));
    await window.click('JSON lines');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('No space is left.');
  });

  it('is not a Guest’s', async () => {
    const fake = createFakeApi({
      activity: someActivity(entries),
      access: someAccess({ current: someActor('gina', 'Guest') }),
    });
    window = await openTestWindow({}, fake, '#activity');
    expect(window.button('Export').title).toContain('Gina (Guest)');
  });

  it('has a name of its own each second', () => {
    expect(exportName('csv', new Date(2026, 0, 2, 3, 4, 5))).toBe('persag-activity-2026-01-02-030405.csv');
  });
});
