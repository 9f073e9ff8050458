import { countOf } from './compose-amounts.ts';
import { distinctItems, fieldsOf } from './compose-fields.ts';
import type { ComposeNode } from './compose-node.ts';
import type { ComposePort } from './compose-service.ts';

/** `[address:][host]:container[/protocol]`, host and container also as ranges; the address may be IPv6 in brackets. */
const short =
  /^(?:(?:\[(?<six>[0-9A-Fa-f:.]+)\]|(?<four>\d+(?:\.\d+){3})):)?(?:(?<host>\d*|\d+-\d+):)?(?<container>\d+(?:-\d+)?)(?:\/(?<protocol>tcp|udp|sctp))?$/;

/**
 * The published ports, short or long form. A range of the container is one port each, with a range of the host as long as
 * it; one port of the container with a range of the host is for the engine to choose. Fault: `compose/invalid-value`.
 */
export function portsOf(node: ComposeNode): readonly ComposePort[] {
  return distinctItems(node).flatMap((item) => (item.kind === 'map' ? longPort(item) : shortPort(item)));
}

function shortPort(node: ComposeNode): readonly ComposePort[] {
  const text = node.written().trim();
  const { six, four, host, container, protocol } = short.exec(text)?.groups ?? {};
  // One number after an address is the container's: `127.0.0.1:9621` names no host port and is nobody's intention.
  if (container === undefined || ((six ?? four) !== undefined && host === undefined)) {
    throw node.invalid(`is "${text}", not a port such as "127.0.0.1:9621:9621"`);
  }
  const rest = { address: six ?? four ?? '', protocol: protocolOf(protocol) };
  const inside = rangeOf(node, container);
  const outside = host === undefined || host === '' ? null : rangeOf(node, host);
  return paired(node, { inside, outside }).map((pair) => ({ ...rest, ...pair }));
}

function longPort(node: ComposeNode): readonly ComposePort[] {
  const keys = ['target', 'published', 'host_ip', 'protocol', 'mode'] as const;
  const { target, published, host_ip, protocol, mode } = fieldsOf(node, keys);
  if (target === undefined) throw node.invalid('has no target');
  // Both words mean the same where there is no swarm.
  if (mode !== undefined && !['host', 'ingress'].includes(mode.text()))
    throw mode.invalid('is neither host nor ingress');
  const kind = protocol?.text() ?? 'tcp';
  if (!/^(tcp|udp|sctp)$/.test(kind)) throw node.invalid(`has the protocol "${kind}", neither tcp, udp nor sctp`);
  const rest = { address: host_ip?.text() ?? '', protocol: protocolOf(kind) };
  const inside = rangeOf(target, String(countOf(target)));
  const outside =
    published === undefined || published.written() === '' ? null : rangeOf(published, published.written());
  return paired(node, { inside, outside }).map((pair) => ({ ...rest, ...pair }));
}

function protocolOf(word: string | undefined): ComposePort['protocol'] {
  return word === 'udp' || word === 'sctp' ? word : 'tcp';
}

interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** More than anybody publishes one by one; each is an entry of its own for the engine. */
const longest = 1000;

function paired(
  node: ComposeNode,
  { inside, outside }: { readonly inside: PortRange; readonly outside: PortRange | null },
): readonly Pick<ComposePort, 'host' | 'hostRange' | 'container'>[] {
  const count = inside.last - inside.first + 1;
  if (count > longest) throw node.invalid(`is a range of ${count} ports; at most ${longest} are supported`);
  if (outside !== null && outside.last > outside.first && count === 1) {
    return [{ host: null, hostRange: `${outside.first}-${outside.last}`, container: inside.first }];
  }
  if (outside !== null && outside.last - outside.first + 1 !== count) {
    throw node.invalid('has a range of the host that is not as long as that of the container');
  }
  return Array.from({ length: count }, (_, index) => ({
    host: outside === null ? null : outside.first + index,
    container: inside.first + index,
  }));
}

function rangeOf(node: ComposeNode, text: string): PortRange {
  const [, from = '', to = from] = /^(\d+)(?:-(\d+))?$/.exec(text.trim()) ?? [];
  if (from === '') throw node.invalid(`is "${text}", not a port or a range of ports`);
  const range = { first: portNumber(node, from), last: portNumber(node, to) };
  if (range.last < range.first) throw node.invalid(`is "${text}", a range that ends before it begins`);
  return range;
}

function portNumber(node: ComposeNode, text: string): number {
  const port = Number(text);
  if (port < 1 || port > 65535) throw node.invalid(`has the port ${text}; ports go from 1 to 65535`);
  return port;
}
