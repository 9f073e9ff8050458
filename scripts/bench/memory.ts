import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { processTree } from '../../e2e/support/processes.ts';
import { type ElectronApp, emptyApp, endApp, ourApp, startApp } from './apps.ts';
import { compare, type Figures } from './compare.ts';
import type { Stage } from './stage.ts';

/** S8: what all processes of the app use, shared pages counted in parts (Pss), once they are idle with their window. */
export async function measureMemory(stage: Stage): Promise<Figures> {
  const [ours, empty] = [await ourApp(stage), await emptyApp(stage)];
  return compare(
    () => idleMemory(ours),
    () => idleMemory(empty),
  );
}

async function idleMemory(app: ElectronApp): Promise<number> {
  const child = startApp(app);
  const root = child.pid ?? 0;
  try {
    await untilIdle(root);
    return processTree(root).reduce((sum, { pid }) => sum + pssOf(pid), 0) / 1024;
  } finally {
    await endApp(child);
  }
}

/** Idle: a window's four processes are there and have used next to nothing of the processor for a second. */
async function untilIdle(root: number): Promise<void> {
  let last = 0;
  let since = performance.now();
  for (;;) {
    const tree = processTree(root);
    const used = tree.reduce((sum, { pid }) => sum + ticksOf(pid), 0);
    if (used - last > 3 || tree.length < 4) {
      last = used;
      since = performance.now();
    } else if (performance.now() - since > 1000) return;
    await pause(100);
  }
}

/** Kilobytes; nothing for a process that has just ended. */
function pssOf(pid: number): number {
  return Number(/^Pss: +(\d+) kB$/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
}

/** Processor time so far, in the kernel's ticks of 10 ms. */
function ticksOf(pid: number): number {
  const text = read(`/proc/${pid}/stat`);
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
