import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ActivityNote, type ActivityState, activityQuery } from '../../src-shared/activity.ts';
import type { Caller } from '../../src-shared/define.ts';
import { type Disk, realDisk } from '../lib/disk.ts';
import { createFiles } from '../lib/files.ts';
import { type ActivityFeature, createActivity } from './index.ts';

const cli: Caller = { kind: 'cli', windowId: 0 };
let folder = '';
let now = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-activity-'));
  now = Date.parse('2026-01-02T03:04:05Z');
});
afterEach(() => rm(folder, { recursive: true }));

function open(disk: Disk = realDisk): ActivityFeature {
  return createActivity({
    disk,
    files: createFiles(),
    clock: { now: () => new Date(now), tick: () => now },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    folder: () => join(folder, 'activity'),
  });
}

const switched: ActivityNote = { what: 'switch', result: 'ok', who: 'anna', via: 'cli', subject: 'ben', ms: 12.4 };

/** Notes these a second apart, as another process would. */
async function noteAll(...notes: readonly ActivityNote[]): Promise<void> {
  const activity = open();
  for (const note of notes) {
    activity.note(note);
    now += 1000;
  }
  await activity.end();
}

const list = async (query: object = {}) => open().list(activityQuery.parse(query), cli);
const subjects = async (query: object = {}) => (await list(query)).entries.map(({ subject }) => subject);

describe('the activity log', () => {
  it('keeps what was noted, one line each, the newest first', async () => {
    expect(await list()).toEqual({ entries: [], next: null });
    await noteAll(switched, { ...switched, result: 'refused', code: 'switching/busy', subject: 'carl' });
    const lines = (await readFile(join(folder, 'activity', 'activity.jsonl'), 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}$/),
      time: '2026-01-02T03:04:05.000Z',
      who: 'anna',
      via: 'cli',
      what: 'switch',
      subject: 'ben',
      result: 'ok',
      ms: 12,
      detail: null,
      code: null,
    });
    expect(await subjects()).toEqual(['carl', 'ben']);
  });

  it('writes nothing because it is looked at', async () => {
    await open().get(undefined, cli);
    await list();
    expect(await readdir(folder)).toEqual([]);
  });

  it('cuts and straightens what a caller sent as an id', async () => {
    await noteAll({ ...switched, subject: `${'x'.repeat(500)}`, who: 'a\nb\u001b[31m' });
    const [entry] = (await list()).entries;
    expect(entry?.subject).toHaveLength(120);
    expect(entry?.who).toBe('a b [31m');
  });

  it('is read past lines that are torn, foreign or of a newer app', async () => {
    await noteAll(switched);
    const path = join(folder, 'activity', 'activity.jsonl');
    const [line = ''] = (await readFile(path, 'utf8')).split('\n');
    const newer = line.replace('"switch"', '"moon.landing"').replace('"ben"', '"carl"');
    await appendFile(
      path,
      `not json\n{"id":1}\n${newer}\n${line.slice(0, 40)}${line.replace('"ben"', '"dana"')}\n{"id":"to`,
    );
    expect(await subjects()).toEqual(['dana', 'carl', 'ben']);
    await noteAll({ ...switched, subject: 'eve' });
    expect(await subjects()).toEqual(['eve', 'dana', 'carl', 'ben']);
  });
});

describe('what is looked for', () => {
  beforeEach(() =>
    noteAll(
      { what: 'user.create', result: 'ok', who: 'anna', via: 'window', subject: 'ben' },
      { what: 'service.stop', result: 'failed', who: 'ben', via: 'tray', subject: 'memory', code: 'docker/refused' },
      { what: 'switch', result: 'undone', who: 'Anna', via: 'cli', subject: 'carl', detail: 'files only' },
      { what: 'backup.restore', result: 'ok', who: 'carl', via: 'cli', subject: 'ben' },
      { what: 'backup.retention', result: 'ok' },
    ),
  );

  it('is found by user (who acted, or whom it was about), act, result and time', async () => {
    expect(await subjects({ user: 'ANNA' })).toEqual(['carl', 'ben']);
    expect(await subjects({ user: 'ben' })).toEqual(['memory', 'ben']);
    expect(await subjects({ what: 'switch' })).toEqual(['carl']);
    expect(await subjects({ result: 'ok' })).toEqual([null, 'ben', 'ben']);
    expect(await subjects({ since: '2026-01-02T03:04:06Z', until: '2026-01-02T03:04:08Z' })).toEqual([
      'carl',
      'memory',
    ]);
    expect(await subjects({ user: 'nobody' })).toEqual([]);
    expect(await subjects({ user: 'anna', result: 'undone' })).toEqual(['carl']);
  });

  it('is found by any of its words, also those that people read', async () => {
    for (const [text, found] of [
      ['docker/REFUSED', ['memory']],
      ['files only', ['carl']],
      ['added ben', ['ben']],
      ['restored the backup', ['ben']],
      ['tray', ['memory']],
      ['moon', []],
    ] as const) {
      expect(await subjects({ text }), text).toEqual(found);
    }
  });

  it('comes in pages that neither miss nor double', async () => {
    const seen: (string | null)[] = [];
    let before: string | null | undefined;
    for (let pages = 0; before !== null && pages < 9; pages += 1) {
      const page = await list({ limit: 2, ...(before === undefined ? {} : { before }) });
      expect(page.entries.length).toBeLessThanOrEqual(2);
      seen.push(...page.entries.map(({ what }) => what));
      before = page.next;
      // What comes meanwhile is newer, and shifts nothing.
      if (pages === 0) await noteAll(switched);
    }
    expect(seen).toEqual(['backup.retention', 'backup.restore', 'switch', 'service.stop', 'user.create']);
    expect(await list({ before: 'gone' })).toEqual({ entries: [], next: null });
    expect((await list({ limit: 6 })).next).toBeNull();
  });
});

describe('news', () => {
  it('have the newest twenty, of this process and of others', async () => {
    const activity = open();
    const heard: ActivityState[] = [];
    activity.onChanged((state) => heard.push(state));
    await activity.watch();
    activity.note(switched);
    await expect.poll(() => heard.at(-1)?.entries.map(({ subject }) => subject)).toEqual(['ben']);
    await noteAll(...Array.from({ length: 25 }, (_, at): ActivityNote => ({ ...switched, subject: `user${at}` })));
    await expect.poll(() => heard.at(-1)?.entries[0]?.subject, { timeout: 3000 }).toBe('user24');
    expect(heard.at(-1)?.entries).toHaveLength(20);
    expect(heard.at(-1)).toMatchObject({ trouble: null, folder: join(folder, 'activity') });
    await activity.end();
  });

  it('say why the log cannot be written; what was not written comes with the next entry', async () => {
    let full = true;
    const activity = open({
      ...realDisk,
      append: (path) =>
        full ? Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' })) : realDisk.append(path),
    });
    const heard: ActivityState[] = [];
    activity.onChanged((state) => heard.push(state));
    activity.note(switched);
    await expect.poll(() => heard.at(-1)?.trouble?.code).toBe('home/unwritable');
    full = false;
    activity.note({ ...switched, subject: 'carl' });
    await activity.end();
    expect(heard.at(-1)?.trouble).toBeNull();
    expect(await subjects()).toEqual(['carl', 'ben']);
  });

  it('say why the log cannot be read', async () => {
    await mkdir(join(folder, 'activity', 'activity.jsonl'), { recursive: true });
    const state = await open().get(undefined, cli);
    expect(state).toMatchObject({ entries: [], trouble: { code: 'home/file-unreadable' } });
  });
});

describe('an export', () => {
  const to = (name: string) => join(folder, name);

  it('has all that matches, oldest first, as lines or as a table', async () => {
    await noteAll(switched, { ...switched, subject: 'carl', who: null }, { ...switched, what: 'user.create' });
    const filter = { what: 'switch' };
    const lines = await open().export({ ...filter, format: 'jsonl', path: to('a.jsonl') }, cli);
    expect(lines).toEqual({ path: to('a.jsonl'), entries: 2 });
    const read = (await readFile(to('a.jsonl'), 'utf8')).trim().split('\n');
    expect(read.map((line) => JSON.parse(line).subject)).toEqual(['ben', 'carl']);
    await open().export({ ...filter, format: 'csv', path: to('a.csv') }, cli);
    const [head, first, second, end] = (await readFile(to('a.csv'), 'utf8')).split('\r\n');
    expect(head).toBe('time,who,via,what,subject,result,ms,detail,code,id');
    expect(first).toMatch(/^2026-01-02T03:04:05\.000Z,anna,cli,switch,ben,ok,12,,,[0-9a-f-]{13}$/);
    expect(second?.split(',').slice(1, 5)).toEqual(['', 'cli', 'switch', 'carl']);
    expect(end).toBe('');
  });

  it('has no cell that a spreadsheet would take for a formula', async () => {
    const evil = ['=1+1', '+1', '-1', '@SUM(A1)', '=HYPERLINK("http://x","y")', 'a,b', 'say "hi"'];
    await noteAll(...evil.map((subject): ActivityNote => ({ ...switched, subject })));
    await open().export({ format: 'csv', path: to('a.csv') }, cli);
    const text = await readFile(to('a.csv'), 'utf8');
    expect(text).not.toMatch(/(^|,|")[=+\-@]/m);
    expect(text).toContain(`,"'=HYPERLINK(""http://x"",""y"")",`);
    expect(text).toContain(',"a,b",');
    expect(text).toContain(',"say ""hi""",');
  });

  it('overwrites nothing and needs a whole path to a folder that is there', async () => {
    await writeFile(to('there'), 'mine');
    const attempt = (path: string) => open().export({ format: 'csv', path }, cli);
    await expect(attempt(to('there'))).rejects.toMatchObject({ code: 'activity/export-exists' });
    await expect(attempt(to('no/such/folder/a.csv'))).rejects.toMatchObject({ code: 'activity/export-unwritable' });
    await expect(attempt('a.csv')).rejects.toMatchObject({ code: 'input/invalid' });
    expect(await readFile(to('there'), 'utf8')).toBe('mine');
  });
});
