import { mkdir, open, writeFile } from 'node:fs/promises';
import { dirname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);
const endRecord = 0x06054b50;
const centralEntry = 0x02014b50;

/**
 * Unpacks a zip archive (stored and deflated entries, no zip64; permissions are kept). Read by the format's specification
 * ("APPNOTE" 4.3): the central directory at the end says where each entry is.
 * @param {string} archive path of the zip file
 * @param {string} folder where it goes
 * @param {(name: string) => string | null} place the path inside `folder` for an entry's name, null to leave it out
 */
export async function unzip(archive, folder, place = (name) => name) {
  const file = await open(archive, 'r');
  try {
    for (const entry of await listEntries(file)) {
      const target = place(entry.name);
      if (target === null || entry.name.endsWith('/')) continue;
      const path = insideFolder(folder, target);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await readEntry(file, entry), { mode: entry.mode || 0o644 });
    }
  } finally {
    await file.close();
  }
}

function insideFolder(folder, target) {
  const path = normalize(join(folder, target));
  if (!path.startsWith(folder + sep)) throw new Error(`The archive names a file outside its folder: ${target}`);
  return path;
}

async function listEntries(file) {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || tail.readUInt32LE(end) !== endRecord) throw new Error('The zip archive has no end record.');
  const directory = await readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries = [];
  for (let at = 0; at < directory.length && directory.readUInt32LE(at) === centralEntry; ) {
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function readEntry(file, entry) {
  const header = await readAt(file, entry.offset, 30);
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = await readAt(file, start, entry.packed);
  const content = entry.method === 0 ? packed : await inflate(packed);
  if (content.length !== entry.size) throw new Error(`The zip entry ${entry.name} is cut off.`);
  return content;
}

async function readAt(file, position, length) {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead !== length) throw new Error('The zip archive is cut off.');
  return buffer;
}
