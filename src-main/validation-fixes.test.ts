import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeUpstreamHome } from '../e2e/stand-ins/homes.ts';
import type { Caller } from '../src-shared/define.ts';
import type { FixPreview, FixResult } from '../src-shared/validation.ts';
import { type App, createApp } from './app.ts';
import { systemClock } from './lib/system.ts';
import type { ValidationFeature } from './validation/index.ts';

const caller: Caller = { kind: 'cli', windowId: 0 };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const seedFolder = join(import.meta.dirname, '..', 'assets', 'seed');
const compose = 'lightrag_server/docker-compose.yml';
const memoryCompose = 'lightrag_memory_server/docker-compose.yml';
const env = 'lightrag_server/env.server';
let home = '';
let app: App;
let validation: ValidationFeature;

beforeEach(async () => {
  const person = await mkdtemp(join(tmpdir(), 'persag-fixes-'));
  home = join(person, '.persag');
  await writeUpstreamHome(home);
  app = createApp({
    surroundings: { env: { PATH: '' }, homeFolder: person, platform: 'linux', seedFolder, version: '1' },
    clock: systemClock,
    log,
    desktop: null,
  });
  await app.open({ watch: false });
  validation = app.features.validation;
});
afterEach(async () => {
  await app.end();
  await rm(join(home, '..'), { recursive: true });
});

const text = (name: string) => readFile(join(home, name), 'utf8');
const edit = async (name: string, what: string, by: string) =>
  writeFile(join(home, name), (await text(name)).replace(what, by));
const preview = (findingId: string) => validation.previewFix({ findingId }, caller);
const apply = async ({ findingId, hash }: FixPreview) => validation.applyFix({ findingId, hash }, caller);
const mend = async (findingId: string): Promise<FixResult> => apply(await preview(findingId));
const idsOf = async () => (await validation.run(undefined, caller)).findings.map(({ id }) => id);

describe('a fix', () => {
  it.each([
    ['healthcheck-port/not-listening:memory:9622', memoryCompose, 'localhost:9622/health', 'localhost:9621/health'],
    ['open-ports/network:knowledge:0', compose, '- 9621:9621', '- 127.0.0.1:9621:9621'],
    ['open-ports/network:memory:0', memoryCompose, '- 9622:9621', '- 127.0.0.1:9622:9621'],
  ])('mends %s in its place, and the finding is gone', async (id, file, before, after) => {
    const old = await text(file);
    const { state, files } = await mend(id);
    expect(files).toEqual([join(home, file)]);
    expect(await text(file)).toBe(old.replace(before, after));
    expect(old).toContain(before);
    expect(state.findings.map((one) => one.id)).not.toContain(id);
    expect(await idsOf()).toEqual(state.findings.map((one) => one.id));
  });

  it('mends a key that is set twice, and a user who is not the current one', async () => {
    const old = await text(env);
    await edit(env, 'HOST=0.0.0.0', 'HOST=1 # first\nHOST=0.0.0.0');
    await mend('env-duplicates/key:knowledge:HOST');
    expect(await text(env)).toBe(old);
    await edit(env, 'USER_ID=charlie', 'USER_ID=dana');
    await mend('env-user/other:knowledge');
    expect(await text(env)).toBe(old);
  });

  it('is none where an earlier value is used in between, or a place is shared by an anchor', async () => {
    await edit(env, 'HOST=0.0.0.0', 'HOST=1\nB=${HOST}\nHOST=2');
    await edit(compose, '- 9621:9621', '- &port 9621:9621\n    labels: [*port]');
    const { findings } = await validation.run(undefined, caller);
    for (const id of ['env-duplicates/key:knowledge:HOST', 'open-ports/network:knowledge:0']) {
      expect(findings.find((one) => one.id === id)).toMatchObject({ fix: null });
      await expect(preview(id)).rejects.toMatchObject({ code: 'validation/no-fix' });
    }
    await expect(preview('nothing')).rejects.toMatchObject({ code: 'validation/no-fix' });
  });

  it('is shown first, and changes nothing by that', async () => {
    const old = await text(compose);
    const shown = await preview('open-ports/network:knowledge:0');
    expect(shown.files).toMatchObject([{ path: join(home, compose) }]);
    expect(shown.files[0]?.diff).toContain('-      - 9621:9621\n+      - 127.0.0.1:9621:9621\n');
    expect(shown.files[0]?.before).not.toBe(shown.files[0]?.after);
    expect(await text(compose)).toBe(old);
    expect(await preview('open-ports/network:knowledge:0')).toEqual(shown);
  });

  it('shows no secret, in the preview and in a conflict', async () => {
    await edit(env, 'USER_ID=charlie', 'LLM_BINDING_API_KEY=top-secret-1234\nUSER_ID=dana');
    const shown = await preview('env-user/other:knowledge');
    await edit(env, 'top-secret-1234', 'top-secret-5678');
    const refused: unknown = await apply(shown).catch((cause: unknown) => cause);
    expect(refused).toMatchObject({ code: 'home/file-changed' });
    expect(shown.files[0]?.diff).toContain('LLM_BINDING_API_KEY=');
    const details = typeof refused === 'object' && refused !== null && 'details' in refused ? refused.details : null;
    expect(JSON.stringify([shown, details])).not.toContain('top-secret');
  });

  it('leaves a backup behind that has the file as it was', async () => {
    const old = await text(compose);
    const { backup } = await mend('open-ports/network:knowledge:0');
    const { backups } = await app.features.backups.list(undefined, caller);
    expect(backups).toMatchObject([{ id: backup }]);
    await app.features.backups.restore({ id: backup }, caller);
    expect(await text(compose)).toBe(old);
  });

  it('is refused where the file changed since it was shown: mine, theirs, base, and nothing is written', async () => {
    const base = await text(compose);
    const shown = await preview('open-ports/network:knowledge:0');
    await edit(compose, 'image: ', '# mine again\n    image: ');
    const theirs = await text(compose);
    await expect(apply(shown)).rejects.toMatchObject({
      code: 'home/file-changed',
      details: [
        join(home, compose),
        `base\n${base}`,
        `mine\n${base.replace('- 9621:9621', '- 127.0.0.1:9621:9621')}`,
        `theirs\n${theirs}`,
      ],
    });
    expect(await text(compose)).toBe(theirs);
    expect(await readdir(join(home, 'backups')).catch(() => [])).toEqual([]);
    // Looked at again it can be made, and what the other wrote stays.
    await mend('open-ports/network:knowledge:0');
    expect(await text(compose)).toBe(theirs.replace('- 9621:9621', '- 127.0.0.1:9621:9621'));
  });

  it('is refused for a file that went away, and for a hash nobody was shown', async () => {
    const shown = await preview('open-ports/network:knowledge:0');
    await expect(apply({ ...shown, hash: 'other' })).rejects.toMatchObject({ code: 'validation/no-fix' });
    const other = { ...shown, findingId: 'open-ports/network:memory:0' };
    await expect(apply(other)).rejects.toMatchObject({ code: 'validation/no-fix' });
    await rm(join(home, compose));
    await expect(apply(shown)).rejects.toMatchObject({ code: 'home/file-changed' });
  });
});
