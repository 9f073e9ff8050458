import { countOf } from './compose-amounts.ts';
import { distinctItems, fieldsOf } from './compose-fields.ts';
import type { ComposeNode } from './compose-node.ts';
import type { ComposePort } from './compose-service.ts';

/** `[address:][host]:container[/protocol]`; the address may be IPv6 in brackets. */
const short =
  /^(?:(?:\[(?<six>[0-9A-Fa-f:.]+)\]|(?<four>\d+(?:\.\d+){3})):)?(?:(?<host>\d*):)?(?<container>\d+)(?:\/(?<protocol>tcp|udp))?$/;

/** The published ports, short or long form. Ranges are refused. Fault: `compose/invalid-value`. */
export function portsOf(node: ComposeNode): readonly ComposePort[] {
  return distinctItems(node).map((item) => (item.kind === 'map' ? longPort(item) : shortPort(item)));
}

function shortPort(node: ComposeNode): ComposePort {
  const text = node.written().trim();
  const { six, four, host, container, protocol } = short.exec(text)?.groups ?? {};
  // One number after an address is the container's: `127.0.0.1:9621` names no host port and is nobody's intention.
  if (container === undefined || ((six ?? four) !== undefined && host === undefined)) {
    throw node.invalid(`is "${text}", not a port such as "127.0.0.1:9621:9621"`);
  }
  return {
    address: six ?? four ?? '',
    host: host === undefined || host === '' ? null : portNumber(node, host),
    container: portNumber(node, container),
    protocol: protocol === 'udp' ? 'udp' : 'tcp',
  };
}

function longPort(node: ComposeNode): ComposePort {
  const { target, published, host_ip, protocol, mode } = fieldsOf(node, [
    'target',
    'published',
    'host_ip',
    'protocol',
    'mode',
  ]);
  if (target === undefined) throw node.invalid('has no target');
  // Both words mean the same where there is no swarm.
  if (mode !== undefined && !['host', 'ingress'].includes(mode.text()))
    throw mode.invalid('is neither host nor ingress');
  const kind = protocol?.text() ?? 'tcp';
  if (kind !== 'tcp' && kind !== 'udp') throw node.invalid(`has the protocol "${kind}", neither tcp nor udp`);
  return {
    address: host_ip?.text() ?? '',
    host: published === undefined ? null : portNumber(published, String(countOf(published))),
    container: portNumber(target, String(countOf(target))),
    protocol: kind,
  };
}

function portNumber(node: ComposeNode, text: string): number {
  const port = Number(text);
  if (port < 1 || port > 65535) throw node.invalid(`has the port ${text}; ports go from 1 to 65535`);
  return port;
}
