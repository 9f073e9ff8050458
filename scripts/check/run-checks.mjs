import { say, seconds } from '../bootstrap/console.mjs';
import { runStage, stages } from './stages.mjs';

/**
 * Runs the static checks and prints a line for each with its time, and what it found.
 * @param {readonly string[]} [names] of the checks, all if none is given
 * @returns {Promise<number>} how many found something
 */
export async function runChecks(names = stages.map(({ name }) => name)) {
  let failed = 0;
  for (const stage of stages.filter(({ name }) => names.includes(name))) {
    const started = performance.now();
    const found = await runStage(stage);
    say(`- ${stage.name}: ${found === '' ? 'good' : 'FAILED'}, ${seconds(performance.now() - started)}`);
    if (found === '') continue;
    failed += 1;
    say(found);
  }
  return failed;
}
