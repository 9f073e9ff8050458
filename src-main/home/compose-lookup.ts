import { envValues, readEnv } from '../formats/env-file.ts';
import type { Lookup } from '../formats/interpolate.ts';
import { userVariables } from '../lib/user-paths.ts';

/** Names only a user gives a value to. */
const userNames: ReadonlySet<string> = new Set(Object.keys(userVariables('', '', '')));

/**
 * What a compose file's variables stand for: the user's settings before what a shell happens to export (spec 4.2), then
 * the environment, then the `.env` beside the compose file, as Compose orders the last two.
 * @param variables null where nobody is known to be the user: the user's settings then have no value at all
 * @param dotEnv text of the `.env`, null where there is none
 */
export function composeLookup(
  variables: Readonly<Record<string, string>> | null,
  env: Readonly<Record<string, string | undefined>>,
  dotEnv: string | null,
): Lookup {
  const outside: Lookup = (name) => (userNames.has(name) ? variables?.[name] : env[name]);
  const values = dotEnv === null ? null : envValues(readEnv(dotEnv, outside));
  return (name) => outside(name) ?? (userNames.has(name) ? undefined : values?.get(name));
}
