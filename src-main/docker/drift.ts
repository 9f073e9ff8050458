import type { ServiceDifference } from '../../src-shared/docker.ts';
import type { ComposeService } from '../formats/compose-service.ts';
import { isSecretName } from '../formats/mask-secrets.ts';
import type { ContainerFacts, ContainerPort } from './container-facts.ts';
import { configHash } from './container-options.ts';
import { mountDifferences, samePath } from './mounts.ts';
import { composeLabels, madeFor } from './ownership.ts';

/**
 * How a container differs from what its files say now, key by key; empty where it does not. Whether one made by the app
 * differs at all is told by its hash; one made by Compose carries Compose's own hash, which only Compose can compute, so
 * that what matters of it is compared instead.
 */
export function driftOf(facts: ContainerFacts, compose: ComposeService): readonly ServiceDifference[] {
  const mounts = [...bindDrift(facts, compose), ...volumeDrift(facts, compose)];
  const isOwn = madeFor(facts.labels) !== null;
  if (isOwn && facts.labels[composeLabels.hash] === configHash(compose)) return mounts;
  const all = [
    ...imageDrift(facts, compose),
    ...mounts,
    ...environmentDrift(facts, compose),
    ...portDrift(facts, compose),
    ...labelDrift(facts, compose),
    ...settingDrift(facts, compose),
  ];
  if (all.length > 0 || !isOwn) return all;
  // The hash knows more than what is compared here.
  return [{ key: 'other', name: 'docker-compose.yml', wanted: 'as it is now', actual: 'as it was then' }];
}

/** The same in words, for one sentence. */
export function driftWords(differences: readonly ServiceDifference[]): readonly string[] {
  const variables = differences.filter(({ key }) => key === 'environment').map(({ name }) => name);
  const rest = differences.filter(({ key }) => key !== 'environment').map(wordsOf);
  return variables.length === 0 ? rest : [...rest, `its environment differs in ${variables.slice(0, 5).join(', ')}`];
}

function wordsOf({ key, name, wanted, actual }: ServiceDifference): string {
  switch (key) {
    case 'image':
      return `its image is ${actual}, not ${wanted}`;
    case 'mount':
      if (wanted === null) return `${name} is mounted, and the files do not say so`;
      return actual === null ? `${name} is not mounted` : `${name} is ${actual}, not ${wanted}`;
    case 'port':
      return actual === null ? `port ${name} is not published` : `port ${name} is published and should not be`;
    case 'other':
      return 'docker-compose.yml or its env file has changed since it was made';
    default:
      return `${name} is ${actual ?? 'not set'}, not ${wanted ?? 'left out'}`;
  }
}

function bindDrift(facts: ContainerFacts, compose: ComposeService): ServiceDifference[] {
  return mountDifferences(compose.binds, facts.mounts).map(({ target, expected, actual }) => {
    return { key: 'mount', name: target, wanted: expected, actual };
  });
}

function volumeDrift({ mounts }: ContainerFacts, { volumes }: ComposeService): ServiceDifference[] {
  return volumes.flatMap(({ name, target }): ServiceDifference[] => {
    const mount = mounts.find((one) => samePath(one.target, target));
    if (mount?.type === 'volume' && (mount.name === undefined || mount.name === name)) return [];
    return [{ key: 'mount', name: target, wanted: name, actual: mount?.name ?? mount?.source ?? null }];
  });
}

function imageDrift(facts: ContainerFacts, compose: ComposeService): ServiceDifference[] {
  if (fullImageName(facts.image) === fullImageName(compose.image)) return [];
  return [{ key: 'image', name: 'image', wanted: compose.image, actual: facts.image }];
}

/** An image's name with what engines add or leave out: Docker's registry and the tag latest. */
function fullImageName(image: string): string {
  const name = image.replace(/^(docker\.io\/)?(library\/)?/, '');
  return /[@:][^/]*$/.test(name) ? name : `${name}:latest`;
}

function environmentDrift(facts: ContainerFacts, compose: ComposeService): ServiceDifference[] {
  return Object.keys(compose.environment).flatMap((name): ServiceDifference[] => {
    const actual = facts.environment[name];
    if (actual === compose.environment[name]) return [];
    // Never the values: any of them may be a key.
    return [{ key: 'environment', name, wanted: 'set', actual: actual === undefined ? null : 'another value' }];
  });
}

function portDrift(facts: ContainerFacts, compose: ComposeService): ServiceDifference[] {
  const wanted = compose.ports.map((port) => portText({ ...port, address: port.address || '0.0.0.0' }));
  const actual = facts.ports.map(portText);
  return [
    ...wanted.filter((port) => !actual.includes(port)).map((name) => ({ name, wanted: name, actual: null })),
    ...actual.filter((port) => !wanted.includes(port)).map((name) => ({ name, wanted: null, actual: name })),
  ].map((one) => ({ key: 'port', ...one }));
}

function portText({ address, host, container, protocol }: ContainerPort): string {
  return `${address}:${host ?? ''}:${container}/${protocol}`;
}

function labelDrift({ labels }: ContainerFacts, compose: ComposeService): ServiceDifference[] {
  return Object.entries(compose.labels).flatMap(([name, value]): ServiceDifference[] => {
    const actual = labels[name] ?? null;
    if (actual === value) return [];
    const hidden = isSecretName(name);
    return [
      {
        key: 'label',
        name,
        wanted: hidden ? 'set' : value,
        actual: hidden && actual !== null ? 'another value' : actual,
      },
    ];
  });
}

/** Settings of which an inspection tells, where the files name them. */
function settingDrift({ configured, labels }: ContainerFacts, compose: ComposeService): ServiceDifference[] {
  // Compose 1 leaves the limits under `deploy` out of what it makes.
  const isOld = /^1\./.test(labels[composeLabels.version] ?? '');
  const limits: readonly (readonly [string, unknown, unknown])[] = isOld
    ? []
    : [
        ['memory limit', compose.memory, configured.memory],
        ['processor limit', compose.cpus, configured.cpus],
      ];
  const all: readonly (readonly [string, unknown, unknown])[] = [
    ['restart', compose.restart.name, configured.restart],
    ['user', compose.user, configured.user],
    ['command', compose.command?.join(' ') ?? null, configured.command?.join(' ') ?? null],
    ['entrypoint', compose.entrypoint?.join(' ') ?? null, configured.entrypoint?.join(' ') ?? null],
    ...limits,
  ];
  return all.flatMap(([name, wanted, actual]): ServiceDifference[] => {
    if (wanted === null || actual === undefined || wanted === actual) return [];
    return [{ key: 'setting', name, wanted: String(wanted), actual: actual === null ? null : String(actual) }];
  });
}
