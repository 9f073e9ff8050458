import type { Check } from '../check.ts';

/** Does the compose file name the env file that a switch writes. */
export const envFileName: Check = {
  id: 'env-file-name',
  run: ({ services }) =>
    services.flatMap(({ name, compose, composeFile, envFile, places }) => {
      if (compose === null || compose.envFiles.includes(envFile.path)) return [];
      const named = compose.envFiles.length === 0 ? 'no env file' : compose.envFiles.join(' and ');
      return [
        {
          code: 'env-file-name/other-file',
          severity: 'error' as const,
          service: name,
          file: composeFile.path,
          line: places?.line('env_file') ?? null,
          message: `The compose file names ${named}, not ${envFile.path}.`,
          why: 'A switch changes the user in a file that the service never reads.',
        },
      ];
    }),
};
