import type { Api } from '../../src-shared/contract.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { Configuration } from '../../src-shared/settings.ts';
import { unwrap } from './session.ts';

/**
 * The acting user's configuration of that name, in any letter case, or of that id. Faults: those of `settings.get`,
 * `settings/unknown-configuration`.
 */
export async function findConfiguration(api: Api, name: string): Promise<Configuration> {
  const { configurations, trouble } = await unwrap(api.settings.get());
  if (trouble !== null) throw new Fault(trouble.error.code, trouble.error.message);
  const wanted = name.trim().toLowerCase();
  const found = configurations.find((one) => one.name.toLowerCase() === wanted || one.id === wanted);
  if (found !== undefined) return found;
  const there =
    configurations.length === 0
      ? 'There are none yet.'
      : `There are ${configurations.map((one) => one.name).join(', ')}.`;
  throw new Fault('settings/unknown-configuration', `You have no configuration "${name}". ${there}`);
}
