import { execFile, spawnSync } from 'node:child_process';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ArchivedHome, archivedHome, cli, withPaula } from '../../src-main/archives/testing/archived-home.ts';
import { realDisk } from '../../src-main/lib/disk.ts';
import { treeState } from '../../src-main/lib/testing/tree-state.ts';
import { usualLimits } from '../../src-main/lib/zip-limits.ts';
import { openZip } from '../../src-main/lib/zip-read.ts';
import { createZipWriter } from '../../src-main/lib/zip-write.ts';

const run = promisify(execFile);
const missing = ['zip', 'unzip', 'python3'].filter((name) => spawnSync(name, ['--help']).error !== undefined);
if (missing.length > 0) process.stdout.write(`archives are not compared: there is no ${missing.join(', no ')}\n`);

let home: ArchivedHome;
let path = '';
beforeEach(async () => {
  home = await archivedHome();
  await withPaula(home);
  path = join(home.outside, 'paula.zip');
});
afterEach(() => home.end());

const members = `
import sys, zipfile
for i in zipfile.ZipFile(sys.argv[1]).infolist():
    print(i.filename, oct(i.external_attr >> 16), i.date_time[0])
`;

describe.skipIf(missing.length > 0)('archives and other programs', () => {
  it('take what the others made, names, modes and times included', { timeout: 60_000 }, async () => {
    await home.archives.export({ userId: 'paula', path, parts: ['settings', 'memories', 'data'], replace: false }, cli);
    await run('unzip', ['-tq', path]);
    await run('python3', ['-m', 'zipfile', '-t', path]);
    const { stdout } = await run('python3', ['-c', members, path]);
    expect(stdout).toContain(`data/data/Zo\u00eb/\u65e5\u8a18.txt 0o100644 ${new Date().getFullYear()}\n`);
    expect(stdout).toContain('data/inputs/ 0o40755');

    const unpacked = join(home.outside, 'unpacked');
    await run('python3', ['-m', 'zipfile', '-e', path, unpacked]);
    expect(await readFile(join(unpacked, 'memories', 'memory_inputs', 'one.txt'), 'utf8')).toBe('I like tea.');
    const packers = [
      ['zip', '-qr', path, '.'],
      ['python3', '-c', 'import shutil, sys; shutil.make_archive(sys.argv[1], "zip", ".")', path.slice(0, -4)],
    ] as const;
    for (const [index, [program, ...args]] of packers.entries()) {
      await rm(path);
      await run(program, args, { cwd: unpacked });
      const { id: planId } = await home.archives.plan({ path }, cli);
      const id = `nora-${index}`;
      await home.archives.start({ planId, id, withoutSecrets: false, conflict: 'refuse' }, cli);
      expect(await treeState(home.storage(id))).toEqual(await treeState(home.storage('paula')));
    }
  });

  it('agree on files beyond 4 GB, and on more members than 65,535', { timeout: 900_000 }, async () => {
    const size = 4 * 1024 ** 3 + 5;
    const block = Buffer.alloc(8 * 1024 * 1024);
    async function* zeros(count: number) {
      for (let left = count; left > 0; left -= block.length)
        yield left < block.length ? block.subarray(0, left) : block;
    }
    const facts = { mode: 0o644, modified: Date.now() };
    const file = await realDisk.create(path, 0o600);
    const zip = createZipWriter(file);
    await zip.file('sparse', zeros(size), facts);
    await zip.file('after', zeros(5), facts);
    await zip.end();
    await file.close();
    expect((await stat(path)).size).toBeLessThan(10_000_000);
    await run('unzip', ['-tq', path]);
    const opened = await openZip(realDisk, path, { ...usualLimits, ratio: 2000 });
    let read = 0;
    for await (const bytes of opened.read('sparse')) read += bytes.length;
    await opened.close();
    expect([opened.members.get('sparse')?.size, read, opened.members.get('after')?.size]).toEqual([size, size, 5]);

    const many = join(home.outside, 'many.zip');
    const make =
      'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], "w")\nfor i in range(70000): z.writestr(f"f/{i}", "x")\nz.close()';
    await run('python3', ['-c', make, many]);
    const counted = await openZip(realDisk, many, { ...usualLimits, ratioFrom: Number.POSITIVE_INFINITY });
    await counted.close();
    expect(counted.members.size).toBe(70_000);
  });
});
