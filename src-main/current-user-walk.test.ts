import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writePlainHome } from '../e2e/stand-ins/homes.ts';
import { activityQuery } from '../src-shared/activity.ts';
import { type App, createApp } from './app.ts';
import { systemClock } from './lib/system.ts';
import { userVariables } from './lib/user-paths.ts';
import { caller, codeOf, type Walk, walkThrough } from './testing/walk.ts';
import { walkOfEngines } from './testing/walk-of-engines.ts';
import { walkOfInspecting } from './testing/walk-of-inspecting.ts';

const ofStart = { open: 'changes', watch: 'news', end: 'changes' } as const;
const services = ['knowledge', 'memory'] as const;

const walk: Walk = {
  home: {
    ...ofStart,
    folders: ({ home }) => home.folders(),
    currentUser: ({ home }) => home.currentUser(),
    dataRoot: ({ home }) => home.dataRoot(),
    dataPlace: ({ home }) => home.dataPlace(),
    registryFile: ({ home }) => home.registryFile(),
    variablesFor: ({ home }, current) => home.variablesFor(current),
    composeLookup: async ({ home }, current) =>
      ['USER_ID', 'AGNO_STORAGE_DIR'].map(await home.composeLookup('memory', current)),
    prepareUserFolders: 'changes',
    foldersToMake: ({ home }, current) => home.foldersToMake(current),
    get: ({ home }) => home.get(undefined, caller),
    onChanged: 'news',
    onFiles: 'news',
    showNotices: 'changes',
  },
  users: {
    watch: 'news',
    end: 'changes',
    list: ({ users }) => users.list(undefined, caller),
    get: ({ users }, current) => users.get({ id: current }, caller),
    onChanged: 'news',
    update: 'changes',
    create: 'changes',
    duplicate: 'changes',
    setLook: 'changes',
    planDelete: 'changes',
    delete: 'changes',
    keep: 'changes',
    listDeleted: ({ users }) => users.listDeleted(undefined, caller),
    restoreDeleted: 'changes',
    discardDeleted: 'changes',
    planRecovery: 'changes',
    recover: 'changes',
    people: ({ users }) => users.people(),
    require: ({ users }, current) => users.require(current),
    touchLastSeen: 'changes',
    entry: ({ users }, current) => users.entry(current),
    adopt: 'changes',
    pending: ({ users }) => users.pending(),
    recoverMoves: 'changes',
  },
  docker: {
    watch: 'news',
    end: 'changes',
    get: ({ docker }) => docker.get(undefined, caller),
    start: 'changes',
    stop: 'changes',
    restart: 'changes',
    recreate: 'changes',
    onChanged: 'news',
    refresh: ({ docker }) => docker.refresh(),
    noteChange: 'news',
    noteWake: 'news',
    listEngines: ({ docker }) => docker.listEngines(null),
    checkEngine: 'changes',
    usedEngine: ({ docker }) => docker.usedEngine(),
    changeEngine: 'changes',
    viewPorts: ({ docker }) => docker.viewPorts(),
    whyPortTaken: ({ docker }) => docker.whyPortTaken('127.0.0.1', 1, 'udp'),
    freePortFor: ({ docker }) => docker.freePortFor('127.0.0.1', 40_000, 'udp'),
    listeningHere: ({ docker }) => docker.listeningHere(),
    ready: ({ docker }) => docker.ready().catch(codeOf),
    preflight: 'changes',
    foresee: ({ docker }) => docker.foresee(docker.lastComparison().files),
    beginReplacement: 'changes',
    checkedReplacement: 'changes',
    takeBackReplacement: 'changes',
    finishReplacement: 'changes',
    notRunning: ({ docker }) => docker.notRunning([...services]),
    compare: ({ docker }) => docker.compare(docker.lastComparison().files, true),
    lastComparison: ({ docker }) => docker.lastComparison(),
    status: ({ docker }) => docker.status(),
    reading: async ({ docker }) => docker.reading.containerOf('memory').catch(codeOf),
    webUrl: ({ docker }) => services.map((name) => docker.webUrl(name)),
    hold: 'changes',
    hasLeftovers: ({ docker }) => docker.hasLeftovers().catch(codeOf),
    settleLeftovers: 'changes',
    usesOf: ({ docker }) => docker.usesOf([]).catch(codeOf),
  },
  switching: {
    end: 'changes',
    recover: 'changes',
    settle: 'changes',
    settleHeld: 'changes',
    get: 'news',
    plan: ({ switching }, current) => {
      const userId = current === 'anna' ? 'ben' : 'anna';
      return switching.plan({ userId, services: true, repair: false }, caller);
    },
    start: 'changes',
    cancel: 'changes',
    onChanged: 'news',
  },
  shell: {
    get: ({ shell }) => shell.get(undefined, caller),
    setTheme: 'asks a person',
    openService: 'asks a person',
    openHome: 'asks a person',
    chooseFolder: 'asks a person',
    quit: 'changes',
    onChanged: 'news',
    announceClosing: 'changes',
    windowUsers: ({ shell }) => shell.windowUsers(),
    setWindowUser: 'changes',
  },
  backups: {
    list: ({ backups }) => backups.list(undefined, caller),
    onChanged: 'news',
    keep: 'changes',
    bringBack: 'changes',
    pending: ({ backups }) => backups.pending(),
    recover: 'changes',
    create: 'changes',
    verify: 'changes',
    diff: 'changes',
    restore: 'changes',
    setRetention: 'changes',
    prune: 'changes',
  },
  migration: {
    end: 'changes',
    get: ({ migration }) => migration.get(undefined, caller),
    onChanged: 'news',
    plan: async ({ migration, home }) => {
      const asked = { from: home.folders().path, conflicts: 'keep' } as const;
      const { id: _own, ...plan } = await migration.plan(asked, caller);
      return plan;
    },
    start: 'changes',
    cancel: 'changes',
    rollback: 'changes',
    pending: ({ migration }) => migration.pending(),
    recover: 'changes',
  },
  validation: {
    watch: 'news',
    end: 'changes',
    run: ({ validation }) => validation.run(undefined, caller),
    previewFix: 'changes',
    applyFix: 'changes',
    onChanged: 'news',
  },
  archives: {
    end: 'changes',
    get: ({ archives }) => archives.get(undefined, caller),
    preview: ({ archives }, current) => archives.preview({ userId: current }, caller),
    export: 'changes',
    plan: 'changes',
    start: 'changes',
    cancel: 'changes',
    chooseTarget: 'asks a person',
    chooseSource: 'asks a person',
    onChanged: 'news',
    pending: ({ archives }) => archives.pending(),
    recover: 'changes',
  },
  consistency: {
    watch: 'news',
    end: 'changes',
    get: ({ consistency }) => consistency.get(undefined, caller),
    plan: ({ consistency }) => consistency.plan({ services: [...services], forceRestart: false }, caller),
    sync: 'changes',
    cancel: 'changes',
    onChanged: 'news',
    lastVerdict: ({ consistency }) => consistency.lastVerdict(),
  },
  access: {
    watch: 'news',
    end: 'changes',
    get: ({ access }) => access.get(undefined, caller),
    setPassphrase: 'changes',
    changePassphrase: 'changes',
    removePassphrase: 'changes',
    forgetPassphrase: 'changes',
    verifyPassphrase: 'changes',
    endAsking: 'changes',
    onChanged: 'news',
    judge: async ({ access }) => {
      const call = { caller, need: 'manage', concerned: null, act: () => 'do it' } as const;
      const { actor, refusal } = await access.judge(call);
      return { actor, refusal: refusal === null ? null : codeOf(refusal) };
    },
    requirePassphrase: ({ access }, current) => access.requirePassphrase(current, undefined),
    unlock: 'changes',
    ask: 'changes',
    forgetUser: 'changes',
  },
  ...walkOfEngines,
  ...walkOfInspecting,
  activity: {
    watch: 'news',
    end: 'changes',
    get: ({ activity }) => activity.get(undefined, caller),
    list: ({ activity }) => activity.list(activityQuery.parse({}), caller),
    export: 'changes',
    onChanged: 'news',
    note: 'changes',
  },
};

let root = '';
const apps: App[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'persag-walk-'));
  await writePlainHome(join(root, 'home'), { image: 'none' });
});
afterEach(async () => {
  for (const app of apps.splice(0)) await app.end();
  await rm(root, { recursive: true });
});

async function openApp(): Promise<App> {
  const surroundings = {
    env: { PERSAG_HOME: join(root, 'home'), DOCKER_HOST: `unix://${join(root, 'none.sock')}` },
    ...{ homeFolder: root, platform: process.platform, seedFolder: join(root, 'none'), version: 'walk' },
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const app = createApp({ surroundings, clock: systemClock, log, desktop: null });
  apps.push(app);
  await app.open({ watch: false });
  return app;
}

it('after a switch every function says what one says that never knew the former user', async () => {
  const app = await openApp();
  const before = await walkThrough(walk, app, 'anna');
  // Twice, so that whatever is kept of an answer is kept of this one.
  await walkThrough(walk, app, 'anna');
  const asked = { userId: 'ben', scope: 'machine', services: false, repair: false } as const;
  const report = await app.features.switching.start(asked, caller);
  expect(report.success).toBe(true);
  expect(report.config_refresh).toEqual(userVariables(join(root, 'home/data'), 'agno', 'ben'));

  const after = await walkThrough(walk, app, 'ben');
  expect(after).toEqual(await walkThrough(walk, await openApp(), 'ben'));
  const told = Object.entries(after).filter(([name, answer]) => answer !== before[name]);
  // The walk would prove nothing if nothing of it depended on the user.
  expect(told.map(([name]) => name)).toEqual(
    expect.arrayContaining([
      ...['home.currentUser', 'home.get', 'home.variablesFor', 'home.composeLookup', 'users.list'],
      ...['docker.lastComparison', 'switching.plan', 'consistency.get', 'access.get', 'access.judge'],
    ]),
  );
});
