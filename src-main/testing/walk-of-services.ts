import type { AppFeatures } from '../app.ts';

/** Who asks. */
export const caller = { kind: 'cli', windowId: 0 } as const;

/** Asks a function for what it says now; `current` is who is current by env.userid. */
export type Probe = (features: AppFeatures, current: string) => unknown;
/** Why a function is not asked: it `changes` something, tells of `news`, asks for what the other probes cover, or a person. */
export type Unasked = 'changes' | 'news' | 'asks a person';
/** Every function of every feature: a new one without a line here does not compile. */
export type Walk = { readonly [F in keyof AppFeatures]: { readonly [M in keyof AppFeatures[F]]: Probe | Unasked } };

/** What a refused call says: its code. */
export function codeOf(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : String(cause);
}

/** The features that look after engines, ports and what the services say and use. */
export const walkOfServices: Pick<Walk, 'engines' | 'ports' | 'logs' | 'stats' | 'inspection'> = {
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
