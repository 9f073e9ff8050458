import type { ServiceName } from '../../src-shared/docker.ts';
import { Fault } from '../../src-shared/errors.ts';
import type { InspectionPorts, SeenContainer } from './ports.ts';

/** The container of a service, or why nothing can be said of it: an engine that is not there is a state here. */
export async function lookAtContainer(
  ports: Pick<InspectionPorts, 'container'>,
  name: ServiceName,
): Promise<{ readonly container: SeenContainer | null; readonly why: string | null }> {
  try {
    const container = await ports.container(name);
    return { container, why: container === null ? 'There is no container of this service yet.' : null };
  } catch (cause) {
    if (cause instanceof Fault) return { container: null, why: cause.message };
    throw cause;
  }
}
