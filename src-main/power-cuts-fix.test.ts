import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeUpstreamHome } from '../e2e/stand-ins/homes.ts';
import type { Caller } from '../src-shared/define.ts';
import { createHome } from './home/index.ts';
import { createRecorder } from './lib/crash/recorder.ts';
import { type CrashScenario, replayCrashes } from './lib/crash/replay-crashes.ts';
import { emptyVolume } from './lib/crash/volume.ts';
import { type Disk, realDisk } from './lib/disk.ts';
import { listTree } from './lib/file-tree.ts';
import { createFiles } from './lib/files.ts';
import { createJournal } from './lib/journal.ts';
import { makeFolder } from './lib/make-folder.ts';
import { systemClock } from './lib/system.ts';
import { createServiceFiles } from './service-files.ts';
import { createValidation } from './validation/index.ts';

const caller: Caller = { kind: 'cli', windowId: 0 };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const home = '/person/.persag';
let model = '';

beforeAll(async () => {
  model = await mkdtemp(join(tmpdir(), 'persag-cut-fix-'));
  await writeUpstreamHome(model);
});
afterAll(() => rm(model, { recursive: true }));

/** Home and validation on a disk of the test's own. Other processes, and the backup before, are no part of this. */
async function openHome(disk: Disk) {
  const files = createFiles(disk);
  const folder = () => `${home}/desktop/journal`;
  const journal = createJournal({ disk, folder, clock: systemClock, log });
  const surroundings = {
    env: {},
    homeFolder: '/person',
    platform: 'linux',
    seedFolder: '/seed',
    version: '1',
  } as const;
  const hold = async () => async () => undefined;
  const feature = createHome({ surroundings, files, journal, lock: { hold }, clock: systemClock, log });
  await feature.open();
  const validation = createValidation({
    files,
    journal,
    log,
    home: async () => feature.get(undefined, caller),
    folders: feature.folders,
    readServices: createServiceFiles({ files, home: feature, log }).read,
    composeLookup: feature.composeLookup,
    variablesFor: feature.variablesFor,
    backUp: async () => '/backup',
    hold,
    onFiles: feature.onFiles,
  });
  return validation;
}

async function copyModel(disk: Disk): Promise<void> {
  for (const { path, kind, mode } of await listTree(realDisk, model)) {
    if (kind === 'folder') await makeFolder(disk, `${home}/${path}`);
    const bytes = kind === 'file' ? await createFiles().read(join(model, path)) : null;
    if (bytes !== null) await createFiles(disk).write(`${home}/${path}`, bytes, { mode });
  }
}

function fixing(findingId: string): CrashScenario {
  return {
    prepare: copyModel,
    async run(disk) {
      const validation = await openHome(disk);
      const { hash } = await validation.previewFix({ findingId }, caller);
      await validation.applyFix({ findingId, hash }, caller);
    },
    recover: async (disk) => void (await openHome(disk)),
    isApart: (path) => /^\/person(\/\.persag(\/(desktop|backups)(\/.*)?)?)?$/.test(path) || /\.draft$/.test(path),
    refuse: () => null,
  };
}

/** Every finding of upstream's files that the app offers to mend. */
async function fixable(): Promise<readonly string[]> {
  const { disk } = createRecorder(emptyVolume());
  await copyModel(disk);
  const { findings } = await (await openHome(disk)).run(undefined, caller);
  return findings.flatMap(({ id, fix }) => (fix === null ? [] : [id]));
}

describe('a power cut at any point of a fix', () => {
  it('leaves the old or the new, whole', async () => {
    const findings = await fixable();
    expect(findings.length).toBeGreaterThan(2);
    let sum = 0;
    for (const findingId of findings) {
      const { points, violations } = await replayCrashes(fixing(findingId));
      expect(violations, findingId).toEqual([]);
      sum += points;
    }
    process.stdout.write(`${findings.length} fixes: ${sum} crash points\n`);
    expect(sum).toBeGreaterThan(50 * findings.length);
  }, 120_000);

  it('would be found out where folders are not synced', async () => {
    const careless = (disk: Disk): Disk => ({ ...disk, syncFolder: async () => undefined });
    const [findingId = ''] = await fixable();
    expect((await replayCrashes(fixing(findingId), careless, 1)).violations).not.toEqual([]);
  }, 120_000);
});
