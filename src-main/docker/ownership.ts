import { type ServiceName, serviceNames } from '../../src-shared/docker.ts';
import type { ComposeService } from '../formats/compose-service.ts';

/** The label by which the app knows its containers. */
export const serviceLabel = 'app.persag.service';
/** Compose's own labels (Compose specification and docker compose 1.29 to 5). */
export const composeLabels = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  hash: 'com.docker.compose.config-hash',
  oneOff: 'com.docker.compose.oneoff',
  number: 'com.docker.compose.container-number',
  folder: 'com.docker.compose.project.working_dir',
  files: 'com.docker.compose.project.config_files',
  network: 'com.docker.compose.network',
  version: 'com.docker.compose.version',
} as const;

type Labels = Readonly<Record<string, string>>;

/**
 * True where a container is the service's own: made by the app for it, or by Compose from the same project and service.
 * A name alone is never enough, because anybody can give one.
 */
export function belongsTo(labels: Labels, service: { name: ServiceName; compose: ComposeService }): boolean {
  // A one-off of `docker compose run` has the same project and service.
  if (labels[composeLabels.oneOff]?.toLowerCase() === 'true') return false;
  if (labels[serviceLabel] !== undefined) return labels[serviceLabel] === service.name;
  const { project, service: composeName } = service.compose;
  return labels[composeLabels.project] === project && labels[composeLabels.service] === composeName;
}

/**
 * What a container is while it does not have its service's name: the successor before the old one has ended, or the old
 * one while its successor is not yet proven.
 */
export type AsideRole = 'new' | 'kept';

const aside = /^(.+)\.persag-(new|kept)(?:\.\d+)?$/;

/** A name for a container that stands aside; one that `taken` does not have. */
export function asideName(container: string, role: AsideRole, taken: ReadonlySet<string>): string {
  const name = `${container}.persag-${role}`;
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}.${number}`;
  return free;
}

/** Whose name a container that stands aside is to have or had, or null where a name is not of that kind. */
export function readAsideName(name: string): { readonly container: string; readonly role: AsideRole } | null {
  const found = aside.exec(name);
  if (found?.[1] === undefined) return null;
  return { container: found[1], role: found[2] === 'new' ? 'new' : 'kept' };
}

/** The project and service of Compose a container belongs to, for messages. */
export function composeOrigin(labels: Labels): string | null {
  const project = labels[composeLabels.project];
  return project === undefined ? null : project;
}

/** The service the app made a container for, or null. */
export function madeFor(labels: Labels): ServiceName | null {
  return serviceNames.find((name) => labels[serviceLabel] === name) ?? null;
}
