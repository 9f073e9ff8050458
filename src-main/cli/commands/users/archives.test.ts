import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { treeState } from '../../../lib/testing/tree-state.ts';

let folder = '';
let home = '';
let archive = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-cli-archives-'));
  home = join(folder, 'home');
  archive = join(folder, 'paula.zip');
  expect((await persag('users', 'create', 'paula', '--name', 'Paula Smith', '--type', 'Admin')).code).toBe(0);
  await fill('agent_memory.db', 'memories of Paula');
  await fill('knowledge/notes.md', '# Notes');
  await fill('.env', 'API_KEY=canary-cli\n');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const storage = (id: string) => join(home, 'data', 'agno', id);

async function fill(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(join(storage('paula'), path, '..'), { recursive: true });
  await writeFile(join(storage('paula'), path), content);
}

function start(args: readonly string[]): ChildProcess {
  // No engine, and a data folder of the test's own.
  const env = { PATH: process.env.PATH ?? '', HOME: folder, DOCKER_HOST: `unix://${join(folder, 'none.sock')}` };
  const own = { ...env, PERSAG_ROOT: join(home, 'data') };
  return spawn(process.execPath, [join(import.meta.dirname, '..', '..', 'main.ts'), ...args, '--home', home], {
    env: own,
  });
}

async function ended(child: ChildProcess, input = '') {
  child.stdin?.end(input);
  const said = Promise.all([text(child.stdout ?? new ReadableStream()), text(child.stderr ?? new ReadableStream())]);
  await once(child, 'close');
  const [out, err] = await said;
  return { code: child.exitCode, signal: child.signalCode, out, err };
}

const persag = (...args: readonly string[]) => ended(start(args));
const everything = ['--with', 'memories,data,settings'] as const;

describe('persag users export and import', () => {
  it('take a user out and bring them in again, secrets under a passphrase alone', async () => {
    const out = await persag('users', 'export', 'PAULA', archive, ...everything, '--json');
    expect(out.code).toBe(0);
    const report = JSON.parse(out.out);
    expect(report).toMatchObject({ userId: 'paula', path: archive, size: (await stat(archive)).size });
    expect(report.leftOut).toEqual([{ path: 'data/.env', reason: 'secret' }]);

    const sealed = join(folder, 'sealed.zip');
    await writeFile(join(folder, 'pass'), 'a long passphrase\nand a second line\n');
    const again = await persag(
      'users',
      'export',
      'paula',
      sealed,
      ...everything,
      '--passphrase-file',
      join(folder, 'pass'),
    );
    expect(again.code).toBe(0);
    expect(again.err).toContain('checking');

    const dry = await persag('users', 'import', sealed, '--as', 'nora', '--dry-run', '--json');
    expect(JSON.parse(dry.out)).toMatchObject({
      user: { id: 'paula' },
      secrets: 1,
      conflict: 'user',
      suggestedId: 'paula-2',
    });
    expect(await readdir(join(home, 'data', 'agno'))).toEqual(['paula']);

    const refused = await persag('users', 'import', sealed, '--as', 'nora', '--json');
    expect([refused.code, JSON.parse(refused.out).error.code]).toEqual([1, 'archives/passphrase-needed']);
    const wrong = await ended(
      start(['users', 'import', sealed, '--as', 'nora', '--passphrase-stdin', '--json']),
      'no\n',
    );
    expect([wrong.code, JSON.parse(wrong.out).error.code]).toEqual([1, 'archives/passphrase-wrong']);
    const done = await ended(
      start(['users', 'import', sealed, '--as', 'nora', '--passphrase-stdin']),
      'a long passphrase\n',
    );
    expect(done.code).toBe(0);
    expect(await treeState(storage('nora'))).toEqual(await treeState(storage('paula')));
    const shown = await persag('users', 'show', 'nora', '--json');
    expect(JSON.parse(shown.out)).toMatchObject({ id: 'nora', name: 'Paula Smith' });
    for (const said of [out, again, dry, refused, wrong, done]) {
      expect(said.out + said.err).not.toMatch(/canary-cli|a long passphrase/);
    }
    for (const name of await readdir(join(home, 'desktop'), { recursive: true })) {
      const kept = await readFile(join(home, 'desktop', name), 'utf8').catch(() => '');
      expect(kept, name).not.toMatch(/canary-cli|a long passphrase/);
    }
  }, 120_000);

  it('replace somebody after a backup from which they can be brought back', async () => {
    await persag('users', 'create', 'ben', '--type', 'Admin');
    expect((await persag('switch', 'ben', '--no-services')).code).toBe(0);
    expect((await persag('users', 'export', 'paula', archive, ...everything)).code).toBe(0);
    await fill('knowledge/since.md', 'since then');
    expect((await persag('users', 'import', archive)).code).toBe(1);
    const done = await persag('users', 'import', archive, '--replace', '--json');
    expect(done.code).toBe(0);
    expect(await readdir(join(storage('paula'), 'knowledge'))).toEqual(['notes.md']);
    const { backup } = JSON.parse(done.out);
    expect((await persag('users', 'restore', backup, '--as', 'former')).code).toBe(0);
    expect(await readFile(join(storage('former'), 'knowledge', 'since.md'), 'utf8')).toBe('since then');
  }, 120_000);

  it('do not replace the current user', async () => {
    expect((await persag('users', 'export', 'paula', archive)).code).toBe(0);
    expect((await persag('switch', 'paula', '--no-services')).code).toBe(0);
    const before = await treeState(join(home, 'data'));
    const refused = await persag('users', 'import', archive, '--replace', '--json');
    expect([refused.code, JSON.parse(refused.out).error.code]).toEqual([1, 'archives/not-replaceable']);
    expect(await treeState(join(home, 'data'))).toEqual(before);
  }, 120_000);

  it('refuse what is no order, and write nothing', async () => {
    const refused: readonly (readonly [readonly string[], number])[] = [
      [['users', 'export', 'paula', 'x.zip', '--with', 'everything'], 2],
      [['users', 'export', 'paula'], 2],
      [['users', 'export', 'paula', 'x.zip', '--passphrase', 'secret'], 2],
      [['users', 'export', 'paula', 'x.zip', '--passphrase-file', 'none'], 1],
      [['users', 'import', 'none.zip'], 1],
    ];
    const before = await treeState(folder);
    const ran = await Promise.all(refused.map(([args]) => persag(...args)));
    expect(ran.map(({ code }) => code)).toEqual(refused.map(([, code]) => code));
    expect(await treeState(folder)).toEqual(before);
  }, 120_000);

  it('end at once with Ctrl+C, and leave nothing', async () => {
    await fill('knowledge/large.bin', Buffer.alloc(300 * 1024 * 1024));
    const out = start(['users', 'export', 'paula', archive, ...everything, '--json']);
    await untilDraft(folder);
    out.kill('SIGINT');
    const { code, out: said } = await ended(out);
    expect([code, JSON.parse(said).error.code]).toEqual([1, 'archives/cancelled']);
    expect(await readdir(folder)).toEqual(['home']);
  }, 120_000);

  it('killed at any moment, leave at the next start a whole user or no trace of one', async () => {
    for (let count = 0; count < 300; count += 1) await fill(`knowledge/${count}.txt`, `text ${count}`);
    expect((await persag('users', 'export', 'paula', archive, ...everything)).code).toBe(0);
    const since = performance.now();
    expect((await persag('users', 'import', archive, '--as', 'first')).code).toBe(0);
    const whole = performance.now() - since;
    const expected = await treeState(storage('first'));
    const outcomes = { whole: 0, none: 0 };
    const kills = 10;
    for (let kill = 1; kill <= kills; kill += 1) {
      const id = `kill-${kill}`;
      const child = start(['users', 'import', archive, '--as', id]);
      // Half of them anywhere, the other half within the moments in which the user comes.
      if (kill % 2 === 0) setTimeout(() => child.kill('SIGKILL'), (whole * kill) / (kills + 2));
      else
        child.stderr?.on(
          'data',
          (said) => String(said).includes('placing') && setTimeout(() => child.kill('SIGKILL'), kill),
        );
      await ended(child);
      const listed = JSON.parse((await persag('users', 'list', '--json')).out);
      const isListed = listed.users.some((user: { id: string }) => user.id === id);
      const names = await readdir(join(home, 'data', 'agno'));
      expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
      expect(names.includes(id)).toBe(isListed);
      if (isListed) expect(await treeState(storage(id))).toEqual(expected);
      outcomes[isListed ? 'whole' : 'none'] += 1;
    }
    process.stdout.write(`imports killed: ${kills}, whole users ${outcomes.whole}, no trace ${outcomes.none}\n`);
    expect(outcomes.none).toBeGreaterThan(0);
    expect(outcomes.whole).toBeGreaterThan(0);
  }, 180_000);
});

/** An archive begins as a draft beside its place. */
async function untilDraft(where: string): Promise<void> {
  const giveUpAt = performance.now() + 20_000;
  while (!(await readdir(where)).some((name) => name.endsWith('.draft'))) {
    if (performance.now() > giveUpAt) throw new Error('no draft appeared');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
