import type { EngineCalls } from './engine-calls.ts';
import { liesBelow } from './mounts.ts';
import { belongsTo, serviceLabel } from './ownership.ts';
import type { ServicePlan } from './service-files.ts';

/** A container that has a folder, or a part of it, among its own. */
export interface ContainerUse {
  readonly container: string;
  readonly running: boolean;
}

/** A folder, and the one above it up to which a mount counts as one of this folder: all users' data, not the disk. */
export interface UsedFolder {
  readonly folder: string;
  readonly root: string;
}

/**
 * The containers that mount one of these folders, a part of it, or a folder above it: all that run, whosever they are,
 * and our own that do not, for they would start with it again. Faults: those of an engine that cannot be asked.
 */
export async function usesOf(
  calls: Pick<EngineCalls, 'list' | 'inspect'>,
  plans: readonly ServicePlan[],
  folders: readonly UsedFolder[],
): Promise<readonly ContainerUse[]> {
  const all = await calls.list();
  const found = all.map(async (summary): Promise<ContainerUse[]> => {
    const isOurs = summary.labels[serviceLabel] !== undefined || plans.some((plan) => belongsTo(summary, plan));
    const facts = await calls.inspect(summary.id);
    if (facts === null || !(facts.running || facts.paused || facts.restarting || isOurs)) return [];
    const uses = facts.mounts.some(({ source }) => folders.some((one) => isUse(source, one)));
    return uses ? [{ container: facts.name, running: facts.running }] : [];
  });
  return (await Promise.all(found)).flat();
}

function isUse(source: string, { folder, root }: UsedFolder): boolean {
  return liesBelow(source, folder) || (liesBelow(folder, source) && liesBelow(source, root));
}
