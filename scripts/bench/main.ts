import { existsSync, readFileSync } from 'node:fs';
import { listenForInterrupt } from '../../e2e/demo/interrupt.ts';
import { seconds } from '../../e2e/demo/narrator.ts';
import { signal } from '../../e2e/stand-ins/engine/processes.ts';
import { waitFor } from '../../e2e/stand-ins/wait-for.ts';
import { processTree, stillRunning } from '../../e2e/support/processes.ts';
import { rounds } from './compare.ts';
import { percentile, times } from './limits.ts';
import { type LimitRow, type Row, rows } from './rows.ts';
import { createStage } from './stage.ts';
import { isMissing, type Outcome, tableOf } from './table.ts';

// `main.ts S2 S3 ...`, started by scripts/bench.mjs in the pinned Node: measures these rows and prints the table.
const say = (line: unknown) => void process.stderr.write(`${line}\n`);
const stage = createStage((line) => say(`  ${line}`));
const outcomes: Outcome[] = [];
listenForInterrupt().addEventListener('abort', () => void breakOff());
try {
  for (const id of process.argv.slice(2)) outcomes.push(await measure(id));
} finally {
  await stage.end();
}
process.stdout.write(`\n${tableOf(outcomes)}\n`);
process.exitCode = outcomes.some(isMissing) ? 1 : 0;
// An open input would keep the process alive.
process.stdin.destroy();

async function measure(id: string): Promise<Outcome> {
  const row = rows[id];
  if (row === undefined) throw new Error(`There is no row ${id}.`);
  const begin = performance.now();
  const outcome = row.floor === null ? await measureLimits(id, row) : await measureRatio(id, row);
  say(`  done in ${seconds(performance.now() - begin)}`);
  return outcome;
}

async function measureRatio(id: string, row: Row): Promise<Outcome> {
  say(`- ${id}: ${row.what}, against ${row.floor}: ${rounds} rounds after one that is dropped ...`);
  const figures = await row.measure(stage).catch(reasonOf);
  if (typeof figures === 'string') say(`  not measured: ${figures}`);
  else say(`  ours ${figures.spread.map((value) => value.toPrecision(3)).join(' to ')} ${row.unit}`);
  return { id, row, figures };
}

async function measureLimits(id: string, row: LimitRow): Promise<Outcome> {
  say(`- ${id}: ${row.what}: at least ${times} times each after one that is dropped ...`);
  const limited = await row.measure(stage).catch(reasonOf);
  if (typeof limited === 'string') say(`  not measured: ${limited}`);
  else for (const { what, taken } of limited) say(`  ${what}: ${spreadOf(taken)}`);
  return { id, row, limited };
}

function spreadOf(taken: readonly number[]): string {
  const marks = [0, 50, 95, 100].map((percent) => percentile(taken, percent).toPrecision(3));
  return `least, half, 95 %, most of ${taken.length}: ${marks.join(', ')} ms`;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Leaves nothing behind: windows and screens end first, as they write into folders that go with the stage. */
async function breakOff(): Promise<void> {
  const children = processTree(process.pid).filter(({ pid }) => pid !== process.pid && !isEngine(pid));
  for (const { pid } of children) signal(pid, 'SIGTERM');
  await waitFor('windows and screens to end', 10_000, () => stillRunning(children).length === 0).catch(say);
  await stage.end().catch(say);
  process.exit(130);
}

/** The engine is ended by its stage. */
function isEngine(pid: number): boolean {
  return (
    existsSync(`/proc/${pid}`) && /^(dockerd|containerd|docker-proxy)/.test(readFileSync(`/proc/${pid}/comm`, 'utf8'))
  );
}
