import { activityQuery } from '../../src-shared/activity.ts';
import type { AppFeatures } from '../app.ts';

/** Who asks in the walk. */
export const caller = { kind: 'cli', windowId: 0 } as const;

/** Asks a function for what it says now; `current` is who is current by env.userid. */
export type Probe = (features: AppFeatures, current: string) => unknown;
/** Why a function is not asked: it `changes` something, tells of `news`, asks for what the other probes cover, or a person. */
export type Unasked = 'changes' | 'news' | 'asks a person';
/** Every function of every feature: a new one without a line here does not compile. */
export type Walk = { readonly [F in keyof AppFeatures]: { readonly [M in keyof AppFeatures[F]]: Probe | Unasked } };

const ofStart = { open: 'changes', watch: 'news', end: 'changes' } as const;
const services = ['knowledge', 'memory'] as const;

/** The walk. */
export const walk: Walk = {
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
    imageCalls: 'changes',
    usesOf: ({ docker }) => docker.usesOf([]).catch(codeOf),
  },
  images: {
    end: 'changes',
    get: ({ images }) => images.get(undefined, caller),
    look: ({ images }) => images.look(undefined, caller),
    pull: 'changes',
    cancel: 'changes',
    use: 'changes',
    goBack: 'changes',
    onChanged: 'news',
  },
  lightrag: {
    end: 'changes',
    get: 'news',
    look: async ({ lightrag }) => (await lightrag.look({ again: false }, caller)).services,
    enter: 'changes',
    forget: 'changes',
    onChanged: 'news',
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
  logs: {
    end: 'changes',
    open: 'news',
    next: 'news',
    close: 'changes',
    beginExport: 'asks a person',
    writeExport: 'changes',
    endExport: 'changes',
    leave: 'changes',
    endStreams: 'changes',
  },
  stats: {
    end: 'changes',
    open: 'news',
    next: 'news',
    close: 'changes',
    leave: 'changes',
    endStreams: 'changes',
  },
  inspection: {
    environment: ({ inspection }) => inspection.environment({ service: 'memory' }, caller),
    reveal: async ({ inspection }) => inspection.reveal({ service: 'memory', name: 'USER_ID', where: 'file' }, caller),
    mounts: ({ inspection }) => inspection.mounts({ service: 'memory' }, caller),
    measure: async ({ inspection }) => {
      const { rows } = await inspection.mounts({ service: 'memory' }, caller);
      const target = rows[0]?.target ?? '';
      return Promise.resolve(inspection.measure({ service: 'memory', target, where: 'files' }, caller)).catch(codeOf);
    },
    openMount: 'asks a person',
    describe: async ({ inspection }) =>
      Promise.resolve(inspection.describe({ service: 'memory' }, caller)).catch(codeOf),
  },
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

function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : String(cause);
}
