import { seconds } from '../../e2e/demo/narrator.ts';
import { rounds } from './compare.ts';
import { rows } from './rows.ts';
import { createStage } from './stage.ts';
import { type Outcome, tableOf } from './table.ts';

// `main.ts S2 S3 ...`, started by scripts/bench.mjs in the pinned Node: measures these rows and prints the table.
const say = (line: string) => void process.stderr.write(`${line}\n`);
const stage = createStage((line) => say(`  ${line}`));
const outcomes: Outcome[] = [];
try {
  for (const id of process.argv.slice(2)) {
    const row = rows[id];
    if (row === undefined) throw new Error(`There is no row ${id}.`);
    const begin = performance.now();
    say(`- ${id}: ${row.what}, against ${row.floor}: ${rounds} rounds after one that is dropped ...`);
    const figures = await row.measure(stage).catch((cause) => (cause instanceof Error ? cause.message : String(cause)));
    if (typeof figures === 'string') say(`  not measured: ${figures}`);
    else say(`  ours ${figures.spread.map((value) => value.toPrecision(3)).join(' to ')} ${row.unit}`);
    say(`  done in ${seconds(performance.now() - begin)}`);
    outcomes.push({ id, row, figures });
  }
} finally {
  await stage.end();
}
process.stdout.write(`\n${tableOf(outcomes)}\n`);
process.exitCode = outcomes.some(({ figures }) => typeof figures === 'string') ? 1 : 0;
