import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFiles } from '../lib/files.ts';
import { createPassphrases, type Passphrases } from './passphrases.ts';

const right = 'a right one';
const wrong = 'a wrong one';
let folder = '';
let now = 0;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-passphrases-'));
  now = Date.parse('2026-01-02T03:04:05Z');
});
afterEach(() => rm(folder, { recursive: true }));

/** As another process would have it: nothing is kept from one to the next but what is on disk. */
function open(): Passphrases {
  return createPassphrases({
    files: createFiles(),
    clock: { now: () => new Date(now), tick: () => now },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    costs: { N: 2 ** 14, r: 8, p: 1 },
    folder: () => join(folder, 'access'),
    currentUser: async () => ({ state: 'known', id: 'anna', source: 'file' }),
    people: async () => [],
    windowUsers: () => ({}),
    onOutsideChange: () => () => undefined,
  });
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'ok',
    (cause: { code?: string }) => cause.code,
  );
const keyFile = (id = 'anna') => join(folder, 'access', `${id}.json`);

describe('passphrases', () => {
  it('are set once, changed with the old one only, and the data key stays', async () => {
    await open().set('anna', right);
    expect((await stat(keyFile())).mode & 0o777).toBe(0o600);
    expect(await codeOf(open().set('anna', 'another one'))).toBe('access/passphrase-exists');
    const dataKey = await open().unlock('anna', right);
    expect(dataKey).toHaveLength(32);
    expect(await codeOf(open().change('anna', wrong, 'a newer one'))).toBe('access/passphrase-wrong');
    await open().change('anna', right, 'a newer one');
    expect(await codeOf(open().unlock('anna', right))).toBe('access/passphrase-wrong');
    expect(await open().unlock('anna', 'a newer one')).toEqual(dataKey);
  });

  it('are told of by id, and gone when they are removed, with all that was kept', async () => {
    expect(await open().states()).toEqual({});
    await open().set('anna', right);
    await open().set('ben.b', right);
    expect(await open().states()).toEqual({ anna: { retryAt: null }, 'ben.b': { retryAt: null } });
    await codeOf(open().unlock('anna', wrong));
    await open().remove('anna');
    expect(await open().states()).toEqual({ 'ben.b': { retryAt: null } });
    expect(await open().has('anna')).toBe(false);
    expect(await readdir(join(folder, 'access', 'tries'))).toEqual([]);
    expect(await codeOf(open().remove('anna'))).toBe('access/no-passphrase');
  });

  it('leave no trace where one is asked for that is not there', async () => {
    // One after the other: a refusal that nobody waits for yet would end the run.
    expect(await codeOf(open().unlock('anna', right))).toBe('access/no-passphrase');
    expect(await codeOf(open().change('anna', right, wrong))).toBe('access/no-passphrase');
    expect(await codeOf(open().remove('anna'))).toBe('access/no-passphrase');
    expect(await readdir(folder)).toEqual([]);
  });

  it('never lead out of their folder', async () => {
    for (const id of ['../anna', '..', 'a/b', '', 'CON', 'tries/anna']) {
      expect(await codeOf(open().set(id, right)), id).toBe('users/id-unsafe');
      expect(await codeOf(open().unlock(id, right)), id).toBe('users/id-unsafe');
      expect(await open().has(id)).toBe(false);
    }
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('wrong tries', () => {
  it('are slowed down more and more, also across processes, and told', async () => {
    await open().set('anna', right);
    const outcomes: unknown[] = [];
    for (let time = 0; time < 5; time += 1) outcomes.push(await codeOf(open().unlock('anna', wrong)));
    const [wrongOne, tooSoon] = ['access/passphrase-wrong', 'access/passphrase-wait'];
    expect(outcomes).toEqual([wrongOne, wrongOne, wrongOne, tooSoon, tooSoon]);
    expect((await open().states()).anna).toEqual({ retryAt: new Date(now + 2000).toISOString() });
    // Not even the right one is compared before the time.
    expect(await codeOf(open().unlock('anna', right))).toBe(tooSoon);
    now += 2000;
    await expect(open().unlock('anna', wrong)).rejects.toThrow(/ 4 s/);
    now += 3999;
    await expect(open().unlock('anna', right)).rejects.toThrow(/ 1 s/);
    now += 1;
    expect(await codeOf(open().unlock('anna', right))).toBe('ok');
    expect((await open().states()).anna).toEqual({ retryAt: null });
    expect(await codeOf(open().unlock('anna', wrong))).toBe(wrongOne);
  });

  it('of one user do not slow down another', async () => {
    await open().set('anna', right);
    await open().set('ben', right);
    for (let time = 0; time < 3; time += 1) await codeOf(open().unlock('anna', wrong));
    expect(await codeOf(open().unlock('ben', right))).toBe('ok');
  });

  it('count before they are compared: many at once are not many for one delay', async () => {
    await open().set('anna', right);
    const shared = open();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => codeOf(shared.unlock('anna', wrong))));
    expect(outcomes.filter((code) => code === 'access/passphrase-wrong')).toHaveLength(3);
    expect(outcomes.filter((code) => code === 'access/passphrase-wait')).toHaveLength(5);
  });

  it('are counted also where a process is ended before it has compared', async () => {
    await open().set('anna', right);
    const counted = JSON.stringify({ failures: 3, lastAt: new Date(now).toISOString() });
    await codeOf(open().unlock('anna', wrong));
    await writeFile(join(folder, 'access', 'tries', 'anna.json'), counted);
    expect(await codeOf(open().unlock('anna', right))).toBe('access/passphrase-wait');
  });
});

describe('a file that cannot be used', () => {
  it('keeps the door shut and stays as it is', async () => {
    await open().set('anna', right);
    for (const text of ['', '{', 'null', '{"version":2}']) {
      await writeFile(keyFile(), text);
      expect(await open().has('anna'), text).toBe(true);
      expect(await codeOf(open().unlock('anna', right)), text).toBe('access/passphrase-unreadable');
      expect(await codeOf(open().change('anna', right, wrong)), text).toBe('access/passphrase-unreadable');
      expect(await readFile(keyFile(), 'utf8')).toBe(text);
    }
    await open().remove('anna');
    expect(await open().has('anna')).toBe(false);
  });

  it('of another user does not open this one', async () => {
    await open().set('anna', right);
    await open().set('ben', wrong);
    await writeFile(keyFile('ben'), await readFile(keyFile('anna')));
    expect(await codeOf(open().unlock('ben', right))).toBe('access/passphrase-wrong');
  });
});
