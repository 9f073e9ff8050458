import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Desktop } from '../ports.ts';
import {
  createSettingsStage,
  ofAnna,
  ofBen,
  type SettingsStage,
  someDraft,
  someProfile,
} from './testing/settings-stage.ts';

let stage: SettingsStage;
beforeEach(async () => {
  stage = await createSettingsStage();
});
afterEach(() => stage.end());

const key = 'sk-0123456789ab';
const codeOf = (work: unknown) =>
  Promise.resolve(work).then(
    () => 'ok',
    (cause) => cause.code as string,
  );

/** A desktop on which a person chooses this file. */
const choosing = (path: string | null): Desktop => {
  const nothing = () => undefined;
  const no = async () => null;
  return {
    ...{
      theme: () => 'system' as const,
      setTheme: nothing,
      openUrl: async () => undefined,
      openFolder: async () => undefined,
    },
    ...{
      chooseFolder: no,
      chooseArchive: no,
      chooseNewArchive: no,
      openWindow: nothing,
      presentWindow: nothing,
      quit: nothing,
    },
    chooseNewFile: async () => path,
    chooseFile: async () => path,
  };
};

async function exported(): Promise<string> {
  const feature = stage.open();
  const { configurations } = await feature.saveConfiguration(someDraft(), ofAnna);
  const [made] = configurations;
  const { profiles } = await feature.saveProfile(someProfile(made?.id ?? ''), ofAnna);
  await feature.choose({ activeConfigurationId: made?.id, defaultProfileId: profiles[0]?.id }, ofAnna);
  return (await feature.exportText(undefined, ofAnna)).text;
}

describe('settings that go out', () => {
  it('have no key and no name of their user, and come in for another under ids of their own', async () => {
    const text = await exported();
    expect(text).not.toContain(key);
    expect(text).not.toMatch(/anna/i);
    const feature = stage.open();
    const plan = await feature.planImportText({ fileName: 'a.json', text }, ofBen);
    expect(plan).toMatchObject({ configurations: [{ as: 'Work' }], profiles: [{ as: 'SH' }], missingSecrets: 1 });
    expect((await feature.get(undefined, ofBen)).configurations).toEqual([]);
    const after = await feature.importFile({ planId: plan.planId }, ofBen);
    const [configuration] = after.configurations;
    expect(after).toMatchObject({
      userId: 'ben',
      configurations: [{ name: 'Work', revision: 1, secrets: { apiKey: { state: 'none' } } }],
      activeConfigurationId: configuration?.id,
      defaultProfileId: after.profiles[0]?.id,
    });
    expect(after.profiles).toMatchObject([{ tag: 'SH', configurationId: configuration?.id }]);
    expect(JSON.parse(text).configurations[0].id).not.toBe(configuration?.id);
  });

  it('come in beside what is there, which stays chosen', async () => {
    const text = await exported();
    const feature = stage.open();
    const before = await feature.get(undefined, ofAnna);
    const plan = await feature.planImportText({ fileName: 'a.json', text }, ofAnna);
    expect(plan).toMatchObject({
      configurations: [{ name: 'Work', as: 'Work (2)' }],
      profiles: [{ tag: 'SH', as: 'SH2' }],
    });
    const after = await feature.importFile({ planId: plan.planId }, ofAnna);
    expect(after.configurations.map(({ name }) => name)).toEqual(['Work', 'Work (2)']);
    expect(after.activeConfigurationId).toBe(before.activeConfigurationId);
    expect(after.defaultProfileId).toBe(before.defaultProfileId);
  });

  it('are written where a person chooses, whole, and nowhere where they do not', async () => {
    await exported();
    const path = join(stage.folder, 'out.json');
    expect(await stage.open({ desktop: choosing(null) }).exportToFile(undefined, ofAnna)).toBeNull();
    expect(await stage.open({ desktop: choosing(path) }).exportToFile(undefined, ofAnna)).toEqual({ path });
    expect(await readFile(path, 'utf8')).toContain('persag-settings');
    const unwritable = stage.open({ desktop: choosing(join(stage.folder, 'none', 'out.json')) });
    expect(await codeOf(unwritable.exportToFile(undefined, ofAnna))).toBe('settings/export-unwritable');
    expect(await codeOf(stage.open().exportToFile(undefined, ofAnna))).toBe('shell/no-window');
  });

  it('of one user are not written for whoever came while the dialog was open', async () => {
    await exported();
    const path = join(stage.folder, 'out.json');
    const desktop = choosing(path);
    const late = {
      ...desktop,
      async chooseNewFile() {
        stage.windows[1] = 'ben';
        return path;
      },
    };
    expect(await codeOf(stage.open({ desktop: late }).exportToFile(undefined, ofAnna))).toBe('settings/user-changed');
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('a file that comes in', () => {
  const changed = async (change: (file: Record<string, unknown>) => object) =>
    JSON.stringify(change(JSON.parse(await exported())));

  it('of somebody else with keys in it brings neither', async () => {
    const text = await changed((file) => ({
      ...file,
      userId: 'carl',
      secrets: { apiKey: 'sk-canary-top' },
      configurations: (file.configurations as object[]).map((one) => ({
        ...{ ...one, userId: 'carl', secrets: { apiKey: 'sk-canary-inside' } },
        fields: { apiKey: 'sk-canary-field', project: 'p', __proto__: 'x' },
      })),
    }));
    const feature = stage.open();
    const { planId } = await feature.planImportText({ fileName: 'a.json', text }, ofBen);
    const after = await feature.importFile({ planId }, ofBen);
    expect(after).toMatchObject({ userId: 'ben', configurations: [{ fields: { project: 'p' } }] });
    const written = await readFile(join(stage.folder, 'settings', 'ben', 'settings.json'), 'utf8');
    expect(written).not.toMatch(/canary|carl/);
    expect(stage.secrets.kept.get('ben')).toBeUndefined();
  });

  it('with a server that is a command runs nothing, and keeps nothing of it', async () => {
    const proof = join(stage.folder, 'was-run');
    const server = {
      command: process.execPath,
      args: ['-e', `require('fs').writeFileSync(${JSON.stringify(proof)}, '')`],
    };
    const mcpServerId = '0f0e4a52-1a52-4f4b-9d1c-0c7e3f1f9a10';
    const text = await changed((file) => ({
      ...{ ...file, mcpServers: { 'friendly-notes': { ...server, env: { NODE_OPTIONS: '--require x' }, cwd: '/' } } },
      profiles: (file.profiles as object[]).map((one) => ({ ...one, mcpServerId, mcpServer: server })),
    }));
    const feature = stage.open();
    const { planId } = await feature.planImportText({ fileName: 'a.json', text }, ofBen);
    const after = await feature.importFile({ planId }, ofBen);
    expect(after.profiles).toMatchObject([{ mcpServerId: null }]);
    const written = await readFile(join(stage.folder, 'settings', 'ben', 'settings.json'), 'utf8');
    expect(written).not.toMatch(/friendly|writeFileSync|NODE_OPTIONS|0f0e4a52/);
    await expect(readFile(proof)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is imported by whom it was shown, and once', async () => {
    const text = await exported();
    const feature = stage.open();
    const { planId } = await feature.planImportText({ fileName: 'a.json', text }, ofBen);
    expect(await codeOf(feature.importFile({ planId }, ofAnna))).toBe('settings/unknown-plan');
    expect(await codeOf(feature.importFile({ planId }, ofBen))).toBe('ok');
    expect(await codeOf(feature.importFile({ planId }, ofBen))).toBe('settings/unknown-plan');
  });

  it.each([
    ['no JSON', async () => 'sk-canary {', 'settings/file-unusable'],
    ['another file', async () => '{"users": []}', 'settings/file-unusable'],
    ['newer', () => changed((file) => ({ ...file, version: 9 })), 'settings/file-newer'],
    ['no number', () => changed((file) => ({ ...file, version: '1' })), 'settings/file-unusable'],
    ['deep', async () => '['.repeat(200_000), 'settings/file-unusable'],
    [
      'a provider nobody knows',
      () =>
        changed((file) => ({ ...file, configurations: [{ ...(file.configurations as object[])[0], provider: 'x' }] })),
      'settings/file-unusable',
    ],
    [
      'an address that is none',
      () =>
        changed((file) => ({
          ...file,
          configurations: [{ ...(file.configurations as object[])[0], fields: { baseUrl: 'javascript:alert(1)' } }],
        })),
      'settings/file-unusable',
    ],
    [
      'a profile without a configuration',
      () => changed((file) => ({ ...file, configurations: [] })),
      'settings/file-unusable',
    ],
    [
      'an id twice',
      () =>
        changed((file) => ({
          ...file,
          configurations: [...(file.configurations as object[]), ...(file.configurations as object[])],
        })),
      'settings/file-unusable',
    ],
    [
      'far too many',
      () => changed((file) => ({ ...file, configurations: Array(5000).fill((file.configurations as object[])[0]) })),
      'settings/file-unusable',
    ],
  ])('%s: is refused, and nothing of it is repeated or stored', async (_what, make, code) => {
    const text = await make();
    const failure = await Promise.resolve(stage.open().planImportText({ fileName: 'a.json', text }, ofBen)).catch(
      (cause) => cause,
    );
    expect(failure).toMatchObject({ code });
    expect(failure.message).not.toContain('canary');
    expect((await stage.open().get(undefined, ofBen)).configurations).toEqual([]);
  });

  it('too large, a folder or nothing at all is not read', async () => {
    const path = join(stage.folder, 'in.json');
    const planning = () => codeOf(stage.open({ desktop: choosing(path) }).planImport(undefined, ofBen));
    expect(await planning()).toBe('settings/file-unusable');
    await writeFile(path, ' '.repeat(5 * 1024 * 1024));
    expect(await planning()).toBe('settings/file-unusable');
    await mkdir(join(stage.folder, 'folder'));
    await symlink(join(stage.folder, 'folder'), `${path}.link`);
    const linked = stage.open({ desktop: choosing(`${path}.link`) });
    expect(await codeOf(linked.planImport(undefined, ofBen))).toBe('settings/file-unusable');
    expect(await stage.open({ desktop: choosing(null) }).planImport(undefined, ofBen)).toBeNull();
  });
});

describe('the environment', () => {
  it('is told by the names of its variables, and taken only by whom it is asked for', async () => {
    stage.environment = [
      { provider: 'openai', variables: ['OPENAI_API_KEY'], fields: { project: 'p' }, secrets: { apiKey: key } },
    ];
    const feature = stage.open();
    const offers = await feature.lookInEnvironment(undefined, ofAnna);
    expect(offers).toEqual([{ provider: 'openai', variables: ['OPENAI_API_KEY'] }]);
    const after = await feature.importFromEnvironment({ providers: ['openai', 'openai'] }, ofAnna);
    expect(after.configurations).toMatchObject([
      { name: 'From OPENAI_API_KEY', fields: { project: 'p' }, secrets: { apiKey: { state: 'set', last4: '89ab' } } },
    ]);
    expect((await feature.get(undefined, ofBen)).configurations).toEqual([]);
    const again = await feature.importFromEnvironment({ providers: ['openai'] }, ofAnna);
    expect(again.configurations.map(({ name }) => name)).toEqual(['From OPENAI_API_KEY', 'From OPENAI_API_KEY (2)']);
    expect(await codeOf(feature.importFromEnvironment({ providers: ['google'] }, ofAnna))).toBe(
      'settings/nothing-found',
    );
  });
});
