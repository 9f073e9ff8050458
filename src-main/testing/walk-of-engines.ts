import { caller, type Walk } from './walk.ts';

/** The features that look after engines and ports. */
export const walkOfEngines: Pick<Walk, 'engines' | 'ports'> = {
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
};
