import { envStatements } from '../../formats/env-statements.ts';
import { whyDisputed } from '../../formats/env-value.ts';
import type { Check } from '../check.ts';

/** Are there lines in the env files that nobody reads, or that Compose 1 and Compose 2 read differently. */
export const envLines: Check = {
  id: 'env-lines',
  run: ({ services }) =>
    services.flatMap(({ name, envFile, statements }) => {
      const common = { severity: 'warn', service: name, file: envFile.path } as const;
      const unread = envStatements(envFile.text ?? '').problems.map(({ line, message }) => ({
        ...common,
        code: 'env-lines/unreadable',
        line,
        subject: line,
        message: `Line ${line} ${message}.`,
        why: 'Compose 2 refuses the whole file because of it; Compose 1 leaves the line out.',
      }));
      const disputed = statements.flatMap((statement) => {
        const why = whyDisputed(statement);
        if (why === null) return [];
        const { key, line } = statement;
        return [
          {
            ...common,
            code: 'env-lines/disputed',
            line,
            subject: line,
            message: `${key} ${why}.`,
            why: 'Compose 1 and Compose 2 read it differently, so the service depends on who starts it.',
          },
        ];
      });
      return [...unread, ...disputed];
    }),
};
