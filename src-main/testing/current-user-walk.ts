import { activityQuery } from '../../src-shared/activity.ts';
import type { AppFeatures } from '../app.ts';
import { servicesWalk } from './current-user-walk-services.ts';
import { caller, codeOf, ofStart, type Probe, services, type Unasked } from './walk-probes.ts';

/** Every function of every feature: a new one without a line here does not compile. */
type Walk = { readonly [F in keyof AppFeatures]: { readonly [M in keyof AppFeatures[F]]: Probe | Unasked } };

/** What each function is asked, or why it is not. */
export const walk: Walk = {
  ...servicesWalk,
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
  providers: {
    catalogue: ({ providers }) => providers.catalogue(undefined, caller),
    preview: ({ providers }) => providers.preview({ provider: 'ollama', fields: {}, model: 'm' }, caller),
    problemsOf: ({ providers }) => providers.problemsOf('ollama', {}, new Set()),
    readSecret: ({ providers }) => providers.readSecret('a key'),
    findInVariables: ({ providers }) => providers.findInVariables({ OPENAI_API_KEY: 'a' }),
    // Asked with a configuration that is handed over: they know of no user.
    listModels: 'news',
    check: 'news',
    openClient: 'news',
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
