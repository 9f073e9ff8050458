import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { treeState } from '../lib/testing/tree-state.ts';
import { type ArchivedHome, archivedHome, cli, membersText, withPaula } from './testing/archived-home.ts';

const everything = ['settings', 'memories', 'data'] as const;
let home: ArchivedHome;
let path = '';

beforeEach(async () => {
  home = await archivedHome();
  await withPaula(home);
  path = join(home.outside, 'paula.zip');
});
afterEach(() => home.end());

function exported(more: Partial<Parameters<ArchivedHome['archives']['export']>[0]> = {}) {
  return home.archives.export({ userId: 'paula', path, parts: [...everything], replace: false, ...more }, cli);
}

/** Imports an archive with its own id, or another one. */
async function imported(more: Partial<Parameters<ArchivedHome['archives']['start']>[0]> = {}) {
  const plan = await home.archives.plan({ path }, cli);
  const report = await home.archives.start(
    { planId: plan.id, withoutSecrets: false, conflict: 'refuse', ...more },
    cli,
  );
  return { plan, report };
}

async function forget(userId: string) {
  home.registry.delete(userId);
  await rm(home.storage(userId), { recursive: true });
  await rm(home.settings(userId), { recursive: true });
}

describe('a user who goes out and comes in again', () => {
  it('is who they were: every byte, mode, name and field, empty folders too', async () => {
    await chmod(join(home.storage('paula'), 'knowledge', 'notes.md'), 0o640);
    await chmod(join(home.storage('paula'), 'inputs'), 0o750);
    const former = home.registry.get('paula');
    const before = [await treeState(home.storage('paula')), await treeState(home.settings('paula'))];
    const report = await exported();
    expect(report).toMatchObject({ userId: 'paula', path, leftOut: [], warnings: [], size: (await stat(path)).size });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await forget('paula');
    const { plan, report: done } = await imported();
    expect(plan).toMatchObject({
      user: { id: 'paula', name: 'Paula Smith' },
      conflict: null,
      suggestedId: 'paula',
      files: 8,
    });
    expect(done).toMatchObject({ userId: 'paula', files: 8, backup: null, warnings: [], secretsLeftOut: 0 });
    expect([await treeState(home.storage('paula')), await treeState(home.settings('paula'))]).toEqual(before);
    expect(home.registry.get('paula')).toEqual(former);
    expect(await treeState(join(home.top, 'home', 'desktop', 'imports'))).toEqual({});
  });

  it('can come under another id, beside the one who is there', async () => {
    await exported();
    const { plan } = await imported({ id: 'paula-2' });
    expect(plan).toMatchObject({ conflict: 'user', suggestedId: 'paula-2' });
    expect(await treeState(home.storage('paula-2'))).toEqual(await treeState(home.storage('paula')));
    expect(home.registry.get('paula-2')?.entry).toEqual({ ...home.registry.get('paula')?.entry, user_id: 'paula-2' });
  });

  it('comes with the parts that were chosen, and a folder in any case', async () => {
    await exported({ parts: ['memories'] });
    await imported({ id: 'nora' });
    expect(Object.keys(await treeState(home.storage('nora')))).toEqual([
      'agent_memory.db',
      'agent_memory.db-wal',
      'knowledge',
      'memory_inputs',
      'memory_inputs/one.txt',
      'memory_rag_storage',
      'memory_rag_storage/graph.graphml',
    ]);
    await expect(stat(home.settings('nora'))).rejects.toMatchObject({ code: 'ENOENT' });
    await exported({ parts: [], replace: true });
    await imported({ id: 'otto' });
    expect(Object.keys(await treeState(home.storage('otto')))).toEqual(['knowledge']);
  });

  it('is looked at before: sizes of the parts and what is in use', async () => {
    const preview = await home.with({ inUse: async () => true }).preview({ userId: 'paula' }, cli);
    expect(preview).toMatchObject({ userId: 'paula', name: 'Paula Smith', inUse: true, leftOut: [] });
    expect(preview.parts.map(({ part, files }) => [part, files])).toEqual([
      ['settings', 1],
      ['memories', 4],
      ['data', 3],
    ]);
    expect(preview.suggestedName).toMatch(/^paula-\d{4}-\d\d-\d\d\.zip$/);
  });

  it('is told of when the databases may be in use', async () => {
    const report = await home
      .with({ inUse: async () => true })
      .export({ userId: 'paula', path, parts: [], replace: false }, cli);
    expect(report.warnings).toHaveLength(1);
  });

  it('can be of 10,000 small files', async () => {
    const folder = join(home.storage('paula'), 'many');
    await mkdir(folder);
    for (let count = 0; count < 10_000; count += 1) await writeFile(join(folder, `${count}.txt`), `file ${count}`);
    const report = await exported();
    const { report: done } = await imported({ id: 'nora' });
    expect([report.parts[2]?.files, done.files]).toEqual([10_003, 10_008]);
    expect(await treeState(home.storage('nora'))).toEqual(await treeState(home.storage('paula')));
    process.stdout.write(`10,000 small files: out in ${Math.round(report.ms)} ms, in in ${Math.round(done.ms)} ms\n`);
  }, 300_000);

  it('replaces the one who is there after a backup, whole', async () => {
    await exported();
    await home.fill('paula', { 'data/new.txt': 'since then' });
    await writeFile(join(home.settings('paula'), 'new.json'), '{}');
    await expect(imported()).rejects.toMatchObject({ code: 'archives/id-taken' });
    const { report } = await imported({ conflict: 'replace' });
    expect(report.backup).toBe('backup of paula');
    expect(home.kept).toEqual(['paula']);
    expect(Object.keys(await treeState(home.storage('paula')))).not.toContain('data/new.txt');
    // Settings are outside the folder that a backup of a user has: they are put aside.
    const asides = Object.keys(await treeState(join(home.top, 'home', 'backups', 'user_settings')));
    expect(asides.filter((name) => name.endsWith('new.json'))).toHaveLength(1);
    expect(Object.keys(await treeState(join(home.top, 'data', 'agno'))).filter((name) => name.startsWith('.'))).toEqual(
      [],
    );
  });

  it('is not replaced while something speaks against it, nor where only a folder has the name', async () => {
    await exported();
    const error = { code: 'users/is-current', message: 'paula is current', hint: 'switch' } as const;
    const archives = home.with({ obstacles: async () => [error] });
    const plan = await archives.plan({ path }, cli);
    const order = { planId: plan.id, withoutSecrets: false, conflict: 'replace' } as const;
    await expect(archives.start(order, cli)).rejects.toMatchObject({
      code: 'archives/not-replaceable',
      details: ['switch'],
    });
    home.registry.delete('paula');
    const before = await treeState(home.top);
    await expect(imported({ conflict: 'replace' })).rejects.toMatchObject({ code: 'archives/id-taken' });
    expect(await treeState(home.top)).toEqual(before);
  });
});

describe('an archive', () => {
  it('tells what it is in its manifest', async () => {
    await exported();
    const manifest = JSON.parse(await membersText(path, 'manifest.json'));
    expect(manifest).toMatchObject({
      format: 'persag-user',
      version: 1,
      app: { version: '9.9.9' },
      user: home.registry.get('paula')?.entry,
      look: { color: 3, avatar: 'P' },
      parts: everything,
      leftOut: [],
      sealing: null,
    });
    expect(manifest.members.find(({ name }: { name: string }) => name === 'data/knowledge/notes.md')).toMatchObject({
      kind: 'file',
      size: 7,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      mode: expect.any(Number),
    });
  });
});
