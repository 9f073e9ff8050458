import type { Check } from '../check.ts';

/** Can the compose files be read, and do they hold only what the app understands. */
export const composeReadable: Check = {
  id: 'compose-readable',
  run: ({ services }) =>
    services.flatMap(({ name, composeFile, composeError }) => {
      // A file that is missing or unreadable as such is told by the structure check.
      if (composeError === null || composeFile.bytes === null || !composeError.code.startsWith('compose/')) return [];
      const [, line] = /, line (\d+):/.exec(composeError.message) ?? [];
      return [
        {
          code: `compose-readable/${composeError.code.slice('compose/'.length)}`,
          severity: 'error',
          service: name,
          file: composeFile.path,
          line: line === undefined ? null : Number(line),
          message: composeError.message,
          why: `The app does not start a service whose file it does not understand. ${composeError.hint}`,
        },
      ];
    }),
};
