import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';

/** How long a connection on this computer may take, in milliseconds. */
const connectLimitMs = 500;

/** A TCP port of the host; an empty address means all. */
export interface ListeningPlace {
  readonly address: string;
  readonly port: number;
}

/**
 * Whether somebody on this computer listens at a TCP port, told without taking the port even for a moment: an engine that
 * starts its containers again just then would find it taken. On Linux by the system's own table, elsewhere by connecting.
 */
export async function isListenedAt({ address, port }: ListeningPlace, platform: NodeJS.Platform): Promise<boolean> {
  if (platform === 'linux') {
    const tables = await Promise.all(
      ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'utf8').catch(() => '')),
    );
    return tables.some((table) => listensIn(table, { address, port }));
  }
  const hosts = isAll(address) ? ['127.0.0.1', '::1'] : [address];
  return (await Promise.all(hosts.map((host) => accepts(host, port)))).includes(true);
}

/** The same, read from the text of /proc/net/tcp or tcp6. */
export function listensIn(table: string, { address, port }: ListeningPlace): boolean {
  return table.split('\n').some((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/);
    const [where = '', hex = ''] = local.split(':');
    if (state !== '0A' || Number.parseInt(hex, 16) !== port) return false;
    return isAll(address) || /^0+$/.test(where) || where.endsWith(hexOf(address));
  });
}

/** An IPv4 address as the table has it, its bytes the other way round; an IPv6 one of loopback likewise. */
function hexOf(address: string): string {
  if (address === '::1') return '00000000000000000000000001000000';
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  return bytes.reverse().join('').toUpperCase();
}

function isAll(address: string): boolean {
  return ['', '0.0.0.0', '::', '[::]'].includes(address);
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(connectLimitMs, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
}
