import type { ComposeService } from '../formats/compose-service.ts';
import type { ContainerFacts, ContainerPort } from './container-facts.ts';
import { configHash } from './container-options.ts';
import { mountDifferences } from './mounts.ts';
import { composeLabels, madeFor } from './ownership.ts';

/**
 * How a container differs from what its files say now, in words; empty where it does not. One made by the app is
 * compared by its hash; one made by Compose carries Compose's own hash, which only Compose can compute, so that what
 * matters of it is compared instead.
 */
export function driftOf(facts: ContainerFacts, compose: ComposeService): readonly string[] {
  const folders = mountDifferences(compose.binds, facts.mounts).map(({ target, expected, actual }) =>
    actual === null ? `${target} is not mounted` : `${target} is ${actual}, not ${expected}`,
  );
  if (folders.length > 0) return folders;
  if (madeFor(facts.labels) !== null) {
    const same = facts.labels[composeLabels.hash] === configHash(compose);
    return same ? [] : ['docker-compose.yml or its env file has changed since it was made'];
  }
  return [...imageDrift(facts, compose), ...environmentDrift(facts, compose), ...portDrift(facts, compose)];
}

function imageDrift(facts: ContainerFacts, compose: ComposeService): string[] {
  if (fullImageName(facts.image) === fullImageName(compose.image)) return [];
  return [`its image is ${facts.image}, not ${compose.image}`];
}

/** An image's name with what engines add or leave out: Docker's registry and the tag latest. */
function fullImageName(image: string): string {
  const name = image.replace(/^(docker\.io\/)?(library\/)?/, '');
  return /[@:][^/]*$/.test(name) ? name : `${name}:latest`;
}

function environmentDrift(facts: ContainerFacts, compose: ComposeService): string[] {
  const names = Object.keys(compose.environment).filter((key) => facts.environment[key] !== compose.environment[key]);
  // Names only: values may be keys.
  return names.length === 0 ? [] : [`its environment differs in ${names.slice(0, 5).join(', ')}`];
}

function portDrift(facts: ContainerFacts, compose: ComposeService): string[] {
  const wanted = compose.ports.map((port) => portText({ ...port, address: port.address || '0.0.0.0' }));
  const actual = facts.ports.map(portText);
  return [...wanted].sort().join() === [...actual].sort().join() ? [] : ['it publishes other ports'];
}

function portText({ address, host, container, protocol }: ContainerPort): string {
  return `${address}:${host ?? ''}:${container}/${protocol}`;
}
