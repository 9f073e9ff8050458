import { bytesOf, countOf, flagOf, numberOf } from './compose-amounts.ts';
import { distinctItems, fieldsOf } from './compose-fields.ts';
import type { ComposeNode } from './compose-node.ts';
import type { ComposeRuntime, ComposeTmpfs } from './compose-service.ts';
import { optionsOf } from './compose-top-level.ts';

/** The keys of a service that say how the engine runs it. */
export const runtimeKeys = [
  ...(['platform', 'logging', 'ulimits', 'shm_size', 'cap_add', 'cap_drop', 'read_only', 'security_opt'] as const),
  ...(['dns', 'dns_search', 'dns_opt', 'mem_limit', 'mem_reservation', 'cpus', 'pids_limit', 'deploy'] as const),
] as const;

type Fields = Readonly<Partial<Record<(typeof runtimeKeys)[number], ComposeNode>>>;

/** What the fields say, with the limits, which have two places: `deploy.resources` and the service itself. */
export interface RuntimeReading {
  readonly cpus: number | null;
  readonly memory: number | null;
  readonly runtime: ComposeRuntime;
}

/**
 * How the engine runs a service. Faults: `compose/invalid-value`, as where a limit is written twice with two values;
 * `compose/unsupported-key`.
 * @param warn told of what Compose reads and no engine knows
 */
export function runtimeOf(fields: Fields, warn: (warning: string) => void): RuntimeReading {
  const { limits, reservations } = resourcesOf(fields.deploy);
  if (reservations.cpus !== undefined) {
    numberOf(reservations.cpus);
    warn(`${reservations.cpus.path} has no effect: an engine cannot keep processors for one container.`);
  }
  return {
    cpus: agreed(fields.cpus, limits.cpus, numberOf),
    memory: agreed(fields.mem_limit, limits.memory, bytesOf),
    runtime: {
      platform: textOf(fields.platform),
      logging: loggingOf(fields.logging),
      ulimits: fields.ulimits === undefined ? [] : ulimitsOf(fields.ulimits),
      sharedMemory: fields.shm_size === undefined ? null : bytesOf(fields.shm_size),
      addedCapabilities: textsOf(fields.cap_add),
      droppedCapabilities: textsOf(fields.cap_drop),
      readOnly: fields.read_only !== undefined && flagOf(fields.read_only),
      securityOptions: textsOf(fields.security_opt),
      dns: textsOf(fields.dns),
      dnsSearch: textsOf(fields.dns_search),
      dnsOptions: textsOf(fields.dns_opt),
      reservedMemory: agreed(fields.mem_reservation, reservations.memory, bytesOf),
      processes: agreed(fields.pids_limit, limits.pids, processesOf),
    },
  };
}

/** Folders in memory: one text or a list, each `target[:options]`. */
export function tmpfsOf(node: ComposeNode | undefined): readonly ComposeTmpfs[] {
  if (node === undefined) return [];
  const nodes = node.kind === 'list' ? distinctItems(node) : [node];
  return nodes.map((one) => {
    const text = one.completeText();
    const [, target = '', options = ''] = /^([^:]*)(?::(.*))?$/.exec(text) ?? [];
    if (!target.startsWith('/')) throw one.invalid(`is "${text}", which does not begin with an absolute path`);
    return { target, options };
  });
}

function resourcesOf(deploy: ComposeNode | undefined) {
  const resources = deploy === undefined ? undefined : fieldsOf(deploy, ['resources']).resources;
  const { limits, reservations } = resources === undefined ? {} : fieldsOf(resources, ['limits', 'reservations']);
  return {
    limits: limits === undefined ? {} : fieldsOf(limits, ['cpus', 'memory', 'pids']),
    reservations: reservations === undefined ? {} : fieldsOf(reservations, ['cpus', 'memory']),
  };
}

/** One value of two places; the newer Compose refuses where they differ, the older one ignored `deploy`. */
function agreed(
  own: ComposeNode | undefined,
  deployed: ComposeNode | undefined,
  read: (node: ComposeNode) => number,
): number | null {
  const [one, other] = [own, deployed].map((node) => (node === undefined ? null : read(node)));
  if (own !== undefined && one !== null && other !== null && one !== other) {
    throw own.invalid(`differs from ${deployed?.path}; write it at one of the two`);
  }
  return one ?? other ?? null;
}

/** -1 is no limit. */
function processesOf(node: ComposeNode): number {
  return node.written().trim() === '-1' ? -1 : countOf(node);
}

function loggingOf(node: ComposeNode | undefined): ComposeRuntime['logging'] {
  if (node === undefined) return null;
  const { driver, options } = fieldsOf(node, ['driver', 'options']);
  // Compose takes json-file where only options are given.
  return { driver: driver?.text() ?? 'json-file', options: options === undefined ? {} : optionsOf(options) };
}

function ulimitsOf(node: ComposeNode): ComposeRuntime['ulimits'] {
  const limit = (one: ComposeNode) => (one.written().trim() === '-1' ? -1 : countOf(one));
  return [...node.entries()].map(([name, one]) => {
    if (one.kind !== 'map') return { name, soft: limit(one), hard: limit(one) };
    const { soft, hard } = fieldsOf(one, ['soft', 'hard']);
    if (soft === undefined || hard === undefined) throw one.invalid('needs both soft and hard');
    return { name, soft: limit(soft), hard: limit(hard) };
  });
}

/** One text, or a list of them. */
function textsOf(node: ComposeNode | undefined): readonly string[] {
  if (node === undefined) return [];
  return node.kind === 'list' ? distinctItems(node).map((item) => item.text()) : [node.text()];
}

function textOf(node: ComposeNode | undefined): string | null {
  const text = node?.text() ?? '';
  return text === '' ? null : text;
}
