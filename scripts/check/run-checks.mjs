import { say, seconds } from '../bootstrap/console.mjs';
import { runStage, stages } from './stages.mjs';

/**
 * Runs every static check and prints a line for each with its time, and what it found.
 * @returns {Promise<number>} how many found something
 */
export async function runChecks() {
  let failed = 0;
  for (const stage of stages) {
    const started = performance.now();
    const found = await runStage(stage);
    say(`- ${stage.name}: ${found === '' ? 'good' : 'FAILED'}, ${seconds(performance.now() - started)}`);
    if (found === '') continue;
    failed += 1;
    say(found);
  }
  return failed;
}
