import { activityQuery } from '../../src-shared/activity.ts';
import type { AppFeatures } from '../app.ts';
import { servicesWalk } from './current-user-walk-services.ts';
import { caller, codeOf, ofStart, type Probe, services, type Unasked } from './walk-probes.ts';

/** Of nobody's configuration: what is answered depends on who is current all the same. */
const someServing = {
  configurationId: '5f0c1e0e-31d1-4c05-9f66-0e6c1c7d8a52',
  roles: ['llm' as const],
  services: [...services],
  embeddingDimension: null,
};

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
    openWindowAs: 'changes',
    quit: 'changes',
    onChanged: 'news',
    onUserLeft: 'news',
    noteWindow: 'changes',
    forgetWindow: 'changes',
    noteCurrentUser: 'changes',
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
    change: 'changes',
    leftBehind: ({ consistency }) => consistency.leftBehind(services),
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
    hasPassphrase: ({ access }, current) => access.hasPassphrase(current),
    unlock: 'changes',
    ask: 'changes',
    forgetUser: 'changes',
  },
  providers: {
    catalogue: ({ providers }) => providers.catalogue(undefined, caller),
    preview: ({ providers }) => providers.preview({ provider: 'ollama', fields: {}, model: 'm' }, caller),
    problemsOf: ({ providers }) => providers.problemsOf('ollama', {}, new Set()),
    fieldsOf: ({ providers }) => providers.fieldsOf('ollama'),
    readSecret: ({ providers }) => providers.readSecret('a key'),
    findInVariables: ({ providers }) => providers.findInVariables({ OPENAI_API_KEY: 'a' }),
    // Asked with a configuration that is handed over: they know of no user.
    listModels: 'news',
    check: 'news',
    openClient: 'news',
  },
  serving: {
    end: 'changes',
    get: 'news',
    plan: ({ serving }) => Promise.resolve(serving.plan(someServing, caller)).catch(codeOf),
    apply: 'changes',
    onChanged: 'news',
  },
  settings: {
    watch: 'news',
    end: 'changes',
    get: ({ settings }) => settings.get(undefined, caller),
    saveConfiguration: 'changes',
    removeConfiguration: 'changes',
    saveProfile: 'changes',
    removeProfile: 'changes',
    choose: 'changes',
    setPreferences: 'changes',
    unlock: 'changes',
    allowWeakProtection: 'changes',
    useLastGood: 'changes',
    startAfresh: 'changes',
    lookInEnvironment: ({ settings }) => settings.lookInEnvironment(undefined, caller),
    importFromEnvironment: 'changes',
    exportToFile: 'asks a person',
    exportText: ({ settings }) => settings.exportText(undefined, caller),
    planImport: 'asks a person',
    planImportText: 'changes',
    importFile: 'changes',
    onChanged: 'news',
    resolve: async ({ settings }, current) => settings.resolve(current, 'none').catch(codeOf),
    resolveDraft: 'news',
    profiles: ({ settings }, current) => settings.profiles(current),
    choice: ({ settings }, current) => settings.choice(current),
    onUserClosed: 'changes',
    noteSecrets: 'news',
    forgetUser: 'changes',
  },
  chat: {
    open: async ({ chat }) => {
      const opening = { messages: [{ role: 'user', text: 'hello' } as const], configurationId: null };
      return Promise.resolve(chat.open(opening, caller)).catch(codeOf);
    },
    next: 'news',
    close: 'changes',
    check: async ({ chat }) => {
      const asked = { ask: 1, kind: 'access', target: { configurationId: 'none' } } as const;
      return Promise.resolve(chat.check(asked, caller)).catch(codeOf);
    },
    listModels: async ({ chat }) => {
      const asked = { ask: 1, fresh: false, target: { configurationId: 'none' } };
      return Promise.resolve(chat.listModels(asked, caller)).catch(codeOf);
    },
    cancel: 'changes',
    contexts: ({ chat }) => chat.contexts(undefined, caller),
    setContextTimes: 'changes',
    leave: 'changes',
    noteUsers: 'changes',
    endUser: 'changes',
    forgetLists: 'changes',
    end: 'changes',
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
