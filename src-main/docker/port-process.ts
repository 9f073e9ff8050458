import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** A process that listens on a port. */
export interface PortProcess {
  readonly name: string;
  readonly pid: number;
}

/** The state of a listening socket in /proc/net/tcp. */
const listening = '0A';

/**
 * Who listens on a TCP port, on Linux: the socket's inode from /proc/net/tcp and tcp6, its owner from the open files of
 * the processes. Null where nobody is seen; processes of other accounts cannot be seen without root.
 */
export async function processOnPort(port: number, proc = '/proc'): Promise<PortProcess | null> {
  const tables = await Promise.all(['tcp', 'tcp6'].map((name) => textOf(join(proc, 'net', name))));
  const inodes = new Set(tables.flatMap((table) => listenersOf(table, port)));
  if (inodes.size === 0) return null;
  const pids = (await readdir(proc).catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(pids.map(async (pid) => ((await holds(join(proc, pid), inodes)) ? pid : null)));
  const pid = found.find((one) => one !== null);
  if (pid === undefined || pid === null) return null;
  return { pid: Number(pid), name: (await textOf(join(proc, pid, 'comm'))).trim() };
}

/** Inodes of the sockets that listen on a port, out of the text of /proc/net/tcp. */
export function listenersOf(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table.split('\n').flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    return local?.endsWith(suffix) && state === listening && inode !== undefined ? [inode] : [];
  });
}

async function holds(folder: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const files = await readdir(join(folder, 'fd')).catch(() => []);
  for (const file of files) {
    const target = await readlink(join(folder, 'fd', file)).catch(() => '');
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode !== undefined && inodes.has(inode)) return true;
  }
  return false;
}

async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
