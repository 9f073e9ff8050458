import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Disk, realDisk } from './disk.ts';
import { createJournal, type Journal } from './journal.ts';
import { hashOf } from './journal-record.ts';

const warnings: string[] = [];
const log = { info: () => undefined, warn: (text: string) => void warnings.push(text), error: () => undefined };
const bytes = (text: string) => new TextEncoder().encode(text);
let folder = '';
let a = '';
let b = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-journal-'));
  [a, b] = [join(folder, 'a'), join(folder, 'b')];
  await writeFile(a, 'a1');
  await writeFile(b, 'b1');
  warnings.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));

const records = () => join(folder, 'desktop', 'journal');
function journal(disk: Disk = realDisk): Journal {
  return createJournal({ disk, folder: records, clock: { now: () => new Date() }, log });
}
const both = () => [
  { path: a, before: bytes('a1'), after: bytes('a2') },
  { path: b, before: bytes('b1'), after: bytes('b2') },
];
const texts = () => Promise.all([a, b].map((path) => readFile(path, 'utf8')));

/** Cut off at the change of place of that number: nothing works from then on. */
async function cutOffAt(time: number): Promise<void> {
  let left = time;
  const dead = () => Promise.reject(new Error('the process has ended'));
  const alive = <T>(work: () => Promise<T>): Promise<T> => (left > 0 ? work() : dead());
  const disk: Disk = {
    ...realDisk,
    swap: (one, other) => {
      left -= 1;
      return alive(() => realDisk.swap(one, other));
    },
    create: (path, mode) => alive(() => realDisk.create(path, mode)),
    append: (path) => alive(() => realDisk.append(path)),
    unlink: (path) => alive(() => realDisk.unlink(path)),
  };
  await expect(journal(disk).apply('a change', both())).rejects.toMatchObject({ code: 'home/unwritable' });
}

describe('the journal', () => {
  it('changes, makes and removes files as one, and leaves nothing else behind', async () => {
    await chmod(a, 0o640);
    const made = join(folder, 'deep', 'er', 'made');
    await journal().apply('a change', [
      { path: a, before: bytes('a1'), after: bytes('a2') },
      { path: b, before: bytes('b1'), after: null },
      { path: made, before: null, after: bytes('new') },
    ]);
    expect(await readFile(a, 'utf8')).toBe('a2');
    expect(await readFile(made, 'utf8')).toBe('new');
    expect([(await stat(a)).mode & 0o777, (await stat(made)).mode & 0o777]).toEqual([0o640, 0o600]);
    expect(await readdir(folder)).toEqual(['a', 'deep', 'desktop']);
    expect(await readdir(records())).toEqual([]);
    expect(await journal().pending()).toBe(false);
  });

  it('refuses what is not as it was known to be, names all of it, and changes nothing', async () => {
    await writeFile(a, 'other');
    await rm(b);
    await expect(journal().apply('a change', both())).rejects.toMatchObject({
      code: 'home/file-changed',
      details: [a, b],
    });
    expect(await readdir(folder)).toEqual(['a']);
  });

  it('refuses a link and a folder', async () => {
    await symlink(a, join(folder, 'link'));
    await mkdir(join(folder, 'sub'));
    for (const name of ['link', 'sub']) {
      const changes = [...both(), { path: join(folder, name), before: bytes('a1'), after: bytes('x') }];
      await expect(journal().apply('a change', changes)).rejects.toMatchObject({ code: 'home/unwritable' });
    }
    expect(await texts()).toEqual(['a1', 'b1']);
  });

  it('takes back what it did where another program writes in the midst', async () => {
    let written = false;
    const disk: Disk = {
      ...realDisk,
      async swap(one, other) {
        await realDisk.swap(one, other);
        if (!written) await writeFile(b, 'theirs');
        written = true;
      },
    };
    await expect(journal(disk).apply('a change', both())).rejects.toMatchObject({ code: 'home/file-changed' });
    expect(await texts()).toEqual(['a1', 'theirs']);
    expect(await readdir(folder)).toEqual(['a', 'b', 'desktop']);
    expect(await journal().pending()).toBe(false);
  });
});

describe('recovery', () => {
  it('finishes what was committed, once', async () => {
    await cutOffAt(2);
    expect(await texts()).toEqual(['a2', 'b1']);
    expect(await journal().pending()).toBe(true);
    expect(await journal().recover()).toEqual([{ what: 'a change', outcome: 'finished', details: [] }]);
    expect(await texts()).toEqual(['a2', 'b2']);
    expect(await journal().recover()).toEqual([]);
    expect(await readdir(folder)).toEqual(['a', 'b', 'desktop']);
  });

  it('leaves what another program wrote since, and names it', async () => {
    await cutOffAt(1);
    await writeFile(b, 'theirs');
    expect(await journal().recover()).toEqual([{ what: 'a change', outcome: 'finished', details: [b] }]);
    expect(await texts()).toEqual(['a2', 'theirs']);
    expect(await readdir(folder)).toEqual(['a', 'b', 'desktop']);
  });

  it('leaves alone what another living process is at, not what a dead one was', async () => {
    await cutOffAt(1);
    const [name = ''] = await readdir(records());
    const own = await readFile(join(records(), name), 'utf8');
    const module = new URL('./journal.ts', import.meta.url).href;
    const disk = new URL('./disk.ts', import.meta.url).href;
    const script = `import { createJournal } from '${module}'; import { realDisk } from '${disk}';
      const stop = async () => { console.log('there'); await new Promise((resolve) => setTimeout(resolve, 60000)); };
      const log = { info() {}, warn() {}, error() {} };
      const encode = (text) => new TextEncoder().encode(text);
      await createJournal({ disk: { ...realDisk, swap: stop }, folder: () => ${JSON.stringify(records())},
        clock: { now: () => new Date() }, log }).apply('theirs', [
        { path: ${JSON.stringify(a)}, before: encode('a1'), after: encode('a3') },
        { path: ${JSON.stringify(b)}, before: encode('b1'), after: encode('b3') } ]);`;
    await rm(join(records(), name));
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    expect(await journal().recover()).toEqual([]);
    await writeFile(join(records(), name), own);
    expect(await journal().recover()).toMatchObject([{ what: 'a change' }]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await journal().recover()).toMatchObject([{ what: 'theirs', outcome: 'finished', details: [a, b] }]);
    expect(await texts()).toEqual(['a2', 'b2']);
  });

  it('drops a record that was cut off itself, and leaves one of a newer version', async () => {
    await mkdir(records(), { recursive: true });
    await writeFile(join(records(), '1.journal'), '0123 {"kind":"int');
    expect(await journal().recover()).toEqual([]);
    expect(await journal().pending()).toBe(false);
    await cutOffAt(1);
    const [name = ''] = await readdir(records());
    const path = join(records(), name);
    const text = JSON.stringify({ kind: 'intent', version: 2 });
    await writeFile(path, `${hashOf(bytes(text))} ${text}\n`);
    expect(await journal().recover()).toEqual([]);
    expect(await readdir(records())).toEqual([name]);
    expect(warnings).toHaveLength(1);
  });

  it('says what is stuck and goes on with the others', async () => {
    await cutOffAt(1);
    await mkdir(join(records(), '0.journal'));
    const outcomes = (await journal().recover()).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['stuck', 'finished']);
    expect(await texts()).toEqual(['a2', 'b2']);
  });
});
