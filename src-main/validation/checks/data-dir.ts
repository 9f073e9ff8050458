import type { Check } from '../check.ts';

/** Does DATA_DIR name a folder of this computer; upstream's own files name one of its author's (facts 1.5). */
export const dataDir: Check = {
  id: 'data-dir',
  run: ({ services, kinds, home }) =>
    services.flatMap(({ name, env, envFile }) => {
      const entry = env.entries.findLast(({ key }) => key === 'DATA_DIR');
      if (entry === undefined || entry.value === '' || (kinds.get(entry.value) ?? null) !== null) return [];
      return [
        {
          code: 'data-dir/not-here',
          severity: 'info' as const,
          service: name,
          file: envFile.path,
          line: entry.line,
          message: `DATA_DIR is ${entry.value}, which is not on this computer.`,
          why: `The users' data is in ${home.dataRoot.path} (from ${home.dataRoot.origin}) instead; programs that take the setting look elsewhere.`,
        },
      ];
    }),
};
