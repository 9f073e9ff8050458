import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

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
