import { listenForInterrupt } from '../../e2e/demo/interrupt.ts';
import { seconds } from '../../e2e/demo/narrator.ts';
import { runCommandLine } from '../../e2e/support/command-line.ts';
import { killApps } from './app-kills.ts';
import { killMigrations } from './migration-kills.ts';
import { createMoments } from './moments.ts';
import { createStage } from './stage.ts';
import { killSwitches } from './switch-kills.ts';
import { createTally, type Tally } from './tally.ts';

// `main.ts CHOICE`, started by scripts/kills.mjs in the pinned Node: kills, and ends with the sum alone on the last line.
const { commands, windows, migrations, seed } = JSON.parse(process.argv[2] ?? '{}');
const say = (line: string) => void process.stdout.write(`${line}\n`);
const tallies: Tally[] = [];
const begin = performance.now();
let broken = 0;

say(`seed ${seed}`);
const stage = await createStage(say).catch((cause: Error) => cause);
if (stage instanceof Error) {
  say(`No kills here: ${stage.message}`);
} else {
  const interrupted = listenForInterrupt();
  interrupted.addEventListener('abort', () => void stage.end().finally(() => process.exit(130)));
  try {
    const started = await runCommandLine(['services', 'start'], stage.environment);
    if (started.code !== 0) throw new Error(started.stderr);
    const moments = createMoments(seed);
    for (const [what, count, kill] of [
      ['the command line in a switch', commands, killSwitches],
      ['the app in a switch', windows, killApps],
      ['the command line in a migration', migrations, killMigrations],
    ] as const) {
      if (count === 0) continue;
      const tally = createTally(what);
      tallies.push(tally);
      await kill(stage, { count, moments, tally, say: (line) => say(`  ${line}`) });
      say(tally.text());
    }
  } catch (cause) {
    say(`It broke off: ${cause instanceof Error ? cause.stack : cause}`);
    broken = 1;
  } finally {
    await stage.end();
  }
}
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0);
const failed = tallies.reduce((sum, tally) => sum + tally.failed, broken);
const skipped = stage instanceof Error ? commands + windows + migrations : 0;
say(`\n${tallies.map((tally) => tally.text()).join('\n')}\nseed ${seed}, ${seconds(performance.now() - begin)}`);
say(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 ? 1 : 0;
// An open input would keep the process alive.
process.stdin.destroy();
