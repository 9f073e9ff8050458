import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeApi, type FakeApi, someError } from '../../testing/fake-api.ts';
import { someExportPreview, someExportReport, someImportPlan, someImportReport } from '../../testing/fake-archives.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
let fake: FakeApi;
afterEach(() => window.end());

const panel = () => document.querySelector<HTMLElement>('.side-panel');
const calls = (name: string) => fake.calls.filter((call) => call.name === name).map(({ input }) => input);
const choice = (text: string) =>
  [...document.querySelectorAll('.side-panel label')].find((label) => label.textContent?.startsWith(text));

async function open(prepare: (fake: FakeApi) => void = () => undefined): Promise<void> {
  fake = createFakeApi();
  prepare(fake);
  window = await openTestWindow({}, fake, '#users');
}

async function openExport(prepare?: (fake: FakeApi) => void): Promise<void> {
  await open(prepare);
  await act(async () => document.querySelector<HTMLElement>('[data-user="charlie"]')?.click());
  await window.click('Export');
}

describe('an export', () => {
  it('takes the chosen parts along, and secrets only under a passphrase that is typed twice', async () => {
    await openExport((each) =>
      each.answers.set('archives.preview', someExportPreview({ userId: 'charlie', name: 'Charlie', inUse: true })),
    );
    expect(panel()?.textContent).toContain('The services work with Charlie’s data now.');
    await act(async () => choice('All other data')?.querySelector('input')?.click());
    await act(async () => choice('Memories')?.querySelector('input')?.click());
    await window.type('File', '~/c.zip');
    await window.type('Passphrase for secrets (optional)', 'secret one');
    await window.type('The passphrase again', 'secret two');
    await window.click('Export Charlie');
    expect(panel()?.textContent).toContain('Both are not the same.');
    expect(calls('archives.export')).toEqual([]);
    await window.type('The passphrase again', 'secret one');
    fake.answers.set('archives.export', someExportReport({ warnings: ['The databases were in use.'] }));
    await window.click('Export Charlie');
    expect(calls('archives.export')).toEqual([
      { userId: 'charlie', path: '~/c.zip', parts: ['settings', 'data'], replace: false, passphrase: 'secret one' },
    ]);
    expect(panel()?.textContent).toContain('The archive is written and checked.');
    expect(panel()?.textContent).toContain('The databases were in use.');
    await window.click('Done');
    expect(panel()?.querySelector('h2')?.textContent).toBe('Charlie');
  });

  it('replaces an archive only when that is said', async () => {
    await openExport((each) =>
      each.refusals.set('archives.export', someError('archives/target-taken', 'There is one.')),
    );
    fake.answers.set('archives.chooseTarget', '/there/c.zip');
    await window.click('Choose');
    expect(window.field('File').value).toBe('/there/c.zip');
    await window.click('Export Paula Smith');
    expect(panel()?.textContent).toContain('There is one.');
    await window.click('Replace the archive there');
    expect(calls('archives.export').map((input) => (input as { replace: boolean }).replace)).toEqual([false, true]);
  });

  it('shows how far it is, and can be cancelled', async () => {
    await openExport((each) => each.answers.set('archives.export', new Promise(() => undefined)));
    await window.click('Export Paula Smith');
    window.tell('archives', {
      state: 'running',
      task: 'export',
      userId: 'charlie',
      path: '~/c.zip',
      phase: 'read',
      done: 3_000_000,
      total: 40_000_000,
      cancellable: true,
    });
    expect(panel()?.textContent).toContain('Copying, 3.0 MB of 40 MB');
    await window.click('Cancel');
    expect(calls('archives.cancel')).toHaveLength(1);
  });

  it('says why it cannot be prepared', async () => {
    await openExport((each) => each.refusals.set('archives.preview', someError('users/unknown', 'Nobody.')));
    expect(panel()?.textContent).toContain('The export cannot be prepared.');
  });
});

describe('an import', () => {
  async function check(plan: Parameters<typeof someImportPlan>[0], prepare?: (fake: FakeApi) => void): Promise<void> {
    await open((each) => {
      each.answers.set('archives.plan', someImportPlan(plan));
      prepare?.(each);
    });
    await window.click('Import');
    await window.type('Archive', '/archives/paula.zip');
    await window.click('Check the archive');
  }

  it('shows what would come, and wants the passphrase or the word to do without', async () => {
    await check({ suggestedId: 'paula.two' });
    expect(panel()?.textContent).toMatch(/Paula Smith, Standard.*12 files, 4\.2 MB.*14 files/);
    await window.click('Import Paula Smith');
    expect(panel()?.textContent).toContain('Enter the passphrase, or leave the secrets out.');
    expect(calls('archives.start')).toEqual([]);
    await act(async () => choice('Leave the secrets out')?.querySelector('input')?.click());
    await window.click('Import Paula Smith');
    expect(calls('archives.start')).toEqual([{ planId: 'f'.repeat(64), id: 'paula.two', withoutSecrets: true }]);
    expect(panel()?.textContent).toContain('Paula Smith is imported.');
    await window.click('Open Paula Smith');
    expect(calls('users.get').at(-1)).toEqual({ id: 'paula.two' });
  });

  it('checks the id while it is typed, and replaces somebody only when that is chosen', async () => {
    await check({ conflict: 'user', suggestedId: 'paula2', secrets: 0 });
    await window.type('New id', 'dana');
    await window.click('Import Paula Smith');
    expect(panel()?.textContent).toContain('Dana has this id already.');
    expect(calls('archives.start')).toEqual([]);
    await act(async () => choice('Replace paula')?.querySelector('input')?.click());
    fake.answers.set('archives.start', someImportReport({ backup: '/backups/paula', secretsLeftOut: 2 }));
    await window.click('Replace paula by Paula Smith');
    expect(calls('archives.start')).toEqual([{ planId: 'f'.repeat(64), conflict: 'replace' }]);
    expect(panel()?.textContent).toContain('/backups/paula');
  });

  it('says what is wrong with an archive, and why nobody came', async () => {
    await check({ secrets: 0 }, (each) => each.refusals.set('archives.plan', someError('archives/damaged', 'Torn.')));
    expect(panel()?.textContent).toContain('The archive cannot be imported.');
    fake.refusals.delete('archives.plan');
    fake.refusals.set('archives.start', someError('archives/plan-outdated', 'It changed.'));
    fake.answers.set('archives.chooseSource', '/other.zip');
    await window.click('Choose');
    expect(calls('archives.plan').at(-1)).toEqual({ path: '/other.zip' });
    await window.type('New id', 'eric');
    await window.click('Import Paula Smith');
    expect(panel()?.textContent).toContain('Nobody was imported.');
  });
});
