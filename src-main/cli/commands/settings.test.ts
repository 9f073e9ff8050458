import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writePlainHome } from '../../../e2e/stand-ins/homes.ts';
import { runInProcess } from '../testing/run-in-process.ts';
import { addSettings } from './settings.ts';

const key = 'sk-canary-of-the-command-line';
let root = '';
let home = '';
let keyFile = '';
let passphrase = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'persag-settings-command-'));
  home = join(root, 'home');
  await writePlainHome(home, { image: 'none' });
  [keyFile, passphrase] = [join(root, 'key'), join(root, 'passphrase')];
  await writeFile(keyFile, `${key}\n`);
  await writeFile(passphrase, 'of the shell\n');
});
afterEach(() => rm(root, { recursive: true }));

const run = (...args: readonly string[]) => runInProcess(addSettings, ['--home', home, 'settings', ...args]);
const opening = () => ['--passphrase-file', passphrase];
const setWork = () =>
  run('set', 'Work', '--provider', 'openai', '--model', 'gpt-x', '--secret-file', `apiKey=${keyFile}`, ...opening());

describe('persag settings', () => {
  it('makes a configuration whose key is under a passphrase, and never prints it', async () => {
    const made = await setWork();
    expect(made).toMatchObject({ code: 0 });
    expect(made.said).not.toContain(key);
    const locked = await run('list', '--json');
    expect(JSON.parse(locked.said)).toMatchObject({
      isLocked: true,
      configurations: [{ name: 'Work', secrets: { apiKey: { state: 'locked' } } }],
    });
    const opened = await run('show', 'work', '--json', ...opening());
    expect(opened.json()).toMatchObject({
      model: 'gpt-x',
      secrets: { apiKey: { state: 'set', last4: key.slice(-4) } },
    });
    expect(opened.said).not.toContain(key);
  });

  it('changes what is named and leaves the rest, and takes the key with it', async () => {
    await setWork();
    const changed = await run(
      'set',
      'Work',
      '--json',
      '--model',
      'gpt-y',
      '--parameter',
      'temperature=0.2',
      ...opening(),
    );
    expect(changed.json()).toMatchObject({
      revision: 2,
      model: 'gpt-y',
      parameters: { temperature: 0.2 },
      secrets: { apiKey: { state: 'set' } },
    });
    const moved = await run('set', 'Work', '--json', '--field', 'baseUrl=https://elsewhere.example/v1', ...opening());
    expect(moved).toMatchObject({ code: 1 });
    expect(moved.json()).toMatchObject({ error: { code: 'settings/secret-elsewhere' } });
    expect((await run('remove', 'Work')).code).toBe(0);
    expect((await readdir(join(home, 'desktop', 'secrets', 'users'))).filter((name) => !name.startsWith('.'))).toEqual([
      'anna.json',
    ]);
    expect(JSON.parse(await readFile(join(home, 'desktop', 'secrets', 'users', 'anna.json'), 'utf8'))).toMatchObject({
      safes: [],
    });
  });

  it('refuses a key without the passphrase it is to be kept under', async () => {
    const refused = await run('set', 'Work', '--json', '--provider', 'openai', '--secret-file', `apiKey=${keyFile}`);
    expect(refused.json()).toMatchObject({ error: { code: 'access/passphrase-needed' } });
    await setWork();
    await writeFile(passphrase, 'another one\n');
    const wrong = await run('set', 'Work', '--json', '--secret-file', `apiKey=${keyFile}`, ...opening());
    expect(wrong.json()).toMatchObject({ error: { code: 'access/passphrase-wrong' } });
  });

  it('refuses a secret where it does not belong, without repeating it', async () => {
    const refused = await run('set', 'Work', '--json', '--provider', 'openai', '--field', `apiKey=${key}`);
    expect(refused.json()).toMatchObject({ error: { code: 'settings/field-invalid' } });
    expect(refused.said).not.toContain(key);
    const misplaced = await run('set', 'Work', '--json', '--provider', 'openai', '--field', key);
    expect(misplaced.code).toBe(1);
    expect(misplaced.said).not.toContain(key);
  });

  it('has profiles with tags, and what is used where nothing is named', async () => {
    await setWork();
    const made = await run('profiles', 'set', 'Short', '--json', '--tag', 'sh', '--configuration', 'Work', '--default');
    expect(made.json()).toMatchObject({ name: 'Short', tag: 'SH' });
    expect((await run('profiles')).said).toMatch(/\*\s+@SH\s+Short\s+Work/);
    expect((await run('remove', 'Work', '--json')).json()).toMatchObject({ error: { code: 'settings/in-use' } });
    await run('profiles', 'remove', '@sh');
    expect((await run('use', 'Work', '--json')).json()).toMatchObject({ activeConfigurationId: expect.any(String) });
    expect((await run('use', '--json')).json()).toMatchObject({ activeConfigurationId: null, defaultProfileId: null });
  });

  it('exports without keys, and imports beside what is there', async () => {
    await setWork();
    const file = join(root, 'out.json');
    expect((await run('export', file)).code).toBe(0);
    expect(await readFile(file, 'utf8')).not.toContain(key);
    expect((await run('export', file, '--json')).json()).toMatchObject({
      error: { code: 'settings/export-unwritable' },
    });
    const plan = await run('import', file, '--json', '--dry-run');
    expect(plan.json()).toMatchObject({ configurations: [{ name: 'Work', as: 'Work (2)' }], missingSecrets: 1 });
    await run('import', file);
    const { configurations } = (await run('list', '--json')).json() as { configurations: { name: string }[] };
    expect(configurations.map(({ name }) => name)).toEqual(['Work', 'Work (2)']);
  });

  it('takes what the environment has only where it is told to, and names variables alone', async () => {
    process.env.OPENAI_API_KEY = key;
    const offers = await run('environment', '--json');
    expect(offers.json()).toEqual([{ provider: 'openai', variables: ['OPENAI_API_KEY'] }]);
    // The process itself has it no longer.
    expect(process.env.OPENAI_API_KEY).toBeUndefined();
    process.env.OPENAI_API_KEY = key;
    const taken = await run('environment', '--json', '--import', 'openai', ...opening());
    expect(taken.json()).toMatchObject({ configurations: [{ name: 'From OPENAI_API_KEY', provider: 'openai' }] });
    expect(taken.said).not.toContain(key);
    expect((await run('environment', '--json')).json()).toEqual([]);
  });

  it('keeps nothing on the disk where that is wanted, and takes nothing that would be forgotten', async () => {
    await setWork();
    // Its key is locked, and would be lost.
    expect((await run('session-only', 'on', '--json')).json()).toMatchObject({ error: { code: 'settings/locked' } });
    expect((await run('remove', 'Work')).code).toBe(0);
    expect((await run('session-only', 'on')).said).toContain('0 configurations');
    const refused = await run('set', 'Local', '--json', '--provider', 'ollama', '--model', 'm');
    expect(refused.json()).toMatchObject({ error: { code: 'settings/session-only' } });
    expect((await run('session-only', 'off')).code).toBe(0);
    expect((await run('set', 'Local', '--provider', 'ollama', '--model', 'm')).code).toBe(0);
  });

  it('says that the file cannot be read, and goes on with the last good copy', async () => {
    await setWork();
    await writeFile(join(home, 'desktop', 'settings', 'anna', 'settings.json'), '{');
    const told = await run('list', '--json');
    expect(told.code).toBe(1);
    expect(told.json()).toMatchObject({ trouble: { error: { code: 'settings/unreadable' } } });
    expect((await run('repair', '--last-good')).code).toBe(0);
    expect((await run('list', '--json')).json()).toMatchObject({ trouble: null, configurations: [{ name: 'Work' }] });
  });
});
