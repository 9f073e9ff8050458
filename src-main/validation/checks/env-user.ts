import { setEnvValue } from '../../formats/env-edit.ts';
import { envValues } from '../../formats/env-file.ts';
import type { Check } from '../check.ts';
import { safeFix } from '../safe-fix.ts';

/** Do the env files name the current user. */
export const envUser: Check = {
  id: 'env-user',
  run: ({ services, userId, variables }) =>
    services.flatMap(({ name, env, envFile, statements }) => {
      if (envFile.bytes === null || userId === null) return [];
      const found = envValues(env).get('USER_ID');
      if (found === userId) return [];
      const absent = found === undefined;
      return [
        {
          code: absent ? 'env-user/missing' : 'env-user/other',
          severity: 'warn' as const,
          service: name,
          file: envFile.path,
          line: statements.findLast(({ key }) => key === 'USER_ID')?.line ?? null,
          message: absent ? 'USER_ID is not set.' : `USER_ID is ${found}, but ${userId} is current.`,
          why: 'The service is told of another user than the one whose folders it has: a switch was cut off, or the file was edited by hand.',
          // An id that leads elsewhere is nothing to spread.
          fix:
            variables === null
              ? null
              : safeFix(`Set USER_ID to ${userId}`, envFile, (bytes) => setEnvValue(bytes, 'USER_ID', userId).bytes),
        },
      ];
    }),
};
