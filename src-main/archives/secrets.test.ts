import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { realDisk } from '../lib/disk.ts';
import { treeState } from '../lib/testing/tree-state.ts';
import { openZip } from '../lib/zip-read.ts';
import { type ArchivedHome, archivedHome, cli, withPaula } from './testing/archived-home.ts';
import { remade } from './testing/remade.ts';

const canary = 'canary-7f3a91';
const passphrase = 'correct horse battery staple';
let home: ArchivedHome;
let path = '';

/** Secrets wherever a person might have put them. */
beforeEach(async () => {
  home = await archivedHome();
  await withPaula(home);
  path = join(home.outside, 'paula.zip');
  await home.fill('paula', {
    '.env': `OPENAI_API_KEY=${canary}-1\n`,
    'data/env.server': `LIGHTRAG_API_KEY=${canary}-2\n`,
    'data/id_ed25519': `-----BEGIN OPENSSH PRIVATE KEY-----\n${canary}-3\n`,
    'data/tool.json': JSON.stringify({ server: { headers: { 'x-api-key': `${canary}-4` } } }),
    'data/tool.yaml': `token: ${canary}-5\n`,
    'data/tool.ini': `[db]\nurl = postgres://me:${canary}-6@host/db\n`,
  });
  await writeFile(join(home.settings('paula'), 'providers.json'), JSON.stringify({ apiKey: `${canary}-7` }));
  const { entry, look } = home.registry.get('paula') ?? {};
  if (entry === undefined || look === undefined) throw new Error('no Paula');
  home.registry.set('paula', { entry: { ...entry, api_token: `${canary}-8` }, look });
});
afterEach(() => home.end());

const secretFiles = [
  'data/.env',
  'data/data/env.server',
  'data/data/id_ed25519',
  'data/data/tool.ini',
  'data/data/tool.json',
  'data/data/tool.yaml',
  'settings/providers.json',
];

function exported(more: { passphrase?: string; replace?: boolean } = {}) {
  return home.archives.export(
    { userId: 'paula', path, parts: ['settings', 'memories', 'data'], replace: false, ...more },
    cli,
  );
}

async function start(more: Partial<Parameters<ArchivedHome['archives']['start']>[0]> = {}) {
  const plan = await home.archives.plan({ path }, cli);
  return home.archives.start({ planId: plan.id, id: 'nora', withoutSecrets: false, conflict: 'refuse', ...more }, cli);
}

/** The bytes of an archive, and those of all its members, unpacked. */
async function everyByte(): Promise<Buffer> {
  const zip = await openZip(realDisk, path);
  const parts: Uint8Array[] = [await readFile(path)];
  for (const { name, kind } of zip.members.values()) {
    if (kind === 'file') for await (const bytes of zip.read(name)) parts.push(bytes);
  }
  await zip.close();
  return Buffer.concat(parts);
}

describe('secrets', () => {
  it('are left out without a passphrase, and that is told', async () => {
    const report = await exported();
    expect(report.leftOut.map(({ path: left, reason }) => `${reason} ${left}`).sort()).toEqual(
      [...secretFiles, 'profile/secrets.json'].map((name) => `secret ${name}`).sort(),
    );
    expect(report.parts.map(({ secrets }) => secrets)).toEqual([0, 0, 0]);
    expect((await everyByte()).includes(canary)).toBe(false);
    const plan = await home.archives.plan({ path }, cli);
    expect(plan.secrets).toBe(0);
    await start();
    expect(home.registry.get('nora')?.entry).not.toHaveProperty('api_token');
    expect(Object.keys(await treeState(home.storage('nora')))).not.toContain('.env');
  });

  it('are nowhere in the archive in clear under a passphrase, and come back with it', async () => {
    const report = await exported({ passphrase });
    expect(report.leftOut).toEqual([]);
    expect(report.parts.map(({ secrets }) => secrets)).toEqual([1, 0, 6]);
    const bytes = await everyByte();
    expect(bytes.includes(canary)).toBe(false);
    expect(bytes.includes(passphrase)).toBe(false);
    expect((await home.archives.plan({ path }, cli)).secrets).toBe(8);
    const done = await start({ passphrase });
    expect(done.secretsLeftOut).toBe(0);
    expect(await treeState(home.storage('nora'))).toEqual(await treeState(home.storage('paula')));
    expect(await treeState(home.settings('nora'))).toEqual(await treeState(home.settings('paula')));
    expect(home.registry.get('nora')?.entry.api_token).toBe(`${canary}-8`);
  });

  it('need the right passphrase, or the wish to come without them; nothing is written before', async () => {
    await exported({ passphrase });
    const before = await treeState(home.top);
    await expect(start()).rejects.toMatchObject({ code: 'archives/passphrase-needed' });
    await expect(start({ passphrase: 'correct horse' })).rejects.toMatchObject({ code: 'archives/passphrase-wrong' });
    expect(await treeState(home.top)).toEqual(before);
    expect((await start({ withoutSecrets: true })).secretsLeftOut).toBe(8);
    expect(JSON.stringify(await treeState(home.storage('nora')))).not.toContain(
      Buffer.from(canary).toString('base64').slice(0, 12),
    );
    expect(home.registry.get('nora')?.entry).not.toHaveProperty('api_token');
  });

  it('take a passphrase however its accents are typed', async () => {
    await exported({ passphrase: 'caf\u00e9 au lait' });
    expect((await start({ passphrase: 'cafe\u0301 au lait' })).secretsLeftOut).toBe(0);
  });

  it('have another key and other bytes in every archive', async () => {
    await exported({ passphrase });
    const first = await sealedBytes();
    await exported({ passphrase, replace: true });
    expect((await sealedBytes()).equals(first)).toBe(false);
  });

  it('that were changed or exchanged are refused, and nothing of the user comes', async () => {
    await exported({ passphrase });
    const honest = await readFile(path);
    const before = await treeState(join(home.top, 'data'));
    for (const forge of [flipSecret, exchangeSecrets]) {
      await writeFile(path, await forge(honest));
      await expect(start({ passphrase })).rejects.toMatchObject({ code: 'archives/damaged' });
    }
    expect(await treeState(join(home.top, 'data'))).toEqual(before);
    expect(home.registry.has('nora')).toBe(false);
  });

  it('never reach the outside in errors or states', async () => {
    await exported({ passphrase });
    const said: string[] = [];
    home.archives.onChanged((state) => void said.push(JSON.stringify(state)));
    await start({ passphrase: `${canary}-wrong` }).catch((cause) => said.push(JSON.stringify(cause.toAppError())));
    await start({ passphrase });
    expect(said.length).toBeGreaterThan(4);
    expect(said.join('\n')).not.toContain(canary);
    expect(said.join('\n')).not.toContain(passphrase);
  });

  it('are for this account alone where they come', async () => {
    await exported({ passphrase });
    await start({ passphrase });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(home.storage('nora'), '.env'))).mode & 0o777).toBe(
      (await stat(join(home.storage('paula'), '.env'))).mode & 0o777,
    );
  });
});

async function sealedBytes(): Promise<Buffer> {
  const zip = await openZip(realDisk, path);
  const parts: Uint8Array[] = [];
  for await (const bytes of zip.read('secrets/data/.env')) parts.push(bytes);
  await zip.close();
  return Buffer.concat(parts);
}

/** The manifest is changed with the secret, so that only the encryption can tell. */
async function flipSecret(bytes: Buffer): Promise<Buffer> {
  return remade(path, bytes, ({ files }) => {
    const secret = files.get('secrets/data/.env');
    if (secret !== undefined) secret[0] = (secret[0] ?? 0) ^ 1;
  });
}

async function exchangeSecrets(bytes: Buffer): Promise<Buffer> {
  return remade(path, bytes, ({ files, manifest }) => {
    const [one, two] = ['secrets/data/.env', 'secrets/data/data/env.server'] as const;
    const [first, second] = [files.get(one), files.get(two)];
    if (first === undefined || second === undefined) throw new Error('no secrets');
    files.set(one, second).set(two, first);
    const [a, b] = [one, two].map((name) => manifest.members.find((member) => member.name === name)?.sealed);
    if (a === undefined || b === undefined) throw new Error('not sealed');
    [a.nonce, b.nonce, a.size, b.size] = [b.nonce, a.nonce, b.size, a.size];
  });
}
