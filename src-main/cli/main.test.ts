import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOwnerLock } from '../lib/owner-lock.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-cli-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Starts the command line on a home of the test's own, where no engine is. */
function start(args: readonly string[]) {
  const env = { PATH: process.env.PATH ?? '', HOME: folder, DOCKER_HOST: `unix://${join(folder, 'none.sock')}` };
  return spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], { env, cwd: folder });
}

async function codeOf(args: readonly string[]): Promise<number | null> {
  const child = start(args);
  await once(child, 'close');
  return child.exitCode;
}

describe('the command line', () => {
  it('goes on with a switch whose output nobody reads any more', async () => {
    const home = join(folder, 'home');
    expect(await codeOf(['users', 'create', 'ben', '--home', home])).toBe(0);
    const child = start(['switch', 'ben', '--no-services', '--home', home]);
    child.stdout.destroy();
    child.stderr.destroy();
    await once(child, 'close');
    expect(child.exitCode).toBe(0);
    expect(await readFile(join(home, 'env.userid'), 'utf8')).toBe('USER_ID="ben"\n');
    expect(await readdir(join(home, 'desktop'))).not.toContain('operation.lock');
  });

  it('tells wrong usage on standard output too where a script reads it', async () => {
    const child = start(['users', 'explode', '--json']);
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    await once(child, 'close');
    expect(child.exitCode).toBe(2);
    expect(JSON.parse(said)).toMatchObject({
      error: { code: 'input/invalid', message: expect.stringContaining('explode') },
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes a home without a name for wrong usage, and makes none', async () => {
    expect(await codeOf(['status', '--home', ''])).toBe(2);
    expect(await readdir(folder)).toEqual([]);
  });

  it('understands a home below the own folder', async () => {
    expect(await codeOf(['users', 'list', '--home', '~/mine'])).toBe(0);
    expect(await readdir(folder)).toEqual(['mine']);
  });
});

/** The answer of a command, and its exit code. */
async function answerOf(args: readonly string[]): Promise<{ code: number | null; answer: unknown }> {
  const child = start([...args, '--json']);
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  await once(child, 'close');
  return { code: child.exitCode, answer: JSON.parse(said) };
}

describe('persag switch', () => {
  const home = () => join(folder, 'home');
  const withUsers = async () => {
    expect(await codeOf(['users', 'create', 'ben', '--type', 'Admin', '--home', home()])).toBe(0);
    expect(await codeOf(['switch', 'ben', '--no-services', '--home', home()])).toBe(0);
    expect(await codeOf(['users', 'create', 'anna', '--home', home()])).toBe(0);
  };

  it('plans without a change, and ends with 1 where it would fail', async () => {
    await withUsers();
    const before = await readFile(join(home(), 'lightrag_server/env.server'), 'utf8');
    const good = await answerOf(['switch', 'anna', '--no-services', '--dry-run', '--home', home()]);
    expect(good).toMatchObject({ code: 0, answer: { from: 'ben', to: 'anna', possible: true } });
    const without = await answerOf(['switch', 'anna', '--dry-run', '--home', home()]);
    expect(without).toMatchObject({ code: 1, answer: { possible: false, findings: [{ code: 'docker/not-found' }] } });
    expect(await readFile(join(home(), 'env.userid'), 'utf8')).toBe('USER_ID="ben"\n');
    expect(await readFile(join(home(), 'lightrag_server/env.server'), 'utf8')).toBe(before);
  });

  it('is refused with 5 while another process changes the home, waits where it is told to, and not for ever', async () => {
    await withUsers();
    const lock = createOwnerLock(() => join(home(), 'desktop', 'operation.lock'));
    const release = await lock.hold('testing');
    const args = ['switch', 'anna', '--no-services', '--home', home()];
    const refused = await answerOf(args);
    expect(refused).toMatchObject({ code: 5, answer: { error: { code: 'switching/busy' } } });
    const begin = performance.now();
    expect(await answerOf([...args, '--wait', '--timeout', '1'])).toMatchObject({ code: 5 });
    expect(performance.now() - begin).toBeGreaterThan(1000);
    const waiting = answerOf([...args, '--wait', '--timeout', '20']);
    setTimeout(() => void release(), 500);
    expect(await waiting).toMatchObject({ code: 0, answer: { success: true, user_id: 'anna' } });
  });

  it('ends its wait at Ctrl+C, having changed nothing', async () => {
    await withUsers();
    const lock = createOwnerLock(() => join(home(), 'desktop', 'operation.lock'));
    const release = await lock.hold('testing');
    const child = start(['switch', 'anna', '--no-services', '--wait', '--home', home()]);
    let said = '';
    await new Promise<void>((resolve) => {
      child.stderr.on('data', (chunk) => {
        said += chunk;
        if (said.includes('waiting')) resolve();
      });
    });
    child.kill('SIGINT');
    await once(child, 'close');
    await release();
    expect(said).toContain('(switching/cancelled)');
    expect(child.exitCode).toBe(1);
    expect(await readFile(join(home(), 'env.userid'), 'utf8')).toBe('USER_ID="ben"\n');
  });

  it.each(['0', '3601', 'long', '1.5'])('takes a limit of %s for wrong usage', async (limit) => {
    expect(await codeOf(['switch', 'anna', '--timeout', limit, '--home', home()])).toBe(2);
  });
});
