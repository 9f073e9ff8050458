import { act } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFakeApi, someError } from '../../testing/fake-api.ts';
import { someBackup, someBackupDiff, someBackups } from '../../testing/home-facts.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
afterEach(() => {
  window.end();
  vi.useRealTimers();
});

const heading = () => document.querySelector('h1')?.textContent;
// A time that cannot be read leaves the id as the name, which no test has to compute.
const b1 = someBackup('b1', { createdAt: null, reason: 'before: a fix' });
const b2 = someBackup('b2', { createdAt: null });
const open = (states: Parameters<typeof createFakeApi>[0], fake = createFakeApi(states)) =>
  openTestWindow(states, fake, '#home/backups');
const calls = () => window.fake.calls.map(({ name }) => name);

describe('the list', () => {
  it('says what backups are while there is none, and makes the first', async () => {
    window = await open({});
    expect(heading()).toBe('There is no backup yet.');
    await window.click('Back up now');
    expect(calls()).toEqual(['backups.create']);
    window.tell('backups', someBackups([b1]));
    expect(heading()).toMatch(/^1 backup/);
  });

  it('shows when, why, how much, and whether the files are whole', async () => {
    const damaged = { state: 'damaged', problems: ['env.userid has another hash'] } as const;
    window = await open({ backups: someBackups([b1, someBackup('b0', { createdAt: null, condition: damaged })]) });
    const rows = [...document.querySelectorAll('.backup')].map((row) => row.textContent);
    expect(rows[0]).toMatch(/b1.*before: a fix.*6 files, 21 KB.*Not checked/);
    expect(rows[1]).toMatch(/b0.*Damaged.*env\.userid has another hash/);
    await window.click('Check b1');
    expect(window.fake.calls).toEqual([{ name: 'backups.verify', input: { id: 'b1' } }]);
  });

  it('draws thirty, and the older ones when asked', async () => {
    const many = Array.from({ length: 34 }, (_, index) => someBackup(`b${index}`, { createdAt: null }));
    window = await open({ backups: someBackups(many) });
    expect(document.querySelectorAll('.backup')).toHaveLength(30);
    await window.click('Show 4 older');
    expect(document.querySelectorAll('.backup')).toHaveLength(34);
  });

  it('asks again when it is opened, as other operations make backups too', async () => {
    const fake = createFakeApi({ backups: someBackups() });
    const list = vi.spyOn(fake.api.backups, 'list');
    window = await openTestWindow({}, fake);
    const before = list.mock.calls.length;
    await window.follow('Home');
    await window.follow('Backups');
    expect(list.mock.calls.length).toBe(before + 1);
  });

  it('is waited for, and after two seconds the page says so', async () => {
    vi.useFakeTimers();
    window = await open({ backups: null });
    expect(document.querySelectorAll('.skeleton').length).toBeGreaterThan(0);
    act(() => vi.advanceTimersByTime(2001));
    expect(window.text()).toContain('Still reading the backups');
  });

  it('cannot be read: the page says why', async () => {
    window = await open({ backups: someError('home/file-unreadable', 'The folder cannot be read.') });
    expect(heading()).toBe('The backups are not known.');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('The folder cannot be read.');
  });

  it('tells copies of other programs, and offers nothing for them', async () => {
    const foreign = [
      {
        path: 'docker_env_backups/lightrag_server_env.server_20251120_173959',
        kind: 'env file',
        subject: 'lightrag_server/env.server',
        madeAt: '2025-11-20T17:39:59',
        size: 4200,
      },
    ] as const;
    window = await open({ backups: someBackups([], { foreign }) });
    expect(window.text()).toContain('1 copy made by other programs');
    expect(document.querySelector('table')?.textContent).toContain('4.2 KB');
    expect(document.querySelectorAll('table button')).toHaveLength(0);
  });

  it('keeps a failure until it is dismissed', async () => {
    const fake = createFakeApi();
    fake.refusals.set('backups.create', someError('switching/busy', 'A switch to Dana is running.'));
    window = await open({}, fake);
    await window.click('Back up now');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('The backup could not be made.');
    expect(window.text()).toContain('A switch to Dana is running.');
    await window.click('Dismiss');
    expect(document.querySelector('[role="alert"]')).toBeNull();
  });
});

describe('a restore', () => {
  it('is shown per file, asked once more, and says where the state before is', async () => {
    window = await open({ backups: someBackups([b1, b2]) });
    await window.click('Compare b1');
    const panel = document.querySelector('[aria-label="Backup of b1"]');
    expect(panel).toBe(document.activeElement);
    expect(panel?.textContent).toMatch(/env\.userid is set back.*config\.ini is put back.*\.env is removed/);
    expect(panel?.textContent).not.toContain('env.server');
    expect(panel?.querySelector('[aria-label="What restoring does to env.userid"]')?.textContent).toContain(
      '+USER_ID="paula"',
    );
    await window.click('Restore 3 files');
    expect(calls()).toEqual(['backups.diff']);
    expect(window.text()).toContain('It is backed up first');
    await window.click('Restore 3 files now');
    expect(window.fake.calls.at(-1)).toEqual({ name: 'backups.restore', input: { id: 'b1' } });
    expect(window.text()).toContain('Brought back 2 files, removed 1 file.');
    expect(window.text()).toContain('The state before is in the backup b9.');
    expect(document.querySelector('[aria-label="Backup of b1"]')).toBeNull();
  });

  it('is not made where it is not confirmed', async () => {
    window = await open({ backups: someBackups([b1]) });
    await window.click('Compare b1');
    await window.click('Restore 3 files');
    await window.click('Keep the present');
    await window.click('Close');
    expect(calls()).toEqual(['backups.diff']);
  });

  it('takes only the files that are chosen', async () => {
    window = await open({ backups: someBackups([b1]) });
    await window.click('Compare b1');
    const boxes = [...document.querySelectorAll<HTMLInputElement>('.backup-file input')];
    await act(async () => boxes[0]?.click());
    await window.click('Restore 2 files');
    await window.click('Restore 2 files now');
    expect(window.fake.calls.at(-1)).toEqual({
      name: 'backups.restore',
      input: { id: 'b1', files: ['lightrag_server/config.ini', 'lightrag_server/.env'] },
    });
  });

  it('has nothing to do where all files are as they were', async () => {
    const fake = createFakeApi({ backups: someBackups([b1]) });
    fake.answers.set('backups.diff', someBackupDiff('b1', { files: [] }));
    window = await open({}, fake);
    await window.click('Compare b1');
    expect(window.text()).toContain('Nothing would change');
  });

  it('of a damaged backup is never offered', async () => {
    const damaged = someBackup('b1', { createdAt: null, condition: { state: 'damaged', problems: ['torn'] } });
    window = await open({ backups: someBackups([damaged]) });
    await window.click('Compare b1');
    await window.click('Restore 3 files');
    expect(window.button('Restore 3 files').title).toBe('A damaged backup is never restored');
    expect(window.hasButton('Restore 3 files now')).toBe(false);
  });

  it('that fails says so, and keeps what was chosen', async () => {
    const fake = createFakeApi({ backups: someBackups([b1]) });
    fake.refusals.set('backups.restore', someError('backups/damaged', 'env.userid has another hash.'));
    window = await open({}, fake);
    await window.click('Compare b1');
    await window.click('Restore 3 files');
    await window.click('Restore 3 files now');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('the home is as it was');
    expect(window.hasButton('Restore 3 files now')).toBe(true);
  });

  it('cannot be shown: the panel says why and tries again', async () => {
    const fake = createFakeApi({ backups: someBackups([b1]) });
    fake.refusals.set('backups.diff', someError('backups/unknown', 'There is no backup b1.'));
    window = await open({}, fake);
    await window.click('Compare b1');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('There is no backup b1.');
    fake.refusals.clear();
    await window.click('Try again');
    expect(window.hasButton('Restore 3 files')).toBe(true);
  });
});

describe('what is kept', () => {
  it('is saved on purpose, and only as whole numbers', async () => {
    window = await open({});
    expect(window.hasButton('Save')).toBe(false);
    await window.type('Newest backups', 'many');
    expect(window.field('Newest backups').getAttribute('aria-invalid')).toBe('true');
    await window.click('Save');
    expect(window.fake.calls).toEqual([]);
    await window.type('Newest backups', '5');
    await window.type('Days', '0');
    await window.click('Save');
    expect(window.fake.calls).toEqual([{ name: 'backups.setRetention', input: { count: 5, days: 0 } }]);
    window.tell('backups', someBackups([], { retention: { count: 5, days: 0 } }));
    expect(window.hasButton('Save')).toBe(false);
  });

  it('comes back by Discard', async () => {
    window = await open({});
    await window.type('Days', '7');
    await window.click('Discard');
    expect(window.field('Days').value).toBe('30');
    expect(window.fake.calls).toEqual([]);
  });

  it('says why the setting cannot be read', async () => {
    window = await open({ backups: someBackups([], { retentionTrouble: 'retention.json is no JSON.' }) });
    expect(window.text()).toContain('retention.json is no JSON.');
  });
});
