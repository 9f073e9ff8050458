import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { hints } from '../src-shared/errors.ts';
import { expect, test } from './fixtures.ts';
import type { UsersPage } from './pages/users-page.ts';

const canary = `canary-${randomBytes(6).toString('hex')}`;
const passphrase = 'correct horse battery staple';

/** Checks an archive in the panel of imports. */
async function check(users: UsersPage, archive: string): Promise<void> {
  await users.button('Import').click();
  await users.panel.getByRole('textbox', { name: 'Archive' }).fill(archive);
  await users.act('Check the archive').click();
}

test('secrets leave under a passphrase alone, and come back with it alone', async ({ desktop, home, folder }) => {
  const { users } = desktop;
  const own = join(home.dataRoot, 'agno', 'ben');
  await writeFile(join(own, '.env'), `API_KEY=${canary}\n`);
  await users.open();
  await users.openUser('ben');
  await users.act('Export').click();
  await users.panel.getByRole('checkbox', { name: /^All other data/ }).check();
  await users.field('File').fill(join(folder, 'ben.zip'));
  await users.field('Passphrase for secrets (optional)').fill(passphrase);
  await users.field('The passphrase again').fill(passphrase);
  await users.act('Export Ben').click();
  await expect(users.notice('The archive is written and checked.')).toBeVisible();
  expect((await readFile(join(folder, 'ben.zip'))).includes(canary)).toBe(false);
  await users.act('Done').click();

  await check(users, join(folder, 'ben.zip'));
  await users.field('New id').fill('ben.two');
  await users.field('Passphrase of the archive').fill('something else');
  await users.act('Import Ben').click();
  await expect(users.notice('Nobody was imported.')).toContainText(hints['archives/passphrase-wrong']);
  expect(await readdir(join(home.dataRoot, 'agno'))).not.toContain('ben.two');
  await users.field('Passphrase of the archive').fill(passphrase);
  await users.act('Import Ben').click();
  await expect(users.notice('Ben is imported.')).toBeVisible();
  expect(await readFile(join(home.dataRoot, 'agno', 'ben.two', '.env'), 'utf8')).toContain(canary);
  expect(await desktop.page.content()).not.toContain(canary);
});

test('who is replaced is backed up, and the current user never is', async ({ desktop, home, folder, cli }) => {
  const { users } = desktop;
  for (const id of ['anna', 'ben'])
    expect((await cli(['users', 'export', id, join(folder, `${id}.zip`)])).code).toBe(0);
  await writeFile(join(home.dataRoot, 'agno', 'ben', 'knowledge', 'since.txt'), 'since then');
  await users.open();
  await check(users, join(folder, 'anna.zip'));
  await users.panel.getByRole('radio', { name: /^Replace anna/ }).check();
  await users.act('Replace anna by Anna').click();
  await expect(users.notice('Nobody was imported.')).toContainText(hints['archives/not-replaceable']);
  await users.act('Discard').click();
  await users.panel.getByRole('textbox', { name: 'Archive' }).fill(join(folder, 'ben.zip'));
  await users.act('Check the archive').click();
  await users.panel.getByRole('radio', { name: /^Replace ben/ }).check();
  await users.act('Replace ben by Ben').click();
  await expect(users.notice('Ben is imported.')).toContainText('Who was there before is in the backup');
  expect(await readdir(join(home.dataRoot, 'agno', 'ben', 'knowledge'))).toEqual([]);
  const deleted = await cli(['users', 'deleted', '--json']);
  expect(deleted.stdout).toContain('ben_');
});

test('an archive that leads out of its folder is refused, and nothing is written', async ({
  desktop,
  home,
  folder,
}) => {
  const { users } = desktop;
  const archive = join(folder, 'eve.zip');
  await writeFile(archive, hostileArchive('data/../../../../pwned.txt'));
  const before = await readdir(home.dataRoot, { recursive: true });
  await users.open();
  await check(users, archive);
  await expect(users.notice('The archive cannot be imported.')).toContainText(hints['archives/unsafe']);
  await expect(users.act(/^Import /)).toHaveCount(0);
  expect((await readdir(home.dataRoot, { recursive: true })).sort()).toEqual(before.sort());
  expect(await readdir(folder, { recursive: true })).not.toContain('pwned.txt');
});

test('an export that is cancelled leaves nothing', async ({ desktop, home, folder }) => {
  const { users } = desktop;
  const target = join(folder, 'archives');
  await mkdir(target);
  const large = Buffer.concat(Array.from({ length: 200 }, () => randomBytes(1024 * 1024)));
  await writeFile(join(home.dataRoot, 'agno', 'ben', 'knowledge', 'large.bin'), large);
  await users.open();
  await users.openUser('ben');
  await users.act('Export').click();
  await users.panel.getByRole('checkbox', { name: /^All other data/ }).check();
  await users.field('File').fill(join(target, 'ben.zip'));
  await users.act('Export Ben').click();
  await users.act('Cancel').click();
  await expect(users.notice('No archive was written.')).toContainText(hints['archives/cancelled']);
  expect(await readdir(target)).toEqual([]);
});

/** A zip with one member of that name and a manifest that fits: put together here, as no program would make it. */
function hostileArchive(name: string): Buffer {
  const bytes = Buffer.from('pwned');
  const manifest = {
    ...{ format: 'persag-user', version: 1, app: { name: 'x', version: '1' }, createdAt: '2026-11-22T10:00:00.000Z' },
    ...{ user: { user_id: 'eve' }, look: null, parts: ['data'], leftOut: [], sealing: null },
    members: [{ kind: 'file', name, size: 5, sha256: createHash('sha256').update(bytes).digest('hex'), mode: 0o644 }],
  };
  const members = [
    { name, bytes },
    { name: 'manifest.json', bytes: Buffer.from(JSON.stringify(manifest)) },
  ];
  const [locals, centrals]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const member of members) {
    const text = Buffer.from(member.name);
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(20, 0);
    facts.writeUInt32LE(crc32(member.bytes), 10);
    facts.writeUInt32LE(member.bytes.length, 14);
    facts.writeUInt32LE(member.bytes.length, 18);
    facts.writeUInt16LE(text.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), facts, text, member.bytes]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    centrals.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), facts, rest, text]));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end]);
}
