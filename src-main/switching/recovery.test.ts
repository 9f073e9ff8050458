import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../src-shared/errors.ts';
import type { HomeNotice } from '../../src-shared/home.ts';
import type { RecoveredSwitch } from '../../src-shared/switching.ts';
import { realDisk } from '../lib/disk.ts';
import { createFiles } from '../lib/files.ts';
import { createJournal } from '../lib/journal.ts';
import { hashOf } from '../lib/journal-record.ts';
import { createLastingLogs } from '../lib/lasting-log.ts';
import { createSwitching } from './index.ts';
import type { ServicesReplacement, SwitchingPorts } from './ports.ts';
import { createSwitchFiles } from './switch-files.ts';
import { createSwitchRecords } from './switch-record.ts';

const cli = { kind: 'cli', windowId: 0 } as const;
const ask = { userId: 'dana', scope: 'machine', services: true, repair: false } as const;
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const gone = new Fault('docker/unreachable', 'Docker is not running');
const never = () => new Promise<never>(() => undefined);
const nothing = async () => undefined;

let folder = '';
const path = (name: string) => join(folder, name);
const journal = () => path('desktop/journal');

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'persag-recovery-'));
  await writeFile(path('env.userid'), 'USER_ID="paula"\n');
  await writeFile(path('env.server'), 'USER_ID=paula\nLLM_BINDING_API_KEY=canary\n');
  await writeFile(path('env.memory'), 'USER_ID=paula\n');
  await writeFile(path('registry.json'), '{"visits":"none"}');
});
afterEach(() => rm(folder, { recursive: true }));

/** A process on the home: what it asked of Docker, what it told, and the switch feature. */
function start(change: Partial<SwitchingPorts> = {}, replacement: Partial<ServicesReplacement> = {}) {
  const asked: string[] = [];
  const told: RecoveredSwitch[] = [];
  let notices: readonly HomeNotice[] = [];
  const files = createFiles();
  const now = () => new Date();
  const switching = createSwitching({
    ...{ clock: { now, tick: () => performance.now() }, log },
    records: createSwitchRecords(createLastingLogs({ disk: realDisk, folder: journal, suffix: '.switch', now })),
    files: createSwitchFiles({
      ...{ disk: realDisk, files, clock: { now, tick: () => 0 } },
      journal: createJournal({ disk: realDisk, folder: journal, clock: { now }, log }),
      folders: () => ({
        userIdFile: path('env.userid'),
        envBackups: path('backups'),
        services: { knowledge: { envFile: path('env.server') }, memory: { envFile: path('env.memory') } },
      }),
    }),
    async currentUser() {
      const id = /"(.*)"/.exec(await readFile(path('env.userid'), 'utf8'))?.[1] ?? '';
      return { state: 'known', id, source: 'file' };
    },
    requireUser: nothing,
    requirePassphrase: nothing,
    async touchLastSeen(_id, first) {
      const before = await files.read(path('registry.json'));
      const after = new TextEncoder().encode('{"visits":"dana"}');
      await first({ path: path('registry.json'), before, after });
      await files.write(path('registry.json'), after);
      return () => files.write(path('registry.json'), before ?? new Uint8Array());
    },
    async restoreRegistry({ path: file, before, after }) {
      if (before !== null && hashOf(await files.read(file)) === after) await files.write(file, before);
    },
    refreshedSettings: async () => ({}),
    prepareUserFolders: nothing,
    missingUserFolders: async () => [],
    whyUnwritable: async () => null,
    prepareReplacement: async () => ({
      ...{ record: { old: 'a1' }, create: nothing, run: nothing, answered: nothing },
      ...{ mountsBelong: nothing, undo: nothing, commit: nothing, ...replacement },
    }),
    foreseeReplacement: async () => ({ containers: [], faults: [] }),
    leftServices: {
      async takeBack(record, underWay) {
        asked.push(`take back ${JSON.stringify(record)} ${JSON.stringify(underWay)}`);
        return [];
      },
      async finish(record) {
        asked.push(`finish ${JSON.stringify(record)}`);
      },
    },
    serviceStatus: async () => ({}),
    hold: async () => nothing,
    setWindowUser: () => undefined,
    recovered: (one) => void told.push(one),
    showNotices(next) {
      notices = next;
    },
    ...change,
  });
  return { switching, asked, told, notices: () => notices.map(({ code }) => code) };
}

/** Begins a switch that comes no further than to where the ports let it, as if its process had ended there. */
async function cutOff(change: Partial<SwitchingPorts>, replacement: Partial<ServicesReplacement>, at: string) {
  const { switching } = start(change, replacement);
  const reached = new Promise<void>((resolve) => {
    switching.onChanged((state) => {
      const steps = state.state === 'running' ? state.steps : [];
      if (steps.some(({ name, state: how }) => name === at && how === 'running')) resolve();
    });
  });
  void switching.start(ask, cli);
  await reached;
  // The step's own first words in the record.
  for (let tries = 0; tries < 100; tries += 1) {
    const [name = ''] = await readdir(journal()).catch(() => []);
    const text = name === '' ? '' : await readFile(join(journal(), name), 'utf8');
    if (at === 'commit' ? text.includes('committed') : text.includes(`"step":"${at}"`)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`the switch did not come to ${at}`);
}

const texts = async () =>
  Promise.all(['env.userid', 'env.server', 'env.memory', 'registry.json'].map((name) => readFile(path(name), 'utf8')));
const names = async () => (await readdir(folder)).sort();
const before = [
  'USER_ID="paula"\n',
  'USER_ID=paula\nLLM_BINDING_API_KEY=canary\n',
  'USER_ID=paula\n',
  '{"visits":"none"}',
];
const cleanNames = ['backups', 'desktop', 'env.memory', 'env.server', 'env.userid', 'registry.json'];

describe('a switch that was cut off', () => {
  it('is undone before its commit, files, registry and containers, and told', async () => {
    await cutOff({}, { answered: never }, 'answer');
    expect((await texts())[0]).toContain('dana');
    const next = start();
    await next.switching.recover({ containers: true });
    expect(await texts()).toEqual(before);
    expect(await names()).toEqual(cleanNames);
    expect(await readdir(journal())).toEqual([]);
    expect(next.asked).toEqual(['take back {"old":"a1"} {"creating":false,"stopping":true}']);
    expect(next.told).toMatchObject([{ from: 'paula', to: 'dana', step: 'answer', outcome: 'undone', details: [] }]);
    expect(next.notices()).toEqual(['switch-recovered']);
    const after = start();
    await after.switching.recover({ containers: true });
    expect([after.told, after.asked, after.notices()]).toEqual([[], [], []]);
  });

  it('is undone with the registry where it had written that', async () => {
    const records = createSwitchRecords(
      createLastingLogs({ disk: realDisk, folder: journal, suffix: '.switch', now: () => new Date() }),
    );
    const begin: typeof records.begin = async (intent) => ({ ...(await records.begin(intent)), committed: never });
    const { switching } = start({ records: { ...records, begin } });
    void switching.start(ask, cli);
    while (!(await texts())[3]?.includes('dana')) await new Promise((resolve) => setTimeout(resolve, 5));
    await start().switching.recover({ containers: true });
    expect(await texts()).toEqual(before);
  });

  it('is finished after its commit', async () => {
    await cutOff({}, { commit: never }, 'commit');
    const next = start();
    await next.switching.recover({ containers: true });
    const now = await texts();
    expect(now.every((text) => text.includes('dana') && !text.includes('paula'))).toBe(true);
    expect(await names()).toEqual(cleanNames);
    expect(next.asked).toEqual(['finish {"old":"a1"}']);
    expect(next.told).toMatchObject([{ outcome: 'finished', step: 'record' }]);
    expect(await readdir(journal())).toEqual([]);
  });

  it('has its files settled at once and its containers when the engine is there, whatever came in between', async () => {
    await cutOff({}, { run: never }, 'replace');
    const without = start({ leftServices: { takeBack: () => Promise.reject(gone), finish: nothing } });
    await without.switching.recover({ containers: true });
    expect(await texts()).toEqual(before);
    expect(without.told).toMatchObject([{ outcome: 'pending' }]);
    expect(without.notices()).toEqual(['switch-pending']);
    // Somebody sets another user by hand meanwhile: that is not touched any more.
    await writeFile(path('env.userid'), 'USER_ID="dana"\n');
    const later = start();
    await later.switching.recover({ containers: false });
    expect(later.asked).toEqual([]);
    expect(later.notices()).toEqual(['switch-pending']);
    await later.switching.settle();
    expect(later.asked).toHaveLength(1);
    expect(later.notices()).toEqual(['switch-recovered']);
    expect(await readFile(path('env.userid'), 'utf8')).toBe('USER_ID="dana"\n');
    await later.switching.settle();
    expect(later.asked).toHaveLength(1);
  });

  it('is stuck where something is in the way, told, and tried again', async () => {
    await cutOff({}, { run: never }, 'replace');
    const taken = new Fault('docker/port-taken', 'Port 9621 is used by nginx');
    const next = start({ leftServices: { takeBack: () => Promise.reject(taken), finish: nothing } });
    await next.switching.recover({ containers: true });
    expect(next.told).toMatchObject([{ outcome: 'stuck', details: ['Port 9621 is used by nginx'] }]);
    expect(next.notices()).toEqual(['recovery-stuck']);
    const last = start();
    await last.switching.recover({ containers: true });
    expect(last.told).toMatchObject([{ outcome: 'undone' }]);
  });

  it('is left where its process lives, and where a newer version wrote it', async () => {
    await cutOff({}, { run: never }, 'replace');
    const [name = ''] = await readdir(journal());
    const whole = await readFile(join(journal(), name), 'utf8');
    const changed = async (from: string, to: string) => {
      const { recordLine } = await import('../lib/record-lines.ts');
      const [first = ''] = whole.split('\n').filter((line) => line !== '');
      await writeFile(join(journal(), name), recordLine(first.slice(65).replace(from, to)));
      const next = start();
      await next.switching.recover({ containers: true });
      expect([next.asked, next.told]).toEqual([[], []]);
      expect(await readdir(journal())).toEqual([name]);
      expect((await texts())[0]).toContain('dana');
    };
    // The process that runs this test's process lives, and began before.
    const parent = { pid: process.ppid, started: null };
    const own = JSON.parse(/"owner":(\{.*?\})/.exec(whole)?.[1] ?? '{}');
    await changed(JSON.stringify(own), JSON.stringify(parent));
    await changed('"version":1', '"version":2');
  });

  it('changed nothing where its record was torn, and is forgotten without a word', async () => {
    await cutOff({}, { run: never }, 'replace');
    const [name = ''] = await readdir(journal());
    await writeFile(join(journal(), name), (await readFile(join(journal(), name))).subarray(0, 200));
    const next = start();
    await next.switching.recover({ containers: true });
    expect([next.asked, next.told, await readdir(journal())]).toEqual([[], [], []]);
  });

  it('leaves what another program wrote meanwhile, but for the new user, in whose place the former one is named again', async () => {
    await cutOff({}, { answered: never }, 'answer');
    await writeFile(path('env.server'), 'USER_ID=dana\nNEW=1\n');
    await writeFile(path('env.memory'), 'USER_ID=eve\n');
    await writeFile(path('registry.json'), '{"visits":"eve"}');
    const next = start();
    await next.switching.recover({ containers: true });
    const [userId, server, memory, registry] = await texts();
    expect([userId, server]).toEqual(['USER_ID="paula"\n', 'USER_ID=paula\nNEW=1\n']);
    expect([memory, registry]).toEqual(['USER_ID=eve\n', '{"visits":"eve"}']);
    expect(next.told).toMatchObject([{ outcome: 'undone' }]);
  });

  it('does not keep a start from going on where the home is held by another process', async () => {
    await cutOff({}, { answered: never }, 'answer');
    const busy = () => Promise.reject(new Fault('switching/busy', 'Another process is at it'));
    const next = start({ hold: busy });
    await next.switching.recover({ containers: true });
    expect([next.told, next.asked]).toEqual([[], []]);
  });

  it('is brought to its end before the next one begins, and before services are changed', async () => {
    await cutOff({}, { answered: never }, 'answer');
    const next = start();
    await next.switching.settleHeld();
    expect(next.asked).toHaveLength(1);
    await cutOff({}, { answered: never }, 'answer');
    const report = await next.switching.start({ ...ask, userId: 'eve' }, cli);
    expect(report).toMatchObject({ success: true, previous_user: 'paula' });
    expect(next.asked).toHaveLength(2);
    expect(await readdir(journal())).toEqual([]);
    expect(next.notices()).toEqual(['switch-recovered']);
    await next.switching.start({ ...ask, userId: 'paula' }, cli);
    expect(next.notices()).toEqual([]);
  });

  it('that could not be taken back for want of an engine is taken back when it is there', async () => {
    let isThere = false;
    const takeBack = async () => {
      if (!isThere) throw gone;
      return [];
    };
    const here = start(
      { leftServices: { takeBack, finish: nothing } },
      {
        answered: () => Promise.reject(new Fault('docker/never-healthy', 'late')),
        undo: () => Promise.reject(gone),
      },
    );
    const report = await here.switching.start(ask, cli);
    expect(report).toMatchObject({ success: false, error: { code: 'switching/undo-incomplete' } });
    expect(await texts()).toEqual(before);
    expect(here.notices()).toEqual(['switch-pending']);
    isThere = true;
    await here.switching.settle();
    expect(here.notices()).toEqual(['switch-recovered']);
    expect(await readdir(journal())).toEqual([]);
  });
});
