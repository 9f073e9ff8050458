import type { PortView } from '../../src-shared/ports.ts';
import type { ContainerSummary } from './container-facts.ts';
import { belongsTo } from './ownership.ts';
import { excludedRange } from './port-holder.ts';
import { findConflicts, isFree, type PortSurroundings, publishes, wantedPorts } from './ports.ts';
import type { ServicePlan } from './service-files.ts';

/** How far a free port is looked for behind the one that is taken, and where the search begins. */
const search = { first: 10, last: 500 };

/** Everything that decides whether a port can be had. */
export interface PortNeighbours {
  /** The services whose files can be used. */
  readonly plans: readonly ServicePlan[];
  /** All containers of the engine; none where it does not answer. */
  readonly containers: readonly ContainerSummary[];
  readonly surroundings: PortSurroundings;
}

/** How each published port of the services stands. */
export async function viewPorts(around: PortNeighbours): Promise<readonly PortView[]> {
  const { plans, containers, surroundings } = around;
  const conflicts = await findConflicts(plans, containers, { ...surroundings, inPassing: true });
  const views = plans.flatMap((plan) =>
    wantedPorts(plan).map(async (wanted): Promise<PortView> => {
      const { address, host, container, protocol } = wanted;
      const index = plan.compose.ports.findIndex((one) => one.host === host && one.container === container);
      const base = { service: plan.name, index, address, port: host, container, protocol };
      const conflict = conflicts.find((one) => one.plan === plan && one.port === host);
      if (conflict !== undefined) {
        const suggestion = await findFreePort(around, { address, host, protocol });
        return { ...base, state: 'taken', holder: conflict.holder, suggestion };
      }
      const isOurs = containers.some((one) => belongsTo(one, plan) && publishes(one, wanted));
      const state = isOurs ? 'ours' : surroundings.isLocal ? 'free' : 'unknown';
      return { ...base, state, holder: null, suggestion: null };
    }),
  );
  return Promise.all(views);
}

interface WantedPlace {
  readonly address: string;
  readonly host: number;
  readonly protocol: string;
}

/** A free port near another one, beginning ten above it: 9631 for 9621. Null where there is none near. */
export async function findFreePort(around: PortNeighbours, near: WantedPlace): Promise<number | null> {
  for (let step = search.first; step <= search.last; step += 1) {
    // Past the last port the search goes on below, in the range that is nobody's by default.
    const host = near.host + step <= 65535 ? near.host + step : near.host - step;
    if (host >= 1024 && (await whyTaken(around, { ...near, host })) === null) return host;
  }
  return null;
}

/** Why a port cannot be had, in a few words; null where it is free. */
export async function whyTaken(around: PortNeighbours, wanted: WantedPlace): Promise<string | null> {
  const { plans, containers, surroundings } = around;
  if (plans.some((plan) => wantedPorts(plan).some(({ host }) => host === wanted.host))) {
    return 'one of the two services publishes it already';
  }
  const holder = containers.find((container) => publishes(container, wanted));
  if (holder !== undefined) return `the container ${holder.names[0] ?? 'without a name'} publishes it`;
  if (!surroundings.isLocal) return null;
  if (!(await isFree(wanted))) return 'a program of this computer uses it';
  const range = surroundings.platform === 'win32' ? await excludedRange(wanted.host) : null;
  return range === null ? null : `Windows keeps ${range.from} to ${range.to} for itself`;
}
