import { parseArgs } from 'node:util';
import { listenForInterrupt } from '../../e2e/demo/interrupt.ts';
import { createStage } from '../bench/stage.ts';
import { killMigrations } from './migrations.ts';
import { randomOf } from './random.ts';
import { killSwitches } from './switches.ts';
import { nothing, type Tally, tallyText } from './tally.ts';

// Started by scripts/kills.mjs in the pinned Node.
const { values } = parseArgs({
  options: {
    commands: { type: 'string', default: '200' },
    windows: { type: 'string', default: '10' },
    migrations: { type: 'string', default: '40' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const say = (line: string) => void process.stdout.write(`${line}\n`);
const interrupt = listenForInterrupt();
const stage = createStage((line) => say(`  ${line}`));
const random = randomOf(Number(values.seed));
say(`seed ${values.seed}: the same kills again with --seed ${values.seed}`);

let sum: Tally = nothing;
let why: string | null = null;
try {
  why = await stage.engine().then(
    () => null,
    (cause) => String(cause),
  );
  const ways = [
    ['switches by the command line', () => killSwitches(stage, 'command', Number(values.commands), random, interrupt)],
    ['switches by the window', () => killSwitches(stage, 'window', Number(values.windows), random, interrupt)],
    ['migrations', () => killMigrations(stage, Number(values.migrations), random, interrupt)],
  ] as const;
  for (const [what, kill] of why === null ? ways : []) {
    const tally = await kill();
    say(`${what}: ${tallyText(tally)}`);
    sum = {
      kills: sum.kills + tally.kills,
      broken: [...sum.broken, ...tally.broken],
      outcomes: new Map([...sum.outcomes, ...tally.outcomes]),
      moments: sum.moments,
    };
  }
} finally {
  await stage.end();
}
for (const broken of sum.broken) say(`BROKEN: ${broken}`);
const wanted = Number(values.commands) + Number(values.windows) + Number(values.migrations);
if (why !== null) say(`No kills here, as they need an engine of their own: ${why}`);
say(`\n${sum.kills - sum.broken.length} passed, ${sum.broken.length} failed, ${why === null ? 0 : wanted} skipped`);
process.exitCode = sum.broken.length === 0 && !interrupt.aborted ? 0 : 1;
// An open input would keep the process alive.
process.stdin.destroy();
