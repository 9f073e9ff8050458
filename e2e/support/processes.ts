import { readdirSync, readFileSync } from 'node:fs';
import { startTicks } from '../stand-ins/engine/processes.ts';

/** A process that cannot be mistaken for a later one with its id. */
export interface KnownProcess {
  readonly pid: number;
  readonly ticks: string;
}

/** A process and all its descendants as of now; none where there is no /proc to see them in. */
export function processTree(root: number): readonly KnownProcess[] {
  if (process.platform !== 'linux') return [];
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(Number(name)));
  }
  const found = new Set([root]);
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return [...found].flatMap((pid) => {
    const ticks = startTicks(pid);
    return ticks === null ? [] : [{ pid, ticks }];
  });
}

/** Those that still run. */
export function stillRunning(processes: readonly KnownProcess[]): readonly KnownProcess[] {
  return processes.filter(({ pid, ticks }) => startTicks(pid) === ticks);
}

function parentOf(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may itself hold blanks and brackets.
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}
