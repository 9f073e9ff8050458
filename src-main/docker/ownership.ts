import { type ServiceName, serviceNames } from '../../src-shared/docker.ts';
import type { ComposeService } from '../formats/compose-service.ts';
import { samePath } from './mounts.ts';

/** The label by which the app knows its containers. */
export const serviceLabel = 'app.persag.service';
/** The label by which a replacement knows the containers it made, whatever their names are by now. */
export const replacementLabel = 'app.persag.replacement';
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
  volume: 'com.docker.compose.volume',
  version: 'com.docker.compose.version',
} as const;

type Labels = Readonly<Record<string, string>>;

/** What tells whose a container is. */
export interface Belongings {
  readonly labels: Labels;
  /** Without the slash Docker puts in front. */
  readonly names: readonly string[];
}

/** What tells which containers are a service's. */
export interface Owner {
  readonly name: ServiceName;
  /** The folder of its compose file, absolute. */
  readonly folder: string;
  readonly compose: ComposeService;
}

/**
 * True where a container is the service's own: made by the app for it, or by Compose from the same project and service,
 * in the same folder or, where the home has moved, under the same name. Service folders are called alike in every home,
 * so that the project alone would make another home's containers ours; and a name alone is never enough, because
 * anybody can give one.
 */
export function belongsTo(container: Belongings, owner: Owner): boolean {
  const { labels } = container;
  // A one-off of `docker compose run` has the same project and service.
  if (labels[composeLabels.oneOff]?.toLowerCase() === 'true') return false;
  return isOfService(labels, owner) && (isOfFolder(labels, owner) || isNamedAs(container.names, owner));
}

function isOfService(labels: Labels, { name, compose }: Owner): boolean {
  if (labels[serviceLabel] !== undefined) return labels[serviceLabel] === name;
  return labels[composeLabels.project] === compose.project && labels[composeLabels.service] === compose.service;
}

/** Old tools leave the folder out; then nothing speaks against it. */
function isOfFolder(labels: Labels, { folder }: Owner): boolean {
  const made = labels[composeLabels.folder];
  return made === undefined || samePath(made, folder);
}

function isNamedAs(names: readonly string[], { compose }: Owner): boolean {
  return names.some((name) => (readAsideName(name)?.container ?? name) === compose.containerName);
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
