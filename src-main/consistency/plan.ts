import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import type { SyncAction, SyncPlan, SyncRequest } from '../../src-shared/consistency.ts';
import { type ServiceName, serviceTitles } from '../../src-shared/docker.ts';
import { maskedDiff } from '../formats/masked-diff.ts';
import { type Look, type ServiceLook, takeLook } from './look.ts';
import type { ConsistencyPorts, EnvFileChange, ReplacementWays } from './ports.ts';
import { userToFollow } from './system-cell.ts';

/** A plan with what is needed to do it. */
export interface PlannedSync {
  readonly plan: SyncPlan;
  readonly changes: readonly EnvFileChange[];
  readonly ways: ReplacementWays;
  /** Services whose new containers are checked for before anything is changed. */
  readonly made: readonly ServiceName[];
}

/** A look that a plan is made of, with the folders that the user lacks. */
export interface PlanFacts {
  readonly look: Look;
  readonly missingFolders: readonly string[];
  readonly backups: string;
}

/** Reads all that a plan is made of. Faults: those of `userToFollow`. */
export async function readPlanFacts(ports: ConsistencyPorts): Promise<PlanFacts> {
  const look = await takeLook(ports, 'anew');
  const missingFolders = await ports.missingUserFolders(userToFollow(look.current));
  return { look, missingFolders, backups: ports.folders().envBackups };
}

/**
 * What a sync of these services would do. Faults: those of `userToFollow`, and why an env file cannot be brought in line.
 */
export function planSync({ look, missingFolders, backups }: PlanFacts, request: SyncRequest): PlannedSync {
  const userId = userToFollow(look.current);
  const names = look.services.map(({ name }) => name).filter((name) => request.services.includes(name));
  const chosen = look.services.filter(({ name }) => names.includes(name));
  for (const { refusal } of chosen) if (refusal !== null) throw refusal;
  const changes = chosen.flatMap(changeOf);
  const containers = chosen.map((service) => containerPlan(service, request.forceRestart));
  const actions = containers.flatMap(({ action }) => (action === null ? [] : [action]));
  const made = actions.filter(({ kind }) => kind !== 'restart').map(({ service }) => service);
  const plan: Omit<SyncPlan, 'id'> = {
    userId,
    services: names,
    forceRestart: request.forceRestart,
    files: changes.map(({ service, path, before, after }) => ({ service, path, diff: maskedDiff(before, after) })),
    actions: [
      ...(made.length > 0 && missingFolders.length > 0 ? [foldersAction(missingFolders, userId)] : []),
      ...changes.map(({ service, path, why }): SyncAction => ({ kind: 'write-file', service, path, why })),
      ...actions,
    ],
    backups,
    warnings: [...engineWarnings(look), ...containers.flatMap(({ warnings }) => warnings)],
  };
  const ways = Object.fromEntries(actions.map(({ service, kind, runs }) => [service, wayOf(kind, runs)]));
  return { plan: { id: idOf(plan, changes, chosen), ...plan }, changes, ways, made };
}

interface PlannedChange extends EnvFileChange {
  readonly service: ServiceName;
  readonly why: string;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

function changeOf({ name, view, before, after }: ServiceLook): readonly PlannedChange[] {
  if (before === null || after === null) return [];
  const { path, why } = view.envFile;
  return [{ service: name, path, backupName: `${basename(dirname(path))}_${basename(path)}`, before, after, why }];
}

/** What becomes of the container of a service. */
export type ContainerAction = Extract<SyncAction, { kind: 'create' | 'recreate' | 'restart' }>;

interface ContainerPlan {
  readonly action: ContainerAction | null;
  readonly warnings: readonly string[];
}

function containerPlan(service: ServiceLook, force: boolean): ContainerPlan {
  const { name, view, seen, bindsOf, composeError } = service;
  const title = serviceTitles[name];
  const common = { service: name, container: view.container.container };
  const warned = (warning: string): ContainerPlan => ({ action: null, warnings: [`${title}: ${warning}`] });
  const asked = 'It agrees; a restart was asked for.';
  if (composeError !== null) return warned(`${composeError.message} Its container is left as it is.`);
  if (seen.state === 'foreign') return warned(view.container.why);
  const warnings = view.compose.verdict === 'inconsistent' ? [`${title}: ${view.compose.why}`] : [];
  if (seen.state === 'unknown') return { action: null, warnings };
  const isMade = seen.state !== 'absent';
  if (service.whyNew !== null) {
    const runs = force || seen.state === 'running';
    return { action: { ...common, kind: 'recreate', runs, why: service.whyNew }, warnings };
  }
  // A new container would get somebody else's folders; the one that is there gets no others by a restart.
  if (!force || (!isMade && bindsOf !== null)) return { action: null, warnings };
  const why = isMade ? asked : 'There is none, and a restart was asked for.';
  return { action: { ...common, kind: isMade ? 'restart' : 'create', runs: true, why }, warnings };
}

function engineWarnings({ engineProblem }: Look): readonly string[] {
  return engineProblem === null ? [] : [`${engineProblem} The containers are left as they are.`];
}

function foldersAction(paths: readonly string[], userId: string): SyncAction {
  return { kind: 'make-folders', paths, why: `The containers mount them, and ${userId} does not have them yet.` };
}

function wayOf(kind: ContainerAction['kind'], runs: boolean): 'running' | 'as it was' | 'restart' {
  if (kind === 'restart') return 'restart';
  return runs ? 'running' : 'as it was';
}

/** Stands for this plan on these very bytes and containers. */
function idOf(plan: Omit<SyncPlan, 'id'>, changes: readonly PlannedChange[], chosen: readonly ServiceLook[]): string {
  const files = changes.map(({ path, before, after }) => [path, hashOf(before), hashOf(after)]);
  const containers = chosen.map(({ name, seen }) => [name, seen.id, seen.state]);
  return hashOf(JSON.stringify([plan.userId, plan.services, plan.forceRestart, plan.actions, files, containers]));
}

function hashOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
