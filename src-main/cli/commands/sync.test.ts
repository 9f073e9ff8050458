import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeUpstreamHome } from '../../../e2e/stand-ins/homes.ts';
import { addSync } from './sync.ts';

let home = '';
let said = '';
const { DOCKER_HOST } = process.env;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'persag-sync-'));
  await writeUpstreamHome(home);
  process.env.DOCKER_HOST = `unix://${join(home, 'none.sock')}`;
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
});
afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = 0;
  if (DOCKER_HOST === undefined) delete process.env.DOCKER_HOST;
  else process.env.DOCKER_HOST = DOCKER_HOST;
  await rm(home, { recursive: true });
});

/** Runs `persag sync` on the home, where no engine is; answers with the exit code and what was printed. */
async function sync(...args: readonly string[]) {
  said = '';
  const program = new Command().option('--json').option('--home <folder>').exitOverride();
  addSync(program);
  for (const command of program.commands) command.exitOverride();
  await program.parseAsync(['--home', home, 'sync', ...args], { from: 'user' });
  return { code: process.exitCode, said };
}

const memoryEnv = () => join(home, 'lightrag_memory_server/env.memory_server');
async function stray(): Promise<string> {
  const text = (await readFile(memoryEnv(), 'utf8')).replace(/^USER_ID=.*$/m, 'USER_ID=dana');
  await writeFile(memoryEnv(), text);
  return text;
}

describe('persag sync', () => {
  it('--check ends with 4 while containers cannot be asked, and with 3 where something differs', async () => {
    expect((await sync('--check')).code).toBe(4);
    await stray();
    const { code, said: text } = await sync('--check');
    expect(code).toBe(3);
    expect(text).toMatch(/env file +charlie +dana \(DIFFERS\)/);
    expect(text).toContain(`${memoryEnv()}: Line 13 names dana, not charlie.`);
    expect((await sync('--check', '--service', 'knowledge')).code).toBe(4);
    const state: unknown = JSON.parse((await sync('--check', '--json')).said);
    expect(state).toMatchObject({ verdict: 'inconsistent', system: { user: 'charlie' } });
  });

  it('--dry-run shows the change and does nothing', async () => {
    const before = await stray();
    const { code, said: text } = await sync('--dry-run');
    expect(code).toBe(0);
    expect(text).toContain('-USER_ID=dana\n+USER_ID=charlie\n');
    expect(text).toContain('docker_env_backups');
    const plan: unknown = JSON.parse((await sync('--dry-run', '--json')).said);
    expect(plan).toMatchObject({
      userId: 'charlie',
      files: [{ service: 'memory' }],
      actions: [{ kind: 'write-file' }],
    });
    expect(await readFile(memoryEnv(), 'utf8')).toBe(before);
    expect((await sync('--dry-run', '--service', 'knowledge')).said).toContain('There is nothing to do.');
  });

  it('writes the files, says what it left as it is, and has nothing to do a second time', async () => {
    const before = await stray();
    const { code, said: text } = await sync('--json');
    expect(code).toBe(0);
    expect(JSON.parse(text)).toMatchObject({
      success: true,
      system_user_id: 'charlie',
      services: { memory: { env_file_path: memoryEnv(), docker_user_id: 'charlie', container_running: false } },
      warnings: [expect.stringContaining('none.sock')],
    });
    expect(await readFile(memoryEnv(), 'utf8')).toBe(before.replace('USER_ID=dana', 'USER_ID=charlie'));
    expect((await sync()).said).toContain('Nothing to do');
  });

  it('ends with 3 where a compose file itself keeps it from agreeing', async () => {
    const compose = join(home, 'lightrag_server/docker-compose.yml');
    const text = await readFile(compose, 'utf8');
    await writeFile(compose, text.replaceAll('${AGNO_STORAGE_DIR}', join(home, 'data/agno/dana')));
    expect((await sync()).code).toBe(3);
    expect((await sync('--service', 'memory')).code).toBe(0);
  });

  it('ends with 1 where it is refused, and takes contradicting options for wrong usage', async () => {
    await writeFile(join(home, 'env.userid'), '?');
    const { code, said: text } = await sync('--json');
    expect([code, JSON.parse(text)]).toMatchObject([1, { error: { code: 'home/user-id-unreadable' } }]);
    await expect(sync('--check', '--dry-run')).rejects.toMatchObject({ code: 'commander.conflictingOption' });
    await expect(sync('--service', 'other')).rejects.toMatchObject({ code: 'commander.invalidArgument' });
  });
});
