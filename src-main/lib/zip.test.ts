import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realDisk } from './disk.ts';
import { failingDisk } from './testing/failing-disk.ts';
import { rawZip } from './testing/raw-zip.ts';
import { usualLimits } from './zip-limits.ts';
import { openZip, type Zip } from './zip-read.ts';
import { createZipWriter, type ZipWriter } from './zip-write.ts';

let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-zip-'));
  path = join(folder, 'a.zip');
});
afterEach(() => rm(folder, { recursive: true }));

const facts = { mode: 0o640, modified: Date.UTC(2026, 10, 22) };

async function* piecesOf(...bytes: readonly (Uint8Array | string)[]) {
  for (const piece of bytes) yield Buffer.from(piece);
}

async function written(work: (zip: ZipWriter) => Promise<void>, disk = realDisk) {
  const file = await disk.create(path, 0o600);
  try {
    const zip = createZipWriter(file);
    await work(zip);
    return await zip.end();
  } finally {
    await file.close();
  }
}

async function textOf(zip: Zip, name: string): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const bytes of zip.read(name)) parts.push(bytes);
  return Buffer.concat(parts).toString();
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no fault',
    (cause) => cause.code ?? String(cause),
  );
}

describe('a zip file that was written', () => {
  it('reads back as it was, and tells its own size and hash', async () => {
    const random = randomBytes(700_000);
    const made = await written(async (zip) => {
      await zip.file('a/Zo\u00eb.txt', piecesOf('hello ', 'you'), facts);
      zip.folder('empty', { ...facts, mode: 0o750 });
      await zip.file('random', piecesOf(random.subarray(0, 300_000), random.subarray(300_000)), facts);
      await zip.file('nothing', piecesOf(), { ...facts, stored: true });
    });
    const bytes = await readFile(path);
    expect(made).toEqual({ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    const zip = await openZip(realDisk, path);
    expect([...zip.members.values()].map(({ name, kind, size }) => [name, kind, size])).toEqual([
      ['a/Zo\u00eb.txt', 'file', 9],
      ['empty', 'folder', 0],
      ['random', 'file', 700_000],
      ['nothing', 'file', 0],
    ]);
    expect(await textOf(zip, 'a/Zo\u00eb.txt')).toBe('hello you');
    const parts: Uint8Array[] = [];
    for await (const piece of zip.read('random')) parts.push(piece);
    expect(Buffer.concat(parts).equals(random)).toBe(true);
    expect(await textOf(zip, 'nothing')).toBe('');
    await zip.close();
  });

  it('passes on what the pieces fail with, and is of no more use', async () => {
    async function* broken() {
      yield Buffer.from('some');
      throw new Error('no more');
    }
    await expect(written((zip) => zip.file('a', broken(), facts))).rejects.toThrow('no more');
  });

  it('holds back the pieces while the disk is behind', async () => {
    const file = await realDisk.create(path, 0o600);
    let onDisk = 0;
    let taken = 0;
    let behind = 0;
    const slow = {
      ...file,
      async write(bytes: Uint8Array) {
        await new Promise((resolve) => setImmediate(resolve));
        await file.write(bytes);
        onDisk += bytes.length;
      },
    };
    async function* many() {
      for (let count = 0; count < 400; count += 1) {
        behind = Math.max(behind, taken - onDisk);
        taken += 65_536;
        yield randomBytes(65_536);
      }
    }
    const zip = createZipWriter(slow);
    await zip.file('big', many(), { ...facts, stored: true });
    await zip.end();
    await file.close();
    expect(taken).toBe(400 * 65_536);
    expect(behind).toBeLessThan(2_000_000);
  });

  it('fails where the disk does, at whatever moment, and never hangs', async () => {
    const work = async (zip: ZipWriter) => {
      for (let count = 0; count < 5; count += 1) await zip.file(`f${count}`, piecesOf(randomBytes(80_000)), facts);
    };
    const whole = failingDisk(realDisk);
    await written(work, whole.disk);
    expect(whole.count()).toBeGreaterThan(10);
    // How many writes there are depends on how the packed bytes happen to come together.
    let failed = 0;
    for (let code = 'EIO'; code === 'EIO'; failed += 1) {
      await rm(path, { force: true });
      code = await codeOf(written(work, failingDisk(realDisk, failed + 1, 'for good').disk));
      expect(['EIO', 'no fault']).toContain(code);
    }
    expect(failed).toBeGreaterThan(10);
  });
});

describe('a zip file of others', () => {
  const opened = async (bytes: Uint8Array, limits = usualLimits) => {
    await writeFile(path, bytes);
    return openZip(realDisk, path, limits);
  };

  it('is damaged where a single bit of a file is another one', async () => {
    const bytes = rawZip([{ name: 'a', bytes: 'hello', method: 0 }]);
    bytes[31 + 2] = 'L'.charCodeAt(0);
    const zip = await opened(bytes);
    expect(await codeOf(textOf(zip, 'a'))).toBe('archives/damaged');
    await zip.close();
  });

  it.each([
    ['more than it claims', { size: 3 }],
    ['less than it claims', { size: 50 }],
    ['no packed bytes at all', { packed: Buffer.from('these are not deflated') }],
  ])('is damaged where a file has %s', async (_what, lie) => {
    const zip = await opened(rawZip([{ name: 'a', bytes: 'hello there', ...lie }]));
    expect(await codeOf(textOf(zip, 'a'))).toBe('archives/damaged');
    await zip.close();
  });

  it('is refused where its limits are passed, before anything of it is read', async () => {
    const limits = { members: 2, bytes: 100, ratio: 10, ratioFrom: 50 };
    const three = ['a', 'b', 'c'].map((name) => ({ name }));
    expect(await codeOf(opened(rawZip(three), limits))).toBe('archives/too-large');
    expect(await codeOf(opened(rawZip([{ name: 'a', bytes: '1' }]), limits))).toBe('no fault');
    expect(await codeOf(opened(rawZip([{ name: 'a', size: 101 }]), limits))).toBe('archives/too-large');
    const halves = ['a', 'b'].map((name) => ({ name, bytes: randomBytes(60) }));
    expect(await codeOf(opened(rawZip(halves), limits))).toBe('archives/too-large');
    expect(await codeOf(opened(rawZip([{ name: 'a', bytes: 'x'.repeat(80) }]), { ...limits, ratioFrom: 80 }))).toBe(
      'no fault',
    );
    expect(await codeOf(opened(rawZip([{ name: 'a', bytes: 'x'.repeat(900) }]), { ...limits, bytes: 1000 }))).toBe(
      'archives/too-large',
    );
  });
});
