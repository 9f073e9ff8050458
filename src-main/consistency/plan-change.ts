import { basename, dirname } from 'node:path';
import type { SyncAction, SyncPlan } from '../../src-shared/consistency.ts';
import { type ServiceName, serviceTitles } from '../../src-shared/docker.ts';
import type { Look, ServiceLook } from './look.ts';
import type { ContainerAction, PlannedSync } from './plan.ts';
import { userToFollow } from './system-cell.ts';

/** An env file of a service as it is and as another feature wants it. */
export interface WantedEnvFile {
  readonly service: ServiceName;
  readonly path: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** Why the files are to be other ones. */
const why = 'Its env file is another one.';

/**
 * The plan of a sync that writes these env files, and makes every container anew that there is of their services.
 * Faults: those of `userToFollow`.
 */
export function planChange(look: Look, wanted: readonly WantedEnvFile[], backups: string): PlannedSync {
  const userId = userToFollow(look.current);
  const services = wanted.map(({ service }) => service);
  const chosen = look.services.filter(({ name }) => services.includes(name));
  const recreated = chosen.flatMap(recreate);
  const plan: SyncPlan = {
    id: 'change',
    userId,
    services,
    forceRestart: false,
    files: wanted.map(({ service, path }) => ({ service, path, diff: '' })),
    actions: [
      ...wanted.map(({ service, path }): SyncAction => ({ kind: 'write-file', service, path, why })),
      ...recreated,
    ],
    backups,
    warnings: containerWarnings(look, services),
  };
  const ways = recreated.map(({ service, runs }) => [service, runs ? 'running' : 'as it was'] as const);
  const changes = wanted.map(({ service, path, before, after }) => {
    return { service, path, backupName: `${basename(dirname(path))}_${basename(path)}`, before, after };
  });
  return { plan, changes, ways: Object.fromEntries(ways), made: recreated.map(({ service }) => service) };
}

/** Containers of these services that are not made anew, in sentences with the reason. */
export function containerWarnings({ services, engineProblem }: Look, names: readonly ServiceName[]): readonly string[] {
  if (engineProblem !== null) return [`${engineProblem} The containers are left as they are.`];
  return services.flatMap(({ name, view, seen }) => {
    if (!names.includes(name)) return [];
    const title = serviceTitles[name];
    if (seen.state === 'absent') return [`${title} has no container; it counts once the service is started.`];
    if (seen.state === 'stopped')
      return [`${title} does not run: whether it starts with this shows when it is started.`];
    return seen.state === 'running' ? [] : [`${title}: ${view.container.why} It is left as it is.`];
  });
}

function recreate({ name, view, seen }: ServiceLook): readonly ContainerAction[] {
  if (seen.state !== 'running' && seen.state !== 'stopped') return [];
  const { container } = view.container;
  return [{ kind: 'recreate', service: name, container, runs: seen.state === 'running', why }];
}
