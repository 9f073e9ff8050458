import { networkLabels, networkOf } from './container-options.ts';
import type { EngineCalls } from './engine-calls.ts';
import { refusalFault, saidBy, statusOf } from './engine-fault.ts';
import type { ServicePlan } from './service-files.ts';

/**
 * Makes the network of a service's project where it is not there yet, as Compose would.
 * Fault: `docker/refused`, as where the engine has no addresses left.
 */
export async function ensureNetwork(calls: EngineCalls, plan: ServicePlan, version: string): Promise<void> {
  const name = networkOf(plan.compose);
  // The engine's filter finds names that contain the text, too.
  if ((await calls.networkNames(name)).includes(name)) return;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await calls.createNetwork(name, networkLabels(plan.compose, version));
      return;
    } catch (cause) {
      // 409: somebody else was quicker.
      if (statusOf(cause) === 409) return;
      if (attempt === attempts || !isRace(cause)) throw refusalFault(cause, { what: `make the network ${name}` });
    }
  }
}

const attempts = 5;

/** Podman looks through the interfaces of the computer and stumbles where one of another network goes at that moment. */
function isRace(cause: unknown): boolean {
  return /no such network interface/i.test(saidBy(cause));
}
