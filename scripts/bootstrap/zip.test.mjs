import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unzip } from './zip.mjs';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zip-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A zip archive of the given entries, written by the format's specification. */
function zipOf(entries) {
  const locals = [];
  const central = [];
  let offset = 0;
  for (const { name, text = '', mode = 0o644, stored = false } of entries) {
    const content = Buffer.from(text);
    const data = stored ? content : deflateRawSync(content);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(stored ? 0 : 8, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((0o100000 | mode) * 0x10000, 6);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\0\0'), common, rest, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

async function unpack(archive, place) {
  await writeFile(join(folder, 'a.zip'), archive);
  await unzip(join(folder, 'a.zip'), join(folder, 'out'), place);
}

test('deflated and stored entries come out with their permissions', async () => {
  const program = { name: 'bin/program', text: 'x'.repeat(5000), mode: 0o755 };
  await unpack(zipOf([{ name: 'bin/' }, program, { name: 'readme', text: 'hello', stored: true }]));
  expect(await readFile(join(folder, 'out/bin/program'), 'utf8')).toBe('x'.repeat(5000));
  expect((await stat(join(folder, 'out/bin/program'))).mode & 0o777).toBe(0o755);
  expect(await readFile(join(folder, 'out/readme'), 'utf8')).toBe('hello');
});

test('an entry can be renamed or left out', async () => {
  const archive = zipOf([
    { name: 'Old/App', text: 'a' },
    { name: 'Old/unwanted', text: 'b' },
  ]);
  await unpack(archive, (name) => (name === 'Old/App' ? 'app' : null));
  expect(await readFile(join(folder, 'out/app'), 'utf8')).toBe('a');
  await expect(stat(join(folder, 'out/Old/unwanted'))).rejects.toThrow('ENOENT');
});

test('an entry that leads out of the folder is refused', async () => {
  await expect(unpack(zipOf([{ name: '../escaped', text: 'a' }]))).rejects.toThrow('outside its folder');
  await expect(stat(join(folder, 'escaped'))).rejects.toThrow('ENOENT');
});

test('a cut off archive is refused', async () => {
  const archive = zipOf([{ name: 'readme', text: 'hello' }]);
  await expect(unpack(archive.subarray(0, archive.length - 30))).rejects.toThrow('end record');
});
