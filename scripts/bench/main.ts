import { existsSync, readFileSync } from 'node:fs';
import { listenForInterrupt } from '../../e2e/demo/interrupt.ts';
import { seconds } from '../../e2e/demo/narrator.ts';
import { signal } from '../../e2e/stand-ins/engine/processes.ts';
import { waitFor } from '../../e2e/stand-ins/wait-for.ts';
import { processTree, stillRunning } from '../../e2e/support/processes.ts';
import { rounds } from './compare.ts';
import { rows } from './rows.ts';
import { createStage } from './stage.ts';
import { type Outcome, tableOf } from './table.ts';

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
process.exitCode = outcomes.some(({ figures }) => typeof figures === 'string') ? 1 : 0;
// An open input would keep the process alive.
process.stdin.destroy();

async function measure(id: string): Promise<Outcome> {
  const row = rows[id];
  if (row === undefined) throw new Error(`There is no row ${id}.`);
  const begin = performance.now();
  const against = row.floor === null ? '' : `, against ${row.floor}`;
  say(`- ${id}: ${row.what}${against}: ${rounds} rounds or more after one that is dropped ...`);
  const figures = await row.measure(stage).catch((cause) => (cause instanceof Error ? cause.message : String(cause)));
  if (typeof figures === 'string') say(`  not measured: ${figures}`);
  else say(`  ours ${figures.spread.map((value) => value.toPrecision(3)).join(' to ')} ${row.unit}`);
  say(`  done in ${seconds(performance.now() - begin)}`);
  return { id, row, figures };
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
