import { Fault } from '../../src-shared/errors.ts';
import type { ContainerSummary } from './container-facts.ts';
import type { Connection } from './engine.ts';
import { imageMissing } from './engine-fault.ts';
import { conflictFault, findConflicts, type PortSurroundings } from './ports.ts';
import type { ServicePlan } from './service-files.ts';
import { refuseForeignName } from './service-replacement.ts';

/**
 * Checks that services can be made from their plans, before anything is changed.
 * @returns all the containers that the engine has. Faults: `docker/name-taken`, `docker/image-missing`,
 *   `docker/port-taken`, and those of the engine
 */
export async function preflight(
  plans: readonly ServicePlan[],
  connection: Connection,
  portsOf: (connection: Connection) => PortSurroundings,
): Promise<readonly ContainerSummary[]> {
  const { containers, faults } = await obstacles(plans, connection, portsOf);
  const [first] = faults;
  if (first !== undefined) throw first;
  return containers;
}

/**
 * Everything that keeps services from being made from their plans: names and images, then the ports of each. Faults:
 * those of the engine, without which nothing can be told.
 */
export async function obstacles(
  plans: readonly ServicePlan[],
  connection: Connection,
  portsOf: (connection: Connection) => PortSurroundings,
): Promise<{ readonly containers: readonly ContainerSummary[]; readonly faults: readonly Fault[] }> {
  const { calls } = connection;
  const images = [...new Set(plans.map((plan) => plan.compose.image))];
  const [containers, ...missing] = await Promise.all([
    calls.list(),
    ...images.map(async (image) => ((await calls.hasImage(image)) ? [] : [imageMissing(image)])),
  ]);
  const names = plans.flatMap((plan) => faultOf(() => refuseForeignName(plan, containers)));
  const conflicts = await findConflicts(plans, containers, portsOf(connection));
  return { containers, faults: [...names, ...missing.flat(), ...conflicts.map(conflictFault)] };
}

function faultOf(check: () => void): readonly Fault[] {
  try {
    check();
    return [];
  } catch (cause) {
    if (cause instanceof Fault) return [cause];
    throw cause;
  }
}
