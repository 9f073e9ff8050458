import { randomBytes } from 'node:crypto';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RawMember, rawZip } from '../lib/testing/raw-zip.ts';
import { treeState } from '../lib/testing/tree-state.ts';
import { type ArchivedHome, archivedHome, cli, codeOf, withPaula } from './testing/archived-home.ts';
import { manifestOf, rawArchive } from './testing/raw-archive.ts';

let home: ArchivedHome;
let path = '';

beforeEach(async () => {
  home = await archivedHome();
  await withPaula(home);
  path = join(home.outside, 'eve.zip');
});
afterEach(() => home.end());

/** What became of an archive: the code of the refusal, and whether anything anywhere was changed. */
async function refusal(bytes: Uint8Array): Promise<string> {
  await writeFile(path, bytes);
  const before = await treeState(home.top);
  const code = await codeOf(imported(home.archives));
  expect(await treeState(home.top), 'nothing was written').toEqual(before);
  return code;
}

async function imported(archives: ArchivedHome['archives']) {
  const plan = await archives.plan({ path }, cli);
  return archives.start({ planId: plan.id, withoutSecrets: false, conflict: 'refuse' }, cli);
}

const file = (name: string, more: Partial<RawMember> = {}): RawMember => ({ name, bytes: 'x', ...more });
const link = 0o120777;
const gigabyte = 1024 ** 3;

/** A file that holds another one with its header, which the directory has too: so bombs are quoted many times over. */
function quoted(): readonly RawMember[] {
  const inner = file('data/b', { method: 0 });
  const bytes = rawZip([inner]).subarray(0, 30 + 'data/b'.length + 1);
  return [file('data/a', { bytes, method: 0 }), { ...inner, offset: 30 + 'data/a'.length }];
}

const names: readonly [string, readonly RawMember[]][] = [
  ['a path that leads out', [file('data/../../../outside/pwned')]],
  ['a path that leads out at its end', [file('data/x/..')]],
  ['an absolute path', [file('/etc/cron.d/pwned')]],
  ['a path of Windows that leads out', [file('data\\..\\..\\pwned')]],
  ['a drive', [file('C:/Windows/pwned')]],
  ['a drive below', [file('data/C:/pwned')]],
  ['a share', [file('\\\\server\\share\\pwned')]],
  ['a folder without a name', [file('data//pwned')]],
  ['a dot', [file('data/./pwned')]],
  ['a zero byte', [file('data/a\u0000.txt')]],
  ['a line break', [file('data/a\n.txt')]],
  ['an escape sequence', [file('data/\u001b[2J')]],
  ['bytes that are no text', [file('data/x', { name: Buffer.from([0x64, 0x61, 0x74, 0x61, 0x2f, 0xff, 0xfe]) })]],
  ['a device of Windows', [file('data/NUL')]],
  ['a device of Windows with an extension', [file('data/com1.txt')]],
  ['a name too long for a disk', [file(`data/${'a'.repeat(256)}`)]],
  [
    'a path too long for a disk',
    [file(`data/${'abcdefghi/'.repeat(36)}${'b'.repeat(200)}${'/c'.repeat(2)}${'d'.repeat(250)}/${'e'.repeat(250)}`)],
  ],
  ['folders without end', [file(`data/${'a/'.repeat(60)}b`)]],
  ['the same name twice', [file('data/a'), file('data/a')]],
  ['names that differ in letter case', [file('data/a'), file('data/A')]],
  ['names that differ in how an accent is written', [file('data/\u00e9'), file('data/e\u0301')]],
  ['a file where it has a folder', [file('data/a'), file('data/a/b')]],
  ['a folder written in two ways', [file('data/A/x'), file('data/a/y')]],
  ['a link', [file('data/link', { bytes: '/etc', mode: link })]],
  ['a link, and a file through it', [file('data/link', { bytes: '/tmp', mode: link }), file('data/link/pwned')]],
  ['a device', [file('data/device', { mode: 0o020666 })]],
  ['a pipe', [file('data/pipe', { mode: 0o010644 })]],
  ['a folder by kind that is a file by name', [file('data/a', { mode: 0o040755 })]],
  ['two names for one member', [file('data/a', { localName: 'data/b' })]],
  ['two members in the same bytes', quoted()],
  ['a file of the memories among the data', [file('data/agent_memory.db')]],
  ['data among the memories', [file('memories/notes.txt')]],
];

describe('an archive that no honest program made', () => {
  it('is not refused where nothing is wrong with it', async () => {
    await writeFile(path, rawArchive([file('data/a'), file('memories/agent_memory.db')]));
    expect(await imported(home.archives)).toMatchObject({ userId: 'eve', files: 2 });
  });

  it.each(names)('is refused for %s', async (_what, members) => {
    expect(await refusal(rawArchive(members))).toBe('archives/unsafe');
  });

  it.each<[string, string, () => Buffer]>([
    ['no zip', 'archives/unreadable', () => randomBytes(5000)],
    ['nothing', 'archives/unreadable', () => Buffer.alloc(0)],
    ['a truncated one', 'archives/unreadable', () => rawArchive([file('data/a')]).subarray(0, -30)],
    [
      'one without its beginning',
      'archives/unreadable',
      () => rawArchive([file('data/a', { bytes: randomBytes(900) })]).subarray(300),
    ],
    ['a zip of something else', 'archives/not-ours', () => rawZip([file('holiday.jpg')])],
    [
      'a manifest of something else',
      'archives/not-ours',
      () => rawZip([{ name: 'manifest.json', bytes: '{"format":"other"}' }]),
    ],
    ['a manifest that is no JSON', 'archives/not-ours', () => rawZip([{ name: 'manifest.json', bytes: '{{' }])],
    ['a newer format', 'archives/newer', () => rawArchive([], { version: 2, members: 'in another way' })],
    ['a manifest without a user', 'archives/damaged', () => rawArchive([], { user: {} })],
    [
      'a manifest with a mode that is none',
      'archives/damaged',
      () => rawArchive([], { members: [{ kind: 'folder', name: 'data/a', mode: 0o4755 }] }),
    ],
    ['a file that the manifest does not list', 'archives/damaged', () => rawArchive([file('data/a')], { members: [] })],
    [
      'a file that only the manifest has',
      'archives/damaged',
      () => rawArchive([], { members: manifestOf([file('data/a')]).members }),
    ],
    [
      'a file listed twice',
      'archives/damaged',
      () => rawArchive([file('data/a')], { members: manifestOf([file('data/a'), file('data/a')]).members }),
    ],
    [
      'another content than listed',
      'archives/damaged',
      () => rawArchive([file('data/a')], { members: manifestOf([file('data/a', { bytes: 'y' })]).members }),
    ],
    [
      'another size than listed',
      'archives/damaged',
      () => rawArchive([file('data/a')], { members: manifestOf([file('data/a', { bytes: 'xx' })]).members }),
    ],
    ['a wrong checksum', 'archives/damaged', () => rawArchive([file('data/a', { crc: 1 })])],
    [
      'bytes that cannot be unpacked',
      'archives/damaged',
      () => rawArchive([file('data/a', { packed: randomBytes(40) })]),
    ],
    [
      'a size that is a lie',
      'archives/damaged',
      () =>
        rawArchive([file('data/a', { size: 9 })], {
          members: [{ ...manifestOf([file('data/a')]).members[0], size: 9 }],
        }),
    ],
    ['encryption of zip itself', 'archives/unreadable', () => rawArchive([file('data/a', { flags: 0x0801 })])],
    ['strong encryption of zip', 'archives/unreadable', () => rawArchive([file('data/a', { flags: 0x0841 })])],
    ['a way to pack that nobody knows', 'archives/unreadable', () => rawArchive([file('data/a', { method: 99 })])],
    ['a member beyond the end', 'archives/unreadable', () => rawArchive([file('data/a', { offset: 4_000_000 })])],
    [
      'more members claimed than there are',
      'archives/unreadable',
      () => rawArchive([file('data/a')], {}, { count: 9 }),
    ],
    ['a secret that is not told of', 'archives/damaged', () => rawArchive([file('secrets/data/.env')])],
    [
      'a secret without a way to decrypt it',
      'archives/damaged',
      () => rawArchive([file('secrets/data/.env')], { members: [sealedMember({})] }),
    ],
    [
      'a secret that leads out',
      'archives/unsafe',
      () =>
        rawArchive([file('secrets/data/.env')], { sealing: sealing(), members: [sealedMember({ name: '../../x' })] }),
    ],
    [
      'a secret in the place of a file',
      'archives/unsafe',
      () =>
        rawArchive([file('data/.env'), file('secrets/data/.env')], {
          sealing: sealing(),
          members: [...manifestOf([file('data/.env')]).members, sealedMember({})],
        }),
    ],
    [
      'a passphrase that takes a year to try',
      'archives/damaged',
      () => rawArchive([], { sealing: sealing({ N: 2 ** 30 }) }),
    ],
    [
      'a passphrase that takes all memory to try',
      'archives/damaged',
      () => rawArchive([], { sealing: sealing({ r: 1_000_000 }) }),
    ],
    [
      'a name that writes on the terminal',
      'archives/unsafe',
      () => rawArchive([], { user: { user_id: 'eve', user_name: 'E\u001b[2Jve' } }),
    ],
    [
      'a name without end',
      'archives/unsafe',
      () => rawArchive([], { user: { user_id: 'eve', user_name: 'e'.repeat(5000) } }),
    ],
    ['an id that leads out', 'users/id-unsafe', () => rawArchive([], { user: { user_id: '../../outside' } })],
    [
      'a profile without end',
      'archives/too-large',
      () => rawArchive([], { user: { user_id: 'eve', notes: 'x'.repeat(300_000) } }),
    ],
  ])('is refused: %s', async (_what, code, bytes) => {
    expect(await refusal(bytes())).toBe(code);
  });

  it('is refused where a link stands in the way to its place', async () => {
    const bytes = rawArchive([file('data/a')]);
    expect(await refusalThroughLink(bytes)).toBe('users/folder-outside');
  });

  async function refusalThroughLink(bytes: Uint8Array): Promise<string> {
    await mkdir(join(home.outside, 'elsewhere'));
    await mkdir(join(home.top, 'linked'));
    await symlink(join(home.outside, 'elsewhere'), join(home.top, 'linked', 'agno'));
    const sources = home.ports.sources.map((source) => ({
      ...source,
      root: async () => join(home.top, 'linked'),
      folder: async (id: string) => join(home.top, 'linked', 'agno', id),
    }));
    await writeFile(path, bytes);
    const archives = home.with({ sources });
    const before = await treeState(home.top);
    const code = await codeOf(imported(archives));
    expect(await treeState(home.top)).toEqual(before);
    return code;
  }
});

describe('a bomb', () => {
  it.each<[string, () => Buffer]>([
    ['a file that becomes a thousand times larger', () => bomb(1, 64 * 1024 * 1024)],
    ['many files that do so together', () => bomb(40, 1024 * 1024)],
    [
      'a file that claims more than any disk has',
      () => rawArchive([file('data/a', { packed: deflateRawSync('x'), size: 0xfffffffe })]),
    ],
    ['a terabyte in all', () => terabyte()],
    ['a directory without end', () => rawArchive([], {}, { count: 0xffff_fff0 & 0xffff })],
  ])('is refused before it goes off: %s', async (_what, make) => {
    const bytes = make();
    const since = performance.now();
    const before = process.memoryUsage().rss;
    expect(['archives/too-large', 'archives/unreadable']).toContain(await refusal(bytes));
    expect(performance.now() - since).toBeLessThan(5000);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  });

  it('is refused where a small file claims to be the manifest of all', async () => {
    const bytes = rawZip([{ name: 'manifest.json', bytes: Buffer.alloc(70 * 1024 * 1024, ' ') }]);
    expect(await refusal(bytes)).toBe('archives/too-large');
  });
});

function bomb(count: number, size: number): Buffer {
  const zeros = Buffer.alloc(size);
  const packed = deflateRawSync(zeros);
  return rawArchive(Array.from({ length: count }, (_one, index) => file(`data/${index}`, { bytes: zeros, packed })));
}

/** Members whose claims fit the file, each packed alone but all of them together beyond what is taken. */
function terabyte(): Buffer {
  const packed = randomBytes(1000);
  const members = Array.from({ length: 300 }, (_one, index) =>
    file(`data/${index}`, { packed, size: 4 * gigabyte - 2 }),
  );
  return rawArchive(members);
}

function sealing(kdf: Readonly<Record<string, unknown>> = {}) {
  return {
    cipher: 'aes-256-gcm',
    kdf: { name: 'scrypt', N: 2 ** 17, r: 8, p: 1, salt: Buffer.alloc(16).toString('base64'), ...kdf },
    check: { nonce: Buffer.alloc(12).toString('base64'), tag: Buffer.alloc(16).toString('base64') },
  };
}

function sealedMember(sealed: Readonly<Record<string, unknown>>) {
  const nonce = Buffer.alloc(12).toString('base64');
  return {
    ...manifestOf([file('secrets/data/.env')]).members[0],
    sealed: { name: 'data/.env', size: 0, nonce, ...sealed },
  };
}
