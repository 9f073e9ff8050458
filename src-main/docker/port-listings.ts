import type { PortProcess } from './port-process.ts';

/**
 * Who listens at a port, out of `lsof -nP -iTCP:PORT -sTCP:LISTEN -Fpcn`: a line a field, its first letter saying which;
 * `p` begins a process, `c` is its command, `n` an address of it.
 */
export function readListenersOfLsof(text: string, port: number): readonly PortProcess[] {
  const found = new Map<number, PortProcess>();
  let pid = 0;
  let name = '';
  for (const line of text.split(/\r?\n/)) {
    const value = line.slice(1);
    if (line.startsWith('p')) {
      pid = Number(value);
      name = '';
    } else if (line.startsWith('c')) name = unescaped(value);
    else if (line.startsWith('n') && value.endsWith(`:${port}`)) found.set(pid, { pid, name });
  }
  return [...found.values()];
}

/** lsof writes blanks of a command as `\x20`. */
function unescaped(text: string): string {
  return text.replaceAll(/\\x([\da-f]{2})/gi, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/**
 * The ids of the processes that listen at a port, out of `netstat -ano -p TCP`. The word for LISTENING is in Windows' own
 * language; a socket that listens is told by its far end, which is port 0.
 */
export function readListenersOfNetstat(text: string, port: number): readonly number[] {
  const pids = text.split(/\r?\n/).flatMap((line) => {
    const [protocol, local, far, ...rest] = line.trim().split(/\s+/);
    const pid = Number(rest.at(-1));
    const listens = protocol?.toUpperCase() === 'TCP' && local?.endsWith(`:${port}`) && far?.endsWith(':0');
    return listens && Number.isInteger(pid) && pid > 0 ? [pid] : [];
  });
  return [...new Set(pids)];
}

/** The name of a process, out of `tasklist /FI "PID eq PID" /FO CSV /NH`; null where it has ended, which is a sentence. */
export function readTasklist(text: string, pid: number): string | null {
  for (const line of text.split(/\r?\n/)) {
    const [, name, its] = /^"([^"]+)","(\d+)"/.exec(line.trim()) ?? [];
    if (name !== undefined && Number(its) === pid) return name;
  }
  return null;
}

/**
 * The ranges that Windows keeps, out of `netsh interface ipv4 show excludedportrange protocol=tcp`; the headings are in
 * Windows' own language, the lines of two numbers are not. A star marks what an administrator set.
 */
export function readExcludedRanges(text: string): readonly { readonly from: number; readonly to: number }[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, from, to] = /^\s*(\d{1,5})\s+(\d{1,5})\s*\*?\s*$/.exec(line) ?? [];
    return from === undefined || to === undefined ? [] : [{ from: Number(from), to: Number(to) }];
  });
}
