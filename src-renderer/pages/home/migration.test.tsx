import { act } from 'react';
import { afterEach, describe, expect, it } from 'vitest';
import type { MigrationReport } from '../../../src-shared/migration.ts';
import { createFakeApi, someError } from '../../testing/fake-api.ts';
import { someMigrating, someMigrationReport, somePlan, somePlanned } from '../../testing/home-facts.ts';
import { openTestWindow, type TestWindow } from '../../testing/window.tsx';

let window: TestWindow;
afterEach(() => window.end());

const heading = () => document.querySelector('h1')?.textContent;
const open = (states: Parameters<typeof createFakeApi>[0], fake = createFakeApi(states)) =>
  openTestWindow(states, fake, '#home/migration');
const idle = (last: MigrationReport | null, paused: { planId: string; from: string } | null = null) =>
  ({ state: 'idle', last, paused }) as const;
const label = 'Folder to move in from';
const cells = (column: number) =>
  [...document.querySelectorAll(`tbody tr td:nth-child(${column})`)].map((cell) => cell.textContent);

async function planned(fake = createFakeApi()): Promise<void> {
  window = await open({}, fake);
  await window.type(label, ' ~/agent ');
  await window.click('Make a plan');
}

describe('a plan', () => {
  it('needs a folder', async () => {
    window = await open({});
    expect(heading()).toBe('Move an agent’s files into this home.');
    await window.click('Make a plan');
    expect(window.field(label).getAttribute('aria-invalid')).toBe('true');
    expect(window.fake.calls).toEqual([]);
  });

  it('lists every file with what happens to it, and changes nothing', async () => {
    await planned();
    expect(window.fake.calls).toEqual([{ name: 'migration.plan', input: { from: '~/agent', conflicts: 'keep' } }]);
    expect(cells(1)).toHaveLength(5);
    expect(cells(2)).toEqual(['Stays', 'Copied', 'Paths set', 'Replaced', 'Left out']);
    expect(cells(3)[0]).toContain('Both have it:');
    expect(window.hasButton('Move in 3 files')).toBe(true);
    await window.click('Discard plan');
    expect(window.hasButton('Make a plan')).toBe(true);
  });

  it('is made of the folder that was chosen; of what was typed, where none was', async () => {
    const fake = createFakeApi();
    window = await open({}, fake);
    await window.type(label, '/typed');
    await window.click('Choose');
    expect(window.field(label).value).toBe('/typed');
    fake.answers.set('shell.chooseFolder', '/chosen');
    await window.click('Choose');
    await window.click('Make a plan');
    expect(fake.calls.at(-1)).toEqual({ name: 'migration.plan', input: { from: '/chosen', conflicts: 'keep' } });
  });

  it('takes the other folder’s files where a person says so', async () => {
    window = await open({});
    await window.type(label, '/agent');
    const theirs = [...document.querySelectorAll<HTMLInputElement>('input[name="conflicts"]')][1];
    await act(async () => theirs?.click());
    await window.click('Make a plan');
    expect(window.fake.calls[0]?.input).toEqual({ from: '/agent', conflicts: 'replace' });
  });

  it('is sorted by a column and searched while typing', async () => {
    await planned();
    await window.click('What happens');
    expect(cells(2)[0]).toBe('Replaced');
    expect(document.querySelector('[aria-sort="ascending"]')?.textContent).toBe('What happens');
    await window.click('What happens');
    expect(cells(2)[0]).toBe('Left out');
    await window.type('Find a file', 'compose');
    expect(cells(1)).toEqual(['lightrag_server/docker-compose.yml']);
    expect(window.text()).toContain('1 of 5 files');
    await window.type('Find a file', 'nothing of that');
    expect(window.text()).toContain('No file has “nothing of that”.');
  });

  it('of five thousand files draws only what is in sight', async () => {
    const fake = createFakeApi();
    const files = Array.from({ length: 5000 }, (_, index) => somePlanned(`f${String(index).padStart(4, '0')}`));
    fake.answers.set('migration.plan', somePlan({ files }));
    await planned(fake);
    expect(document.querySelectorAll('tbody tr').length).toBeLessThan(60);
    expect(document.querySelector('table')?.getAttribute('aria-rowcount')).toBe('5001');
    const scroller = document.querySelector('[aria-label="Files of the plan"]');
    await act(async () => {
      if (scroller !== null) scroller.scrollTop = 2500 * 28;
      scroller?.dispatchEvent(new Event('scroll'));
    });
    expect(cells(1)).toContain('f2500');
    expect(cells(1)).not.toContain('f0000');
  });

  it('with nothing to move offers nothing to begin', async () => {
    const fake = createFakeApi();
    fake.answers.set('migration.plan', somePlan({ files: [somePlanned('env.userid', { action: 'keep' })] }));
    await planned(fake);
    expect(window.text()).toContain('There is nothing to move');
    expect(window.hasButton('Close')).toBe(true);
    expect(document.querySelectorAll('.button-primary')).toHaveLength(0);
  });

  it('passes on what a person should know', async () => {
    const fake = createFakeApi();
    fake.answers.set('migration.plan', somePlan({ remarks: ['A path leads to /srv/models.'] }));
    await planned(fake);
    expect(window.text()).toContain('A path leads to /srv/models.');
  });

  it('cannot be made: the page says why, and keeps what was typed', async () => {
    const fake = createFakeApi();
    fake.refusals.set('migration.plan', someError('migration/source-unusable', '/agent is no folder.'));
    await planned(fake);
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('/agent is no folder.');
    expect(window.field(label).value).toBe(' ~/agent ');
  });
});

describe('a migration', () => {
  it('is begun by its plan, shows how far it is, and can be stopped', async () => {
    const fake = createFakeApi();
    fake.answers.set('migration.start', new Promise(() => undefined));
    await planned(fake);
    await window.click('Move in 3 files');
    expect(fake.calls.at(-1)).toEqual({ name: 'migration.start', input: { planId: 'plan-1' } });
    window.tell('migration', someMigrating());
    expect(heading()).toBe('Moving in from /home/paula/agent.');
    expect(window.text()).toContain('1,250 of 5,000 files');
    const bar = document.querySelector('progress');
    expect([bar?.value, bar?.max]).toEqual([1250, 5000]);
    await window.click('Stop');
    expect(fake.calls.at(-1)?.name).toBe('migration.cancel');
  });

  it('cannot be stopped once it moves in', async () => {
    window = await open({ migration: someMigrating({ phase: 'move', cancellable: false }) });
    await window.click('Stop');
    expect(window.fake.calls).toEqual([]);
  });

  it('that was stopped goes on, or is forgotten', async () => {
    const error = someError('migration/cancelled', 'Stopped.');
    const last = someMigrationReport({ success: false, error });
    window = await open({ migration: idle(last, { planId: 'plan-1', from: '/agent' }) });
    expect(heading()).toBe('A migration was stopped and can go on.');
    expect(document.querySelector('[role="alert"]')).toBeNull();
    await window.click('Forget it');
    await window.click('Go on');
    expect(window.fake.calls).toEqual([
      { name: 'migration.cancel', input: undefined },
      { name: 'migration.start', input: { planId: 'plan-1' } },
    ]);
    window.tell('migration', idle(last));
    expect(heading()).toBe('Move an agent’s files into this home.');
  });

  it('that was refused keeps its plan', async () => {
    const fake = createFakeApi();
    fake.refusals.set('migration.start', someError('switching/busy', 'A switch is running.'));
    await planned(fake);
    await window.click('Move in 3 files');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('The migration was not begun.');
    expect(window.hasButton('Move in 3 files')).toBe(true);
  });

  it('that failed says why, and that the home is as it was', async () => {
    const error = someError('home/unwritable', 'The disk is full.');
    window = await open({ migration: idle(someMigrationReport({ success: false, backup: null, error })) });
    const alert = document.querySelector('[role="alert"]')?.textContent;
    expect(alert).toContain('The home is as it was.');
    expect(alert).toContain('The disk is full.');
    await window.click('Dismiss');
    expect(document.querySelector('[role="alert"]')).toBeNull();
    expect(heading()).toBe('Move an agent’s files into this home.');
  });
});

describe('a rollback', () => {
  it('is asked once more, and says where the state before is', async () => {
    window = await open({ migration: idle(someMigrationReport()) });
    expect(heading()).toBe('Moved in from /home/paula/agent.');
    await window.click('Roll back');
    expect(window.fake.calls).toEqual([]);
    await window.click('Roll back now');
    expect(window.fake.calls).toEqual([{ name: 'migration.rollback', input: { backupId: 'b9' } }]);
    expect(window.text()).toContain('Rolled back. Brought back 2 files, removed 1 file.');
    expect(heading()).toBe('Move an agent’s files into this home.');
  });

  it('that fails leaves the report with its way back', async () => {
    const fake = createFakeApi({ migration: idle(someMigrationReport()) });
    fake.refusals.set('migration.rollback', someError('backups/damaged', 'It is torn.'));
    window = await open({}, fake);
    await window.click('Roll back');
    await window.click('Roll back now');
    expect(document.querySelector('[role="alert"]')?.textContent).toContain('Nothing was rolled back');
    expect(window.hasButton('Roll back now')).toBe(true);
  });

  it('is not offered where nothing was changed', async () => {
    window = await open({ migration: idle(someMigrationReport({ backup: null })) });
    expect(window.hasButton('Roll back')).toBe(false);
  });
});

it('says why the migration is not known', async () => {
  window = await open({ migration: someError('home/unwritable', 'No home.') });
  expect(heading()).toBe('The migration is not known.');
  expect(document.querySelector('[role="alert"]')?.textContent).toContain('No home.');
});
