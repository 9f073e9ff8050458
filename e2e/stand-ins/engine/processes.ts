import { readdirSync, readFileSync } from 'node:fs';

/** One process of this machine. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Its arguments, joined by blanks. */
  readonly command: string;
}

const enginePrograms = /^(\S*\/)?(dockerd|containerd|containerd-shim\S*) /;

/** When a process was started, in the kernel's ticks; null where there is none. Tells a process from a later one with its id. */
export function startTicks(pid: number): string | null {
  const fields = statFields(pid);
  return fields === null || fields[0] === 'Z' ? null : (fields[19] ?? null);
}

/** True where a process stands still after SIGSTOP. */
export function isStopped(pid: number): boolean {
  return statFields(pid)?.[0] === 'T';
}

/**
 * The engine, containerd and the shims that were started with a path in this folder, and all their descendants.
 * Others that only name the folder, such as a `docker` command at work with it, are not among them.
 */
export function engineProcesses(folder: string): ProcessEntry[] {
  const all = listProcesses();
  const roots = all.filter((entry) => enginePrograms.test(entry.command) && entry.command.includes(`${folder}/`));
  const found = new Set(roots.map((entry) => entry.pid));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const entry of all) if (found.has(entry.parent)) found.add(entry.pid);
  }
  return all.filter((entry) => found.has(entry.pid));
}

/** Sends a signal; a process that is gone already is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}

function listProcesses(): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const fields = Number.isInteger(pid) ? statFields(pid) : null;
    if (fields === null || fields[0] === 'Z' || pid === process.pid) continue;
    entries.push({ pid, parent: Number(fields[1]), command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ') });
  }
  return entries;
}

/** The fields of /proc/PID/stat after the name, which may itself hold blanks and brackets: state, parent, ... */
function statFields(pid: number): string[] | null {
  const text = read(`/proc/${pid}/stat`);
  return text === '' ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
