import { pathText } from '../../formats/compose-scalars.ts';
import { interpolate, type Lookup } from '../../formats/interpolate.ts';
import type { Check } from '../check.ts';

/** Does a compose file use a variable that has no value and no default. */
export const interpolation: Check = {
  id: 'interpolation',
  run: ({ services, unknown }) =>
    services.flatMap(({ name, composeFile, places, variable }) =>
      (places?.scalars ?? []).flatMap(({ path, value, line }) =>
        missingIn(value, variable, unknown).map((used) => ({
          code: 'interpolation/compose-file',
          // A volume of it would be a folder at the root of the disk; the app refuses to make that.
          severity: path.includes('volumes') ? ('error' as const) : ('warn' as const),
          service: name,
          file: composeFile.path,
          line,
          subject: `${pathText(path)}:${used}`,
          message: `${pathText(path)} uses ${used}, which has no value.`,
          why: 'Compose puts nothing in its place, and "/rag_storage" behind it becomes a folder at the root of the disk.',
        })),
      ),
    ),
};

function missingIn(value: string, variable: Lookup, unknown: ReadonlySet<string>): readonly string[] {
  return [...new Set(interpolate(value, variable).missing)].filter((name) => !unknown.has(name));
}
