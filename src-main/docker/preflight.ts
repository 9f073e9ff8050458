import type { Connection } from './engine.ts';
import { imageMissing } from './engine-fault.ts';
import { checkPorts, type PortSurroundings } from './ports.ts';
import type { ServicePlan } from './service-files.ts';
import { refuseForeignName } from './service-replacement.ts';

/**
 * Checks that services can be made from their plans, before anything is changed.
 * Faults: `docker/name-taken`, `docker/image-missing`, `docker/port-taken`, and those of the engine.
 */
export async function preflight(
  plans: readonly ServicePlan[],
  connection: Connection,
  portsOf: (connection: Connection) => PortSurroundings,
): Promise<void> {
  const { calls } = connection;
  const images = [...new Set(plans.map((plan) => plan.compose.image))];
  const [containers] = await Promise.all([
    calls.list(),
    ...images.map(async (image) => {
      if (!(await calls.hasImage(image))) throw imageMissing(image);
    }),
  ]);
  for (const plan of plans) refuseForeignName(plan, containers);
  await checkPorts(plans, containers, portsOf(connection));
}
