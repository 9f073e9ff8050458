import type { AppFeatures } from '../app.ts';
import type { Probe, Unasked } from './walk-probes.ts';
import { caller, codeOf, services } from './walk-probes.ts';

type ServiceFeature =
  | 'docker'
  | 'images'
  | 'lightrag'
  | 'health'
  | 'models'
  | 'engines'
  | 'ports'
  | 'logs'
  | 'stats'
  | 'inspection';
type Walk = { readonly [F in ServiceFeature]: { readonly [M in keyof AppFeatures[F]]: Probe | Unasked } };

/** The part of the walk that is about the services and the engine. */
export const servicesWalk: Walk = {
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
    onProbed: 'news',
    setSeen: 'news',
    modelsOf: ({ docker }) => services.map((name) => docker.modelsOf(name)),
    askModels: 'news',
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
  // The past is of when it was, whoever was current then.
  health: { get: 'news', onChanged: 'news', load: 'news', watch: 'news', end: 'changes' },
  models: {
    get: ({ models }) => models.get(undefined, caller),
    check: ({ models }) => models.check(undefined, caller),
    pull: 'changes',
    cancel: 'changes',
    onChanged: 'news',
    end: 'changes',
  },
  engines: {
    watch: 'news',
    end: 'changes',
    list: ({ engines }) => engines.list(undefined, caller),
    use: 'changes',
    onChanged: 'news',
    choice: ({ engines }) => engines.choice(),
  },
  ports: {
    watch: 'news',
    end: 'changes',
    look: ({ ports }) => ports.look(undefined, caller),
    plan: async ({ ports }) => (await ports.plan({ service: 'memory' }, caller)).files,
    move: 'changes',
    onChanged: 'news',
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
};
