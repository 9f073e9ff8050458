import { caller, codeOf, type Walk } from './walk.ts';

/** What looks into the containers: logs, stats, inspection. */
export const walkOfInspecting: Pick<Walk, 'logs' | 'stats' | 'inspection'> = {
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
