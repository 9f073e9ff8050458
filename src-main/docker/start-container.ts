import { serviceTitles } from '../../src-shared/docker.ts';
import type { EngineCalls } from './engine-calls.ts';
import { refusalFault } from './engine-fault.ts';
import { conflictFault, findConflict, isPortRefusal, type PortSurroundings, unseenHolderFault } from './ports.ts';
import type { ServicePlan } from './service-files.ts';
import { pause } from './time-limit.ts';

/** An engine can hold a port a moment longer than the container that had it. */
const releaseLimitMs = 3000;

/**
 * Starts a container of a service. Where the engine says that a port is taken but nobody is seen to hold it, it is tried
 * again for a moment.
 * Faults: `docker/port-taken` naming the holder, `docker/mount-refused`, `docker/image-missing`, `docker/refused`.
 */
export async function startContainer(
  calls: EngineCalls,
  plan: ServicePlan,
  id: string,
  options: { ports: PortSurroundings; signal: AbortSignal },
): Promise<void> {
  const begin = performance.now();
  for (;;) {
    try {
      return await calls.start(id);
    } catch (cause) {
      if (!isPortRefusal(cause)) throw refusal(cause, plan);
      const conflict = await findConflict([plan], await calls.list(), options.ports);
      const isLate = performance.now() - begin > releaseLimitMs;
      if (conflict !== null && (isLate || !conflict.mayPass)) throw conflictFault(conflict);
      if (isLate) throw unseenHolderFault(plan, cause);
      await pause(100, options.signal);
    }
  }
}

function refusal(cause: unknown, { name, compose }: ServicePlan): Error {
  const what = `start ${serviceTitles[name]}`;
  return refusalFault(cause, { what, container: compose.containerName, image: compose.image });
}
