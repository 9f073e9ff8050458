import { countOf, flagOf } from './compose-amounts.ts';
import { distinctItems, fieldsOf } from './compose-fields.ts';
import type { ComposeNode } from './compose-node.ts';
import type { ComposeNetwork, ComposeSubnet } from './compose-service.ts';
import { declaredKeys, declaredOf } from './compose-top-level.ts';

/** The networks of a file by their keys, before any service has said which it is in. */
type Networks = ReadonlyMap<string, Omit<ComposeNetwork, 'aliases' | 'address4' | 'address6'>>;

/**
 * The networks a service is in, the one it is made in first: by falling priority, then by name. One that says nothing is
 * in the project's `default`. Faults: `compose/invalid-value`, as for a network the file does not name.
 * @param own the `networks` of the service
 * @param all the `networks` of the file
 */
export function networksOf(
  own: ComposeNode | undefined,
  all: ComposeNode | undefined,
  project: string,
): readonly ComposeNetwork[] {
  const known = knownNetworks(all, project);
  const entries = own === undefined ? [] : attachments(own);
  const wanted = entries.length === 0 ? [{ node: null, key: 'default', ...nowhere }] : entries;
  const networks = wanted.map(({ node, key, priority, ...place }) => {
    const network = known.get(key);
    if (network === undefined)
      throw (node ?? own ?? all)?.invalid(`is in the network ${key}, which the file does not name`);
    return { priority, network: { ...network, ...place } };
  });
  return networks
    .sort((a, b) => b.priority - a.priority || (a.network.key < b.network.key ? -1 : 1))
    .map(({ network }) => network);
}

const nowhere = { aliases: [], address4: '', address6: '', priority: 0 };

interface Attachment extends Pick<ComposeNetwork, 'key' | 'aliases' | 'address4' | 'address6'> {
  readonly node: ComposeNode;
  readonly priority: number;
}

function attachments(own: ComposeNode): readonly Attachment[] {
  if (own.kind === 'list') {
    return distinctItems(own).map((node) => ({ ...nowhere, node, key: node.text() }));
  }
  return [...own.entries()].map(([key, node]) => {
    if (node.kind === 'nothing') return { ...nowhere, node, key };
    const { aliases, ipv4_address, ipv6_address, priority } = fieldsOf(node, [
      'aliases',
      'ipv4_address',
      'ipv6_address',
      'priority',
    ]);
    return {
      ...{ node, key },
      aliases: aliases === undefined ? [] : distinctItems(aliases).map((alias) => alias.text()),
      address4: ipv4_address?.text() ?? '',
      address6: ipv6_address?.text() ?? '',
      priority: priority === undefined ? 0 : countOf(priority),
    };
  });
}

function knownNetworks(all: ComposeNode | undefined, project: string): Networks {
  const known = new Map([['default', networkOf(null, 'default', project)]]);
  for (const [key, node] of all?.entries() ?? []) known.set(key, networkOf(node, key, project));
  return known;
}

function networkOf(node: ComposeNode | null, key: string, project: string) {
  const plain = { key, internal: false, attachable: false, ipv6: false, subnets: [] };
  const nothing = { ...plain, external: false, driver: '', options: {}, labels: {} };
  if (node === null || node.kind === 'nothing') return { ...nothing, name: `${project}_${key}` };
  const keys = [...declaredKeys, 'internal', 'attachable', 'enable_ipv6', 'ipam'] as const;
  const { internal, attachable, enable_ipv6, ipam, ...fields } = fieldsOf(node, keys);
  return {
    key,
    ...declaredOf(node, fields, { key, project }),
    internal: internal !== undefined && flagOf(internal),
    attachable: attachable !== undefined && flagOf(attachable),
    ipv6: enable_ipv6 !== undefined && flagOf(enable_ipv6),
    subnets: ipam === undefined ? [] : subnetsOf(ipam),
  };
}

function subnetsOf(ipam: ComposeNode): readonly ComposeSubnet[] {
  const { driver, config } = fieldsOf(ipam, ['driver', 'config']);
  // Another driver of addresses is a plugin; none is known here.
  if (driver !== undefined && driver.text() !== 'default') throw driver.unsupported();
  return (config?.items() ?? []).map((item) => {
    const { subnet, gateway, ip_range } = fieldsOf(item, ['subnet', 'gateway', 'ip_range']);
    return { subnet: subnet?.text() ?? '', gateway: gateway?.text() ?? '', range: ip_range?.text() ?? '' };
  });
}
