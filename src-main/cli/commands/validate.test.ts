import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeUpstreamHome } from '../../../e2e/stand-ins/homes.ts';
import { addValidate } from './validate.ts';

let home = '';
let said = '';

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'persag-validate-'));
  await writeUpstreamHome(home);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = 0;
  await rm(home, { recursive: true });
});

/** Runs `persag validate` on the home; answers with the exit code and what was printed. */
async function validate(...args: readonly string[]) {
  said = '';
  const program = new Command().option('--json').option('--home <folder>');
  addValidate(program);
  await program.parseAsync(['--home', home, 'validate', ...args], { from: 'user' });
  return { code: process.exitCode, said };
}

describe('persag validate', () => {
  it('ends with 0 while nothing is worse than a warning, and with 1 where there are errors', async () => {
    const { code, said: text } = await validate();
    expect(code).toBe(0);
    expect(text).toContain(`${join(home, 'lightrag_server/docker-compose.yml')}:8`);
    expect(text).toContain('persag validate --fix open-ports/network:knowledge:0');
    await writeFile(join(home, 'env.userid'), '?');
    expect((await validate()).code).toBe(1);
  });

  it('prints the whole state as JSON', async () => {
    const state: unknown = JSON.parse((await validate('--json')).said);
    expect(state).toMatchObject({ home, counts: { error: 0, warn: 3, info: 3 } });
    expect(state).toHaveProperty('findings.length', 6);
  });

  it('shows what a fix would change, and changes nothing', async () => {
    const path = join(home, 'lightrag_memory_server/docker-compose.yml');
    const before = await readFile(path, 'utf8');
    const { code, said: text } = await validate('--fix', 'open-ports/network:memory:0', '--dry-run');
    expect([code, await readFile(path, 'utf8')]).toEqual([0, before]);
    expect(text).toContain('+      - 127.0.0.1:9622:9621\n');
  });

  it('mends one finding, shows what it changed, and names one it does not know', async () => {
    const { code, said: text } = await validate('--fix', 'open-ports/network:memory:0');
    expect(code).toBe(0);
    expect(text).toContain('+      - 127.0.0.1:9622:9621\n');
    const compose = await readFile(join(home, 'lightrag_memory_server/docker-compose.yml'), 'utf8');
    expect(compose).toContain('- 127.0.0.1:9622:9621\n');
    const again = await validate('--json', '--fix', 'open-ports/network:memory:0');
    expect(again.code).toBe(1);
    expect(JSON.parse(again.said)).toMatchObject({ error: { code: 'validation/no-fix' } });
  });
});
