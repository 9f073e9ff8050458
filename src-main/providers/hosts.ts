import { BlockList, isIP, isIPv4 } from 'node:net';

/** Where a host is, as far as its name or address tells. `metadata`: what a cloud tells its machines in confidence. */
export type HostPlace = 'loopback' | 'private' | 'metadata' | 'public';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Link-local IPv4 as a whole: clouds answer there at several addresses, and nobody serves a model there. */
const metadata = new BlockList();
metadata.addSubnet('169.254.0.0', 16, 'ipv4');
for (const address of ['100.100.100.200', '168.63.129.16', '192.0.0.192']) metadata.addAddress(address, 'ipv4');
for (const address of ['fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254']) metadata.addAddress(address, 'ipv6');

const local = new BlockList();
for (const [address, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
] as const) {
  local.addSubnet(address, bits, 'ipv4');
}
local.addSubnet('fc00::', 7, 'ipv6');
local.addSubnet('fe80::', 10, 'ipv6');

/** Names that only a local network gives (RFC 6761, 6762, 8375 and what routers and Docker use). */
const localNames = /(^[^.]+|\.(local|lan|home|internal|intranet|home\.arpa|test))$/;

/**
 * Where a host is.
 * @param host as `URL.hostname` has it, or an address; IPv6 with or without brackets
 */
export function placeOf(host: string): HostPlace {
  const name = host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .replace(/%.*$/, '');
  if (isIP(name) !== 0) return placeOfAddress(name);
  if (name === 'localhost' || name.endsWith('.localhost')) return 'loopback';
  if (name === 'metadata.google.internal' || name === 'metadata') return 'metadata';
  return localNames.test(name) ? 'private' : 'public';
}

function placeOfAddress(address: string): HostPlace {
  const inner = innerIPv4(address);
  const plain = inner ?? address;
  const family = isIPv4(plain) ? 'ipv4' : 'ipv6';
  if (metadata.check(plain, family)) return 'metadata';
  if (loopback.check(plain, family)) return 'loopback';
  return local.check(plain, family) ? 'private' : 'public';
}

/** The IPv4 address that an IPv6 address stands for: mapped (::ffff:0:0/96), compatible, or through NAT64 (64:ff9b::/96). */
function innerIPv4(address: string): string | null {
  if (isIPv4(address)) return null;
  const groups = groupsOf(address);
  const [a, b, c, d, e, f, high = 0, low = 0] = groups;
  const zero = [c, d, e].every((group) => group === 0);
  const isMapped = a === 0 && b === 0 && zero && f === 0xffff;
  const isCompatible = a === 0 && b === 0 && zero && f === 0 && high !== 0;
  const isNat64 = a === 0x64 && b === 0xff9b && zero && f === 0;
  if (!isMapped && !isCompatible && !isNat64) return null;
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight groups of an IPv6 address that is known to be one. */
function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const hex = (high?: string, low?: string) => ((Number(high) << 8) | Number(low)).toString(16);
  const text = dotted === null ? address : `${dotted[1]}${hex(dotted[2], dotted[3])}:${hex(dotted[4], dotted[5])}`;
  const [before = '', after] = text.split('::');
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const first = read(before);
  if (after === undefined) return first;
  const last = read(after);
  return [...first, ...new Array<number>(8 - first.length - last.length).fill(0), ...last];
}
