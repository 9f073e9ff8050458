import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { realDisk } from '../../lib/disk.ts';
import { rawZip } from '../../lib/testing/raw-zip.ts';
import { openZip } from '../../lib/zip-read.ts';

/** The parts of an archive, to be changed. */
export interface Remade {
  readonly files: Map<string, Buffer>;
  readonly manifest: {
    members: { name: string; kind: string; size: number; sha256: string; sealed?: { nonce: string; size: number } }[];
  };
}

/**
 * An archive with something changed, and the manifest with it: every size and hash fits, as a forger would see to it.
 * @param path where it may be written meanwhile
 */
export async function remade(path: string, bytes: Uint8Array, change: (archive: Remade) => void): Promise<Buffer> {
  await writeFile(path, bytes);
  const zip = await openZip(realDisk, path);
  const files = new Map<string, Buffer>();
  for (const { name, kind } of zip.members.values()) {
    if (kind !== 'file') continue;
    const parts: Uint8Array[] = [];
    for await (const piece of zip.read(name)) parts.push(piece);
    files.set(name, Buffer.concat(parts));
  }
  await zip.close();
  const manifest: Remade['manifest'] = JSON.parse(files.get('manifest.json')?.toString() ?? '');
  files.delete('manifest.json');
  change({ files, manifest });
  for (const member of manifest.members) {
    const now = files.get(member.name);
    if (now === undefined) continue;
    member.size = now.length;
    member.sha256 = createHash('sha256').update(now).digest('hex');
  }
  const members = [...files].map(([name, content]) => ({ name, bytes: content }));
  return rawZip([...members, { name: 'manifest.json', bytes: JSON.stringify(manifest) }]);
}
